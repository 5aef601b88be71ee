import { blockedBy, type Endpoint } from '../../app/endpoints/model.ts';
import { ask } from '../api.ts';
import { remember, select } from '../endpoints/actions.ts';
import { databaseProblem, signInFor, userProblem } from '../endpoints/sign-in.ts';
import { getState, setState, toastFailure, type Busy } from '../store.ts';
import type { Subject } from '../subject.ts';

/** How a request names what it is for. */
export type SubjectRef =
  | { readonly connectionId: string }
  | { readonly endpointId: string; readonly dbUser: string; readonly database: string };

/** Has a token signed and put on the clipboard. The countdown starts with main's event, not here. */
export async function copyToken(subject: Subject): Promise<void> {
  const named = await prepare(subject, 'copy');
  if (named === null) return;
  const reply = await ask((bridge) =>
    bridge.connect.copyToken(
      'connectionId' in named ? named : { endpointId: named.endpointId, dbUser: named.dbUser },
    ),
  );
  setState({ busy: null });
  if (!reply.ok) toastFailure(reply.error, subject.profile);
}

/**
 * What comes before a token is made. A connection has all that is needed; for an endpoint the fields must
 * be filled in, and what is in them is remembered. Where something is missing the focus goes there, with
 * the reason beside it.
 *
 * @returns what to ask main for, or null where nothing can be done now
 */
export async function prepare(subject: Subject, action: Busy['action']): Promise<SubjectRef | null> {
  if (getState().busy !== null) return null;
  const { key, endpoint, connection } = subject;
  if (connection !== null) {
    setState({ busy: { key, action }, needsUser: null });
    return { connectionId: connection.id };
  }
  return endpoint === null ? null : prepareEndpoint(endpoint, { key, action });
}

async function prepareEndpoint(endpoint: Endpoint, busy: Busy): Promise<SubjectRef | null> {
  const blocked = blockedBy(endpoint);
  if (blocked !== null) {
    setState({ inspectorOpen: true });
    toastFailure(blocked);
    return null;
  }
  const { dbUser, database } = signInFor(getState(), endpoint);
  if (userProblem(dbUser) !== null || databaseProblem(database) !== null) {
    select(endpoint.id);
    setState({
      view: 'databases',
      inspectorOpen: true,
      needsUser: { endpointId: endpoint.id, action: busy.action },
    });
    return null;
  }
  setState({ busy, needsUser: null });
  await remember(endpoint);
  return { endpointId: endpoint.id, dbUser, database };
}
