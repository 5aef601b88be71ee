import { endpointOf, type Connection } from '../app/connections/model.ts';
import type { Environment } from '../app/endpoints/environment.ts';
import type { Endpoint, EngineFamily } from '../app/endpoints/model.ts';
import type { Lease } from '../app/tokens/model.ts';

/** What a token can be made for in the interface: a database that was found, or a saved connection. */
export interface Subject {
  /** Tells subjects apart. */
  readonly key: string;
  readonly name: string;
  readonly family: EngineFamily | null;
  readonly environment: Environment | null;
  readonly profile: string;
  readonly endpointId: string;
  /** Set where this is a database that was found. */
  readonly endpoint: Endpoint | null;
  /** Set where this is a saved connection. */
  readonly connection: Connection | null;
}

/** How a request names what it is for. */
export type SubjectRef =
  | { readonly connectionId: string }
  | { readonly endpointId: string; readonly dbUser: string; readonly database: string };

const made = new WeakMap<Endpoint | Connection, Subject>();

/** A database that was found, as a subject; the same object for the same endpoint. */
export function subjectOf(endpoint: Endpoint): Subject {
  const known = made.get(endpoint);
  if (known !== undefined) return known;
  const { id, name, family, environment, profile } = endpoint;
  const rest = { endpointId: id, endpoint, connection: null };
  const subject = { key: `endpoint ${id}`, name, family, environment, profile, ...rest };
  made.set(endpoint, subject);
  return subject;
}

/** A saved connection, as a subject; the same object for the same connection. */
export function subjectOfConnection(connection: Connection): Subject {
  const known = made.get(connection);
  if (known !== undefined) return known;
  const { id, name, family, environment, profile } = connection;
  const rest = { endpointId: endpointOf(connection), endpoint: null, connection };
  const subject = { key: `connection ${id}`, name, family, environment, profile, ...rest };
  made.set(connection, subject);
  return subject;
}

const indexes = new WeakMap<readonly Lease[], ReadonlyMap<string, Lease>>();

/** The lease of a subject: a connection's is its own user's, an endpoint's the newest of any user. */
export function leaseOf(leases: readonly Lease[], { endpointId, connection }: Subject): Lease | null {
  let index = indexes.get(leases);
  if (index === undefined) {
    index = indexOf(leases);
    indexes.set(leases, index);
  }
  return (
    index.get(connection === null ? endpointId : leaseKey({ endpointId, dbUser: connection.dbUser })) ?? null
  );
}

/** Tells leases apart: one for an endpoint and a user. */
export function leaseKey({ endpointId, dbUser }: Pick<Lease, 'endpointId' | 'dbUser'>): string {
  return `${endpointId}\n${dbUser}`;
}

function indexOf(leases: readonly Lease[]): ReadonlyMap<string, Lease> {
  const index = new Map<string, Lease>();
  for (const lease of leases.toSorted((a, b) => a.signedAt - b.signedAt)) {
    index.set(lease.endpointId, lease);
    index.set(leaseKey(lease), lease);
  }
  return index;
}
