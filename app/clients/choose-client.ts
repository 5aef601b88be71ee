import type { Connection } from '../connections/model.ts';
import { clientsFor, type ClientId, type Programs } from './model.ts';

/**
 * The client to open a connection with where nobody has named one: the connection's own, where it is installed,
 * else the first of its family that is.
 *
 * @returns null where none is installed
 */
export function clientOf({ client, family }: Connection, { clients }: Programs): ClientId | null {
  const usable = clientsFor(clients, family).filter(({ found }) => found !== null);
  return (usable.find(({ id }) => id === client) ?? usable[0])?.id ?? null;
}
