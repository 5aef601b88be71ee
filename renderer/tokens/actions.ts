import { blockedBy, type Endpoint } from '../../app/endpoints/model.ts';
import { ask } from '../api.ts';
import { remember, select } from '../endpoints/actions.ts';
import { databaseProblem, signInFor, userProblem } from '../endpoints/sign-in.ts';
import { getState, setState, toastFailure, type Busy } from '../store.ts';

/** Has a token signed and put on the clipboard. The countdown starts with main's event, not here. */
export async function copyToken(endpoint: Endpoint): Promise<void> {
  const dbUser = await prepare(endpoint, 'copy');
  if (dbUser === null) return;
  const reply = await ask((bridge) => bridge.tokens.copy({ endpointId: endpoint.id, dbUser }));
  setState({ busy: null });
  if (!reply.ok) toastFailure(reply.error, endpoint.profile);
}

/**
 * What comes before a token is made: the endpoint takes tokens, the fields are filled in, and what is
 * in them is remembered. Where something is missing the focus goes there, with the reason beside it.
 *
 * @returns the database user, or null where nothing can be done now
 */
export async function prepare(endpoint: Endpoint, action: Busy['action']): Promise<string | null> {
  if (getState().busy !== null) return null;
  const blocked = blockedBy(endpoint);
  if (blocked !== null) {
    setState({ inspectorOpen: true });
    toastFailure(blocked);
    return null;
  }
  const { dbUser, database } = signInFor(getState(), endpoint);
  if (userProblem(dbUser) !== null || databaseProblem(database) !== null) {
    select(endpoint.id);
    setState({ inspectorOpen: true, needsUser: { endpointId: endpoint.id, action } });
    return null;
  }
  setState({ busy: { endpointId: endpoint.id, action }, needsUser: null });
  await remember(endpoint);
  return dbUser;
}
