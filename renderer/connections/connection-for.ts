import type { ClientId } from '../../app/clients/model.ts';
import type { Connection } from '../../app/connections/model.ts';
import type { Reply } from '../../app/contract.ts';
import type { Endpoint } from '../../app/endpoints/model.ts';
import type { NetworkRoute } from '../../app/tunnels/model.ts';
import { ask } from '../api.ts';
import { savedFor } from '../clients/usable.ts';
import { signInFor } from '../endpoints/sign-in.ts';
import { getState } from '../store.ts';
import { subjectOf } from '../subject.ts';
import { report } from '../toast.ts';
import { draftOf, formOfEndpoint } from './form.ts';

/** A connection to a database that was found, and whether it was saved just now. */
interface Found {
  readonly connection: Connection;
  readonly isNew: boolean;
}

/**
 * The connection that a database is used as where a gateway leads to it: one that is saved for the same user and database,
 * reached in the same way, or a new one.
 *
 * @param client what a new one is opened with; null takes the one last used
 * @returns null where what is typed for it cannot be saved
 */
export async function connectionFor(
  endpoint: Endpoint,
  networkRoute: NetworkRoute,
  client: ClientId | null,
): Promise<Reply<Found> | null> {
  const signIn = signInFor(getState(), endpoint);
  const known = savedFor(subjectOf(endpoint), signIn, getState().connections, networkRoute);
  if (known !== null) return { ok: true, value: { connection: known, isNew: false } };
  const draft = draftOf({ ...formOfEndpoint(endpoint, signIn), client });
  if (draft === null) return null;
  const saved = await ask((bridge) =>
    bridge.connections.save({ id: null, draft: { ...draft, networkRoute } }),
  );
  return saved.ok ? { ok: true, value: { connection: saved.value, isNew: true } } : saved;
}

/** Takes a connection back that was saved for the sake of something else; what is connected through it is closed. */
export function takeBack({ id }: Connection): void {
  void report(ask((bridge) => bridge.connections.remove({ connectionId: id })));
}

/** What is said of a connection that was saved beside what was wanted. */
export function savedText({ name }: Connection): string {
  return `The database is now saved as the connection ${name}.`;
}
