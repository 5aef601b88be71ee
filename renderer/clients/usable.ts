import { clientsFor, type Client } from '../../app/clients/model.ts';
import type { Route } from '../../app/connect/model.ts';
import { choicesIn } from '../../app/connect/route.ts';
import { endpointOf, type Connection } from '../../app/connections/model.ts';
import { defaultRouteOf, hasTunnel, type NetworkRoute } from '../../app/tunnels/model.ts';
import type { State } from '../store.ts';
import type { Subject } from '../subject.ts';

/** What main has said of the clients that a subject can be opened in. */
export type Openable = Pick<State, 'programs' | 'openWith' | 'defaultRoutes'>;

/** A client that a subject can be opened in, and how. */
export interface UsableClient extends Client {
  readonly route: Route;
  /** In a line, how it is handed the subject. */
  readonly line: string;
}

/** Clients on this machine that a subject can be opened in, the usual one first, as main has decided. */
export function clientsOf(from: Openable, subject: Subject): readonly UsableClient[] {
  const { programs, openWith } = from;
  const { family, connection } = subject;
  if (family === null) return [];
  const connectionId = connection?.id ?? null;
  const choices = hasTunnel(routeNow(from, subject))
    ? openWith.families[family].gateway
    : choicesIn(openWith, { family, connectionId });
  return choices.flatMap(({ client, route, line }) => {
    const found = programs.clients.find(({ id }) => id === client);
    return found === undefined ? [] : [{ ...found, route, line }];
  });
}

/** How a database that was found is reached, as far as anybody has said; a connection says it itself. */
export function routeNow(
  { defaultRoutes }: Pick<State, 'defaultRoutes'>,
  { endpoint }: Subject,
): NetworkRoute {
  return (endpoint === null ? null : defaultRouteOf(endpoint, defaultRoutes)) ?? { kind: 'direct' };
}

/** Whether a subject has to be a connection before a client can be opened for it: the client then uses its gateway. */
export function needsConnection(
  { endpoint }: Subject,
  { route }: Pick<UsableClient, 'route'>,
  networkRoute: NetworkRoute,
): boolean {
  return endpoint !== null && (route === 'gateway' || hasTunnel(networkRoute));
}

/**
 * The connection that is saved for the same database, user and database name, reached in the same way; null where there is
 * none.
 */
export function savedFor(
  { endpoint }: Subject,
  signIn: { readonly dbUser: string; readonly database: string },
  connections: readonly Connection[],
  networkRoute: NetworkRoute,
): Connection | null {
  const isSame = (one: Connection): boolean =>
    endpointOf(one) === endpoint?.id &&
    one.networkRoute.kind === networkRoute.kind &&
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
