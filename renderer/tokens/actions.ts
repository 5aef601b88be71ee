import { blockedBy, type Endpoint } from '../../app/endpoints/model.ts';
import { ask } from '../api.ts';
import { whileBusy } from '../busy.ts';
import { remember, select } from '../endpoints/actions.ts';
import { databaseProblem, signInFor, userProblem } from '../endpoints/sign-in.ts';
import { getState, setState } from '../store.ts';
import type { Subject, SubjectRef } from '../subject.ts';
import { toastFailure } from '../toast.ts';

/** Has a token signed and put on the clipboard. The countdown starts with main's event, not here. */
export async function copyToken(subject: Subject): Promise<void> {
  await whileBusy(subject, 'copy', async () => {
    const named = await prepare(subject, () => void copyToken(subject));
    if (named === null) return;
    const reply = await ask((bridge) =>
      bridge.connect.copyToken(
        'connectionId' in named ? named : { endpointId: named.endpointId, dbUser: named.dbUser },
      ),
    );
    if (!reply.ok) toastFailure(reply.error, subject.profile);
  });
}

/**
 * What comes before a token is made. A connection has all that is needed; for an endpoint the fields must
 * be filled in, and what is in them is remembered. Where something is missing the focus goes there, with
 * the reason beside it.
 *
 * @param goOn does it again once what is missing has been filled in
 * @param whyNot why nothing can be done with an endpoint at all; unless said, what keeps tokens from it
 * @returns what to ask main for, or null where nothing can be done now
 */
export async function prepare(
  subject: Subject,
  goOn: () => void,
  whyNot: typeof blockedBy = blockedBy,
): Promise<SubjectRef | null> {
  const { endpoint, connection } = subject;
  if (connection !== null) {
    setState({ needsUser: null });
    return { connectionId: connection.id };
  }
  return endpoint === null ? null : prepareEndpoint(endpoint, goOn, whyNot);
}

async function prepareEndpoint(
  endpoint: Endpoint,
  goOn: () => void,
  whyNot: typeof blockedBy,
): Promise<SubjectRef | null> {
  const blocked = whyNot(endpoint);
  if (blocked !== null) {
    setState({ inspectorOpen: true });
    toastFailure(blocked);
    return null;
  }
  const { dbUser, database } = signInFor(getState(), endpoint);
  if (userProblem(dbUser) !== null || databaseProblem(database) !== null) {
    select(endpoint.id);
    setState({ view: 'databases', inspectorOpen: true, needsUser: { endpointId: endpoint.id, goOn } });
    return null;
  }
  setState({ needsUser: null });
  await remember(endpoint);
  return { endpointId: endpoint.id, dbUser, database };
}
