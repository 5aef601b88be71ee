import type { Connection } from '../connections/model.ts';
import { clientsFor, type Client, type Programs } from './model.ts';

/**
 * The client to open a connection with where nobody has named one: the connection's own, where it can be opened here,
 * else the first of its family that can.
 *
 * @returns null where there is none
 */
export function clientOf(
  { client, family }: Pick<Connection, 'client' | 'family'>,
  { clients }: Pick<Programs, 'clients'>,
): Client | null {
  const usable = clientsFor(clients, family).filter(
    ({ found, direct, gateway }) => found !== null && (direct !== null || gateway !== null),
  );
  return usable.find(({ id }) => id === client) ?? usable[0] ?? null;
}
