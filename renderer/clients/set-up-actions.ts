import type { Client, SetUpCard } from '../../app/clients/model.ts';
import type { Connection } from '../../app/connections/model.ts';
import type { Reply } from '../../app/contract.ts';
import { ask, type Failure } from '../api.ts';
import { openDialog } from '../store.ts';
import type { SetUpTarget } from './state.ts';

/** Shows how a client is set up once for a connection. */
export function showSetUp({ id }: Pick<Connection, 'id'>, client: Pick<Client, 'id'>): void {
  openDialog({ kind: 'set-up', connectionId: id, client: client.id });
}

/** Asks what the client is to be told; the port of the connection's gateway is chosen with it. */
export function askSetUp({ connectionId, client }: SetUpTarget): Promise<Reply<SetUpCard>> {
  return ask((bridge) => bridge.connect.setUp({ connectionId, client }));
}

/**
 * Copies the entry.
 *
 * @returns what went wrong
 */
export async function copySetUp({ connectionId, client }: SetUpTarget): Promise<Failure | null> {
  const reply = await ask((bridge) => bridge.connect.copySetUp({ connectionId, client }));
  return reply.ok ? null : reply.error;
}

/** Has main save the entry as a file; the name of the file, or null where the user chose none. */
export function saveSetUp({ connectionId, client }: SetUpTarget): Promise<Reply<{ file: string | null }>> {
  return ask((bridge) => bridge.connect.saveSetUp({ connectionId, client }));
}
