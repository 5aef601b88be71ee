import type { OwnClient, OwnDraft } from '../../app/clients/model.ts';
import type { Reply } from '../../app/contract.ts';
import { ask, type Failure } from '../api.ts';
import { report } from '../toast.ts';

/** Has main look for every client again, and ask those that are there for their versions. */
export async function refreshClients(): Promise<void> {
  await report(ask((bridge) => bridge.clients.refresh({})));
}

/** Has main ask where a client is. */
export async function choosePath(client: string): Promise<void> {
  await report(ask((bridge) => bridge.clients.choosePath({ client })));
}

/** Lets main look for a client whose path was set by hand. */
export async function forgetPath(client: string): Promise<void> {
  await report(ask((bridge) => bridge.clients.forgetPath({ client })));
}

/** Has main ask for the program of a client of one's own; null where none was chosen. */
export function chooseProgram(): Promise<Reply<{ program: string | null }>> {
  return ask((bridge) => bridge.clients.chooseProgram({}));
}

/**
 * Makes a client of one's own (`id` null) or changes one.
 *
 * @returns what went wrong
 */
export async function saveOwn(id: string | null, draft: OwnDraft): Promise<Failure | null> {
  const reply = await ask((bridge) => bridge.clients.saveOwn({ id, draft }));
  return reply.ok ? null : reply.error;
}

/** Removes a client of one's own. */
export async function removeOwn({ id }: Pick<OwnClient, 'id'>): Promise<void> {
  await report(ask((bridge) => bridge.clients.removeOwn({ id })));
}
