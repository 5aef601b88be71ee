import { z } from 'zod';
import { address } from '../common/address.ts';
import { failure } from '../common/result.ts';
import { lineOf } from '../common/text/schema.ts';
import { profileName } from '../profiles/model.ts';
import { environment, type Environment } from './environment.ts';

export { environment, type Environment };

/** The protocol an engine speaks, which decides clients, port and TLS flags. */
export const engineFamily = z.enum(['postgres', 'mysql', 'mariadb']);

/** The protocol an engine speaks. */
export type EngineFamily = z.infer<typeof engineFamily>;

/** What an endpoint is: an instance of its own, a read replica, or one of a cluster's names. */
export const endpointRole = z.enum(['instance', 'replica', 'member', 'writer', 'reader', 'custom']);

/** What an endpoint is. */
export type EndpointRole = z.infer<typeof endpointRole>;

/** An AWS region code such as `us-east-1`; never anything that could leave a host name or a path. */
export const regionCode = z.string().regex(/^[a-z]{2,8}(-[a-z]{1,10}){1,4}-\d{1,2}$/);

/** A database user name. At most 128 characters: more than any supported engine takes. */
export const databaseUser = lineOf(128).min(1);

/** A database name; may be empty, which leaves the choice to the client. */
export const databaseName = lineOf(128);

/** Names an endpoint across runs: profile, region, host and port. Opaque outside this module. */
export const endpointId = z.string().min(1).max(1_024);

/** How many former resource IDs are remembered. */
export const MAX_FORMER_IDS = 4;

/** A database address that discovery found. */
export const endpoint = z.strictObject({
  id: endpointId,
  profile: profileName,
  region: regionCode,
  account: lineOf(32).nullable(),
  /** The instance's, cluster's or custom endpoint's identifier. */
  name: lineOf(256),
  role: endpointRole,
  /** AWS's engine name, such as `aurora-postgresql`. */
  engine: lineOf(64),
  /** Null for engines that have no IAM database authentication (Oracle, SQL Server, Db2). */
  family: engineFamily.nullable(),
  engineVersion: lineOf(64),
  instanceClass: lineOf(64).nullable(),
  /** Null while AWS is still creating the instance, and where what it gave is no host. */
  address: address.nullable(),
  /** `db-…` or `cluster-…`: what an IAM policy names. */
  resourceId: lineOf(128),
  /** Resource IDs that the databases had that were here before it, the newest first: policies may still name them. */
  formerIds: z.array(lineOf(128)).max(MAX_FORMER_IDS).default([]),
  iam: z.enum(['on', 'off', 'unsupported']),
  /** AWS's status word, such as `available` or `stopped`. */
  status: lineOf(64),
  /** The database that AWS created with it. */
  defaultDatabase: lineOf(256).nullable(),
  /** Instances behind a cluster's name. */
  members: z.array(z.strictObject({ name: lineOf(256), writer: z.boolean() })).max(64),
  environment: environment.nullable(),
  /** When AWS last listed what it lists no more, in milliseconds since the epoch; null for what is there. */
  lastSeenAt: z.number().nullable().default(null),
});

/** A database address that discovery found. */
export type Endpoint = z.infer<typeof endpoint>;

/** The discovery calls; each may be allowed or denied separately. */
export const discoveryCall = z.enum(['DescribeDBInstances', 'DescribeDBClusters']);

/** One of the discovery calls. */
export type DiscoveryCall = z.infer<typeof discoveryCall>;

/** What discovery knows of one region as one profile sees it. */
export const scan = z.strictObject({
  profile: profileName,
  region: regionCode,
  status: z.enum(['scanning', 'done']),
  endpoints: z.array(endpoint).max(20_000),
  problems: z.array(z.strictObject({ call: discoveryCall, error: failure })).max(8),
  /** When the scan finished, in milliseconds since the epoch; null before it first has. */
  finishedAt: z.number().nullable(),
});

/** What discovery knows of one region as one profile sees it. */
export type Scan = z.infer<typeof scan>;

/** What the user last typed for an endpoint: whom to log in as, and which database. */
export const signIn = z.strictObject({ dbUser: databaseUser, database: databaseName });

/** What the user last typed for an endpoint. */
export type SignIn = z.infer<typeof signIn>;

/** The protocol of an AWS engine name, or null where it has no IAM database authentication. */
export function familyOf(engine: string): EngineFamily | null {
  if (engine === 'postgres' || engine === 'aurora-postgresql') return 'postgres';
  if (engine === 'mysql' || engine === 'aurora-mysql' || engine === 'aurora') return 'mysql';
  return engine === 'mariadb' ? 'mariadb' : null;
}

/**
 * Whether a token can be used on an endpoint now, and if not, why.
 *
 * @returns `endpoint-not-found`, `iam-off` or `endpoint-not-ready` with the next step, or null where it can
 */
export function blockedBy(endpoint: Endpoint): z.infer<typeof failure> | null {
  if (endpoint.lastSeenAt !== null) {
    return {
      code: 'endpoint-not-found',
      message: `AWS no longer lists ${endpoint.name}.`,
      hint: 'It may have been deleted or renamed. Refresh to look again.',
    };
  }
  if (endpoint.iam === 'unsupported') {
    return {
      code: 'iam-off',
      message: `${endpoint.engine} has no IAM database authentication.`,
      hint: 'RDS offers it for PostgreSQL, MySQL and MariaDB.',
    };
  }
  if (endpoint.iam === 'off') {
    return {
      code: 'iam-off',
      message: `IAM database authentication is off for ${endpoint.name}.`,
      hint: 'Turn it on with ModifyDBInstance or ModifyDBCluster (no restart is needed), then refresh.',
    };
  }
  if (endpoint.address === null) {
    return {
      code: 'endpoint-not-ready',
      message: `${endpoint.name} has no address that can be used (${endpoint.status}).`,
      hint: 'Wait until AWS says that it is available, then refresh.',
    };
  }
  return null;
}

/** Host and port make an endpoint the same one across runs; before AWS has given them, its name does. */
export function endpointIdOf(
  scope: { readonly profile: string; readonly region: string },
  name: string,
  address: Endpoint['address'],
): string {
  const where = address === null ? name : `${address.host}:${address.port}`;
  return [scope.profile, scope.region, where].map(encodeURIComponent).join('|');
}
