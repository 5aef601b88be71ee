import type { Connection } from '../connections/model.ts';
import { endpointOf } from '../connections/model.ts';
import { fail, succeed, type Result } from '../common/result.ts';
import type { Endpoint } from '../endpoints/model.ts';
import { tokenServiceOf } from '../tokens/model.ts';
import { connectAddressOf, hasTunnel, type NetworkRoute } from '../tunnels/model.ts';
import { dsqlFactsOf } from './dsql.ts';
import type { DatabaseFacts, Subject } from './subject.ts';

/** What a request asks about: a database that discovery found, and a user; or a saved connection. */
export type DoctorRef =
  | { readonly endpointId: string; readonly dbUser: string; readonly database: string }
  | { readonly connectionId: string };

/** What is asked, and what its certificate is verified with. */
export interface Asked {
  readonly key: string;
  readonly subject: Subject;
  /** The PEM file of the connection; null for the one in the settings, or RDS's own. */
  readonly caFile: string | null;
}

/** Where the two kinds of names are looked up. */
export interface KnownSubjects {
  /** Also where no token can be used on it; undefined where discovery does not know it. */
  readonly endpoint: (id: string) => Endpoint | undefined;
  readonly connection: (id: string) => Result<Connection>;
  /** The region that tokens for a connection are signed for now. */
  readonly signingRegion: (connection: Omit<Connection, 'caFile'>) => string;
  /** How a database that discovery found is reached. */
  readonly defaultRoute: (endpoint: Endpoint) => NetworkRoute;
  /** The account of a profile's identity; null where it is not known. */
  readonly accountOf: (profile: string) => string | null;
}

/** Tells subjects apart, as the window does. */
export function keyOf(ref: { readonly connectionId: string } | { readonly endpointId: string }): string {
  return 'connectionId' in ref ? `connection ${ref.connectionId}` : `endpoint ${ref.endpointId}`;
}

/**
 * What a request asks about, with what discovery knows of it.
 *
 * @returns `connection-not-found`, `endpoint-not-found`, `endpoint-not-ready` or `iam-off` where there is nothing to ask
 */
export function askedOf(ref: DoctorRef, known: KnownSubjects): Result<Asked> {
  const key = keyOf(ref);
  if ('connectionId' in ref) {
    const found = known.connection(ref.connectionId);
    if (!found.ok) return found;
    const { caFile, ...connection } = found.value;
    const endpoint = known.endpoint(endpointOf(connection));
    const { networkRoute } = connection;
    const connectAddress = connectAddressOf(networkRoute) ?? connection.address;
    const region = known.signingRegion(connection);
    const tunnel = tunnelOf(connection.id, networkRoute);
    const subject = subjectOf({ ...connection, ...tunnel, connectAddress, region }, endpoint, known);
    return succeed({ key, subject, caFile });
  }
  const endpoint = known.endpoint(ref.endpointId);
  if (endpoint === undefined) return fail('endpoint-not-found', 'This database is no longer in the list.');
  const { name, family, profile, region, address } = endpoint;
  if (family === null) return fail('iam-off', `${endpoint.engine} has no IAM database authentication.`);
  if (address === null) return fail('endpoint-not-ready', `${name} has no address yet.`);
  const { dbUser, database } = ref;
  const tunnel = tunnelOf(endpoint.id, known.defaultRoute(endpoint));
  const place = {
    name,
    family,
    profile,
    region,
    address,
    connectAddress: address,
    ...tunnel,
    dbUser,
    database,
  };
  return succeed({ key, subject: subjectOf(place, endpoint, known), caFile: null });
}

/** The tunnel between, in sessions that go by the subject's id. */
function tunnelOf(subjectId: string, route: NetworkRoute): Pick<Subject, 'tunnel'> {
  return hasTunnel(route) ? { tunnel: { connectionId: subjectId, route } } : {};
}

function subjectOf(
  place: Omit<Subject, 'service' | 'known'>,
  endpoint: Endpoint | undefined,
  { accountOf }: KnownSubjects,
): Subject {
  const { name, family, profile, region, address, connectAddress, tunnel, dbUser, database } = place;
  const service = tokenServiceOf(address.host);
  const subject: Subject = {
    name,
    family,
    service,
    profile,
    region,
    address,
    connectAddress,
    ...(tunnel !== undefined && { tunnel }),
    dbUser,
    database,
    known: endpoint === undefined ? null : factsOfEndpoint(endpoint),
  };
  return service === 'dsql' ? { ...subject, known: dsqlFactsOf(subject, accountOf(profile)) } : subject;
}

/** What discovery knows of an endpoint, for when AWS may not be asked again. */
function factsOfEndpoint(endpoint: Endpoint): DatabaseFacts {
  const { role, partition, region, account, resourceId, policyResourceId, name, parent } = endpoint;
  const { address, status, iam, members, formerIds, pending, publiclyAccessible } = endpoint;
  const kind = factsKindOf(endpoint);
  return {
    kind,
    partition,
    region,
    account,
    resourceId: role === 'member' ? resourceId : policyResourceId,
    clusterResourceId: role === 'member' ? policyResourceId : null,
    identifier: kind === 'instance' || parent === null ? name : parent,
    names: [
      ...new Set([name, ...(parent === null ? [] : [parent]), ...(address === null ? [] : [address.host])]),
      ...members.map((member) => member.name),
    ],
    instanceIds: role === 'member' ? [resourceId] : members.flatMap((member) => member.resourceId ?? []),
    formerIds,
    address,
    status,
    iam: iam === 'on',
    iamPending: iam === 'off' && pending.includes('IAMDatabaseAuthenticationEnabled'),
    masterUser: null,
    isPublic: publiclyAccessible,
    proxy: kind === 'proxy' ? { takesTokens: iam === 'on', hasSecret: null } : null,
  };
}

/** What policies and RDS's calls go by: a global cluster's writer endpoint is one of its primary cluster's names. */
function factsKindOf({ kind, role }: Endpoint): DatabaseFacts['kind'] {
  if (role === 'member') return 'member';
  if (kind === 'proxy' || kind === 'dsql' || kind === 'instance') return kind;
  return 'cluster';
}
