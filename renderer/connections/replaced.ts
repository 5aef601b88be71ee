import { endpointOf, type Connection } from '../../app/connections/model.ts';
import { awsHostName, type Endpoint } from '../../app/endpoints/model.ts';
import { findEndpoint } from '../endpoints/catalogue.ts';
import type { State } from '../store.ts';

type From = Pick<State, 'scans' | 'seenResources'>;

/** Another database has a connection's address. */
export interface Replaced {
  readonly now: Endpoint;
  /** The one that the connection led to, where AWS still lists it under another name. */
  readonly before: Endpoint | null;
}

/**
 * Whether another database now has the address of a connection: restored under the same name, or switched over to by a
 * blue/green deployment. Null where it is the one that the connection led to, or nobody knows which that was.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/blue-green-deployments-considerations.html
 */
export function replacedBy(connection: Connection, state: From): Replaced | null {
  const seen = seenOf(connection, state);
  const now = seen === null ? null : findEndpoint(state.scans, seen.endpointId);
  if (seen === null || now === null || now.resourceId === '' || now.resourceId === seen.resourceId)
    return null;
  return { now, before: withResource(connection, state, seen.resourceId) };
}

/** The endpoint that a connection's database has under another address: it was renamed. Null where there is none. */
export function renamedTo(connection: Connection, state: From): Endpoint | null {
  const seen = seenOf(connection, state);
  return seen === null ? null : withResource(connection, state, seen.resourceId);
}

/** What the connection led to; null where it was never seen, or the connection was changed since. */
function seenOf(connection: Connection, { seenResources }: From): From['seenResources'][string] | null {
  const seen = seenResources[connection.id];
  return seen?.endpointId === endpointOf(connection) ? seen : null;
}

/** The endpoint of a database, of the same role as the connection's, under another address than the connection's. */
function withResource(connection: Connection, { scans }: From, resourceId: string): Endpoint | null {
  const roles = rolesOf(connection.address.host);
  for (const { profile, endpoints } of scans) {
    if (profile !== connection.profile) continue;
    const found = endpoints.find(
      (one) =>
        one.resourceId === resourceId &&
        one.address !== null &&
        one.address.host.toLowerCase() !== connection.address.host.toLowerCase() &&
        roles.includes(one.role),
    );
    if (found !== undefined) return found;
  }
  return null;
}

function rolesOf(host: string): readonly Endpoint['role'][] {
  const kind = awsHostName(host)?.kind;
  if (kind === 'writer' || kind === 'reader' || kind === 'custom') return [kind];
  return kind === 'instance' ? ['instance', 'replica', 'member'] : ['writer', 'reader'];
}
