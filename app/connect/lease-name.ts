import { endpointOf, type Connection } from '../connections/model.ts';
import { endpointIdOf, scopeOfId, type Endpoint } from '../endpoints/model.ts';
import type { Lease } from '../tokens/model.ts';

/** What says which leases are a connection's. */
type SignsIn = Pick<Connection, 'dbUser' | 'profile' | 'region' | 'address'>;

/** Whether a lease is for what a connection logs in to, as the user that it logs in as. */
export function isLeaseOf(lease: Pick<Lease, 'endpointId' | 'dbUser'>, connection: SignsIn): boolean {
  return lease.dbUser === connection.dbUser && lease.endpointId === endpointOf(connection);
}

/** What of an endpoint says its name, and those of its members. */
type Named = Pick<Endpoint, 'id' | 'name'> & Partial<Pick<Endpoint, 'profile' | 'region' | 'members'>>;

/** Where what a lease is for has its name. */
export interface KnownNames {
  readonly connections: ReadonlyArray<SignsIn & Pick<Connection, 'name'>>;
  readonly scans: ReadonlyArray<{
    readonly endpoints: ReadonlyArray<Named>;
  }>;
}

/** What people call what a lease is for: the connection's name, else the database's, else its user's. */
export function leaseName(lease: Pick<Lease, 'endpointId' | 'dbUser'>, known: KnownNames): string {
  const connection = known.connections.find((one) => isLeaseOf(lease, one));
  if (connection !== undefined) return connection.name;
  for (const { endpoints } of known.scans) {
    const endpoint = endpoints.find(({ id }) => id === lease.endpointId);
    if (endpoint !== undefined) return endpoint.name;
  }
  return memberName(lease.endpointId, known) ?? lease.dbUser;
}

/** A cluster's member is not listed, and tokens can be made for it. */
function memberName(id: string, { scans }: Pick<KnownNames, 'scans'>): string | null {
  const scope = scopeOfId(id);
  if (scope === null) return null;
  for (const { endpoints } of scans) {
    for (const { profile, region, members = [] } of endpoints) {
      if (profile !== scope.profile || region !== scope.region) continue;
      const found = members.find(({ name, address }) => endpointIdOf(scope, name, address) === id);
      if (found !== undefined) return found.name;
    }
  }
  return null;
}
