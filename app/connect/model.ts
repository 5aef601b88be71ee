import { z } from 'zod';
import { clientId } from '../clients/model.ts';
import { shown } from '../common/text/plain-text.ts';
import { connectionId, MAX_CONNECTIONS } from '../connections/model.ts';
import { profileName } from '../profiles/model.ts';

/** How a client reaches a database: by itself with a token, or through the connection's gateway. */
export const route = z.enum(['direct', 'gateway']);

/** How a client reaches a database. */
export type Route = z.infer<typeof route>;

/** A client that a database can be opened in, and how. */
export const clientChoice = z.strictObject({
  client: clientId,
  route,
  /** In a line, how it is handed the connection. */
  line: z.string().max(512),
});

/** A client that a database can be opened in, and how. */
export type ClientChoice = z.infer<typeof clientChoice>;

const choices = z.array(clientChoice).max(256);
const ofFamily = z.strictObject({
  /** For databases, and for connections whose clients go directly. */
  direct: choices,
  /** For connections whose clients go through the gateway. */
  gateway: choices,
});

/** Which clients databases can be opened in: decided in main, for window, tray, links and the command alike. */
export const openWith = z.strictObject({
  /** For each engine, the usual client first. */
  families: z.strictObject({ postgres: ofFamily, mysql: ofFamily, mariadb: ofFamily }),
  /** The connections whose clients go through their gateway. */
  throughGateway: z.array(connectionId).max(MAX_CONNECTIONS),
  /** The usual client of connections that name one of their own which is here. */
  usual: z.record(connectionId, clientId),
});

/** Which clients databases can be opened in. */
export type OpenWith = z.infer<typeof openWith>;

/** How many of those that depend on an identity are named. */
export const MAX_DEPENDENTS = 3;

/** An identity that ends soon and could not be renewed, and what depends on it. */
export const identityEnd = z.strictObject({
  profile: profileName,
  /** In milliseconds since the epoch. */
  endsAt: z.number(),
  /** The names of some of the databases and connections that depend on it. */
  dependents: z.array(z.string().max(256)).min(1).max(MAX_DEPENDENTS),
  /** How many there are. */
  count: z.int().min(1),
});

/** An identity that ends soon, and what depends on it. */
export type IdentityEnd = z.infer<typeof identityEnd>;

/** What is said of an identity that ends soon, in words. */
export function identityEndNote(
  { profile, endsAt, dependents, count }: IdentityEnd,
  now: number,
): { readonly title: string; readonly body: string } {
  const minutes = Math.max(1, Math.ceil((endsAt - now) / 60_000));
  const names = dependents.map((name) => shown(name)).join(', ');
  const more = count - dependents.length;
  return {
    title: `The AWS session of ${shown(profile)} ends in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`,
    body: `${more > 0 ? `${names} and ${more} more` : names} can log in until then. Renew the session in Latchkey.`,
  };
}

const none = { direct: [], gateway: [] };

/** Before any client was found. */
export const nothingToOpenWith: OpenWith = {
  families: { postgres: none, mysql: none, mariadb: none },
  throughGateway: [],
  usual: {},
};
