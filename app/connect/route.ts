import { clientsFor, type Client, type ClientId } from '../clients/model.ts';
import type { Connection } from '../connections/model.ts';
import type { EngineFamily } from '../endpoints/model.ts';
import type { ClientChoice, OpenWith, Route } from './model.ts';

/**
 * The route that a client takes. This is decided here and nowhere else.
 *
 * @param takesToken whether the client can be handed a token safely
 * @param throughGateway whether the connection's clients go through its gateway
 */
export function routeFor(takesToken: boolean, throughGateway: boolean): Route {
  return throughGateway || !takesToken ? 'gateway' : 'direct';
}

/** What decides which clients there are, and which one was last used. */
export interface ClientsNow {
  readonly clients: readonly Client[];
  /** The client last used for an engine; null before any was. */
  readonly lastUsed: (family: EngineFamily) => ClientId | null;
}

/**
 * The clients on this machine that a database can be opened in, the usual one first: the connection's own, then the one
 * last used for its engine, then the catalogue's order.
 *
 * @param wanted the client that the connection names; null without one
 */
export function clientChoices(
  { clients, lastUsed }: ClientsNow,
  {
    family,
    throughGateway,
    wanted,
  }: { family: EngineFamily; throughGateway: boolean; wanted: ClientId | null },
): ClientChoice[] {
  const last = lastUsed(family);
  const rank = ({ client }: ClientChoice): number => (client === wanted ? 0 : client === last ? 1 : 2);
  return clientsFor(clients, family)
    .flatMap((one): ClientChoice[] => {
      const route = routeFor(one.direct !== null, throughGateway);
      const line = one[route];
      return one.found === null || line === null ? [] : [{ client: one.id, route, line }];
    })
    .toSorted((a, b) => rank(a) - rank(b));
}

/**
 * Everything that those who offer clients have to know.
 *
 * @param isThrough whether a connection's clients go through its gateway
 */
export function openWithOf(
  now: ClientsNow,
  connections: readonly Connection[],
  isThrough: (connectionId: string) => boolean,
): OpenWith {
  const ofFamily = (family: EngineFamily) => ({
    direct: clientChoices(now, { family, throughGateway: false, wanted: null }),
    gateway: clientChoices(now, { family, throughGateway: true, wanted: null }),
  });
  const families = {
    postgres: ofFamily('postgres'),
    mysql: ofFamily('mysql'),
    mariadb: ofFamily('mariadb'),
  };
  const throughGateway = connections.map(({ id }) => id).filter(isThrough);
  const through = new Set(throughGateway);
  const usual = connections.flatMap(({ id, family, client: own }) => {
    const among = families[family][through.has(id) ? 'gateway' : 'direct'];
    return own !== null && among.some(({ client }) => client === own) ? [[id, own] as const] : [];
  });
  return { families, throughGateway, usual: Object.fromEntries(usual) };
}

/** What a connection or a database can be opened in, the usual client first. */
export function choicesIn(
  { families, throughGateway, usual }: OpenWith,
  { family, connectionId }: { readonly family: EngineFamily; readonly connectionId: string | null },
): readonly ClientChoice[] {
  if (connectionId === null) return families[family].direct;
  const among = families[family][throughGateway.includes(connectionId) ? 'gateway' : 'direct'];
  const own = among.find(({ client }) => client === usual[connectionId]);
  return own === undefined ? among : [own, ...among.filter((one) => one !== own)];
}
