import { clientsFor, type Client, type ClientId } from '../clients/model.ts';
import type { EngineFamily } from '../endpoints/model.ts';

/** How a client reaches a database: by itself with a token, or through the connection's gateway. */
export type Route = 'direct' | 'gateway';

/**
 * The route that a client takes. This is decided here and nowhere else.
 *
 * @param takesToken whether the client can be handed a token safely
 * @param throughGateway whether the connection's clients go through its gateway
 */
export function routeFor(takesToken: boolean, throughGateway: boolean): Route {
  return throughGateway || !takesToken ? 'gateway' : 'direct';
}

/** A client that a database can be opened in, and how. */
export interface ClientChoice {
  readonly client: Client;
  readonly route: Route;
  /** In a line, how it is handed the connection. */
  readonly line: string;
}

/** What decides which clients a database can be opened in. */
export interface Openable {
  readonly family: EngineFamily;
  /** The client that the connection names; null without one. */
  readonly wanted: ClientId | null;
  readonly throughGateway: boolean;
}

/**
 * The clients on this machine that a database can be opened in, the usual one first: the connection's own, then the one
 * last used for its engine, then the catalogue's order.
 *
 * @param last the client last used for the engine; null before any was
 */
export function clientChoices(
  { family, wanted, throughGateway }: Openable,
  clients: readonly Client[],
  last: ClientId | null,
): readonly ClientChoice[] {
  const rank = ({ client: { id } }: ClientChoice): number => (id === wanted ? 0 : id === last ? 1 : 2);
  return clientsFor(clients, family)
    .flatMap((client): ClientChoice[] => {
      const route = routeFor(client.direct !== null, throughGateway);
      const line = client[route];
      return client.found === null || line === null ? [] : [{ client, route, line }];
    })
    .toSorted((a, b) => rank(a) - rank(b));
}
