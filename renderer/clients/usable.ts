import { clientsFor, type Client } from '../../app/clients/model.ts';
import { endpointOf, type Connection } from '../../app/connections/model.ts';
import { gatewayOf, routesThroughGateway } from '../gateway/gateways.ts';
import { recall } from '../remembered.ts';
import type { State } from '../store.ts';
import type { Subject } from '../subject.ts';

/** What decides which clients a subject can be opened in. */
export type Openable = Pick<State, 'programs' | 'gateways'>;

/** Clients on this machine that a subject can be opened in: its own first, then the last used, then the best. */
export function clientsOf({ programs, gateways }: Openable, subject: Subject): readonly Client[] {
  const { family, connection } = subject;
  if (family === null) return [];
  const wanted = connection?.client ?? null;
  const last = recall().lastClient(family);
  const rank = ({ id }: Client): number => (id === wanted ? 0 : id === last ? 1 : 2);
  return clientsFor(programs.clients, family)
    .filter((client) => client.found !== null && launchLine(client, subject, gateways) !== null)
    .toSorted((a, b) => rank(a) - rank(b));
}

/** In a line, how a client is handed a subject; null where it cannot be. */
export function launchLine(
  client: Client,
  { connection }: Subject,
  gateways: State['gateways'],
): string | null {
  const isThrough = connection !== null && routesThroughGateway(gatewayOf(gateways, connection.id));
  return isThrough ? client.gateway : (client.direct ?? client.gateway);
}

/** Whether a subject has to be a connection before a client can be opened for it: the client then uses its gateway. */
export function needsConnection({ endpoint }: Subject, { direct }: Client): boolean {
  return endpoint !== null && direct === null;
}

/** The connection that is saved for the same database, user and database name, dialled directly; null where there is none. */
export function savedFor(
  { endpoint }: Subject,
  signIn: { readonly dbUser: string; readonly database: string },
  connections: readonly Connection[],
): Connection | null {
  const isSame = (one: Connection): boolean =>
    endpointOf(one) === endpoint?.id &&
    one.connectAddress === null &&
    one.dbUser === signIn.dbUser &&
    one.database === signIn.database;
  return connections.find(isSame) ?? null;
}

/** Clients on this machine that keep an entry for a connection, by name. */
export function keepersOf(
  { programs }: Pick<State, 'programs'>,
  { family, connection }: Subject,
): readonly Client[] {
  if (family === null || connection === null) return [];
  return clientsFor(programs.clients, family)
    .filter(({ found, keepsEntries }) => found !== null && keepsEntries)
    .toSorted((a, b) => a.name.localeCompare(b.name));
}
