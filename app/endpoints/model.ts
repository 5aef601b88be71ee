import { z } from 'zod';
import { address } from '../common/address.ts';
import { failure } from '../common/result.ts';
import { lineOf } from '../common/text/schema.ts';
import { profileName } from '../profiles/model.ts';
import { environment, type Environment } from './environment.ts';
import { isGlobalName } from './host-name.ts';
import { partition } from './partition.ts';

export { environment, type Environment };
export { awsHostName, isGlobalName, type AwsHostName } from './host-name.ts';
export {
  hostSuffixOf,
  partition,
  partitionNamed,
  partitionOfRegion,
  regionsOf,
  type Partition,
} from './partition.ts';

/** The protocol an engine speaks, which decides clients, port and TLS flags. */
export const engineFamily = z.enum(['postgres', 'mysql', 'mariadb']);

/** The protocol an engine speaks. */
export type EngineFamily = z.infer<typeof engineFamily>;

/**
 * What AWS resource an endpoint belongs to. `cluster` is Aurora, with or without Serverless v2; its members are too.
 * Each has at least one endpoint of its own.
 */
export const endpointKind = z.enum([
  'instance',
  'cluster',
  'multi-az-cluster',
  'global-cluster',
  'proxy',
  'dsql',
]);

/** What AWS resource an endpoint belongs to. */
export type EndpointKind = z.infer<typeof endpointKind>;

/**
 * What an endpoint is of its resource: the instance itself, a read replica, a member of a cluster, or the name that
 * leads to the writer, to readers or to chosen members. A proxy's read/write endpoints are `writer`, its read-only ones
 * `reader`; Aurora DSQL's and a global cluster's only one is `writer`.
 */
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

/** A resource ID, such as `db-…`, `cluster-…` or `prx-…`. */
export const resourceId = lineOf(128);

/** How many former resource IDs are remembered. */
export const MAX_FORMER_IDS = 4;

/** How many tags, pending changes and members of one resource are kept. RDS allows 50 tags, Aurora 15 readers. */
export const MAX_TAGS = 50;
export const MAX_PENDING = 32;
export const MAX_MEMBERS = 64;

/** An instance behind a cluster's name. */
export const member = z.strictObject({
  name: lineOf(256),
  writer: z.boolean(),
  /** Null where nobody was allowed to look, and before it has one. */
  address: address.nullable(),
  /** `db-…`: its own, which no policy names. Null where nobody was allowed to look. */
  resourceId: resourceId.nullable(),
  instanceClass: lineOf(64).nullable(),
  /** AWS's status word; null where nobody was allowed to look. */
  status: lineOf(64).nullable(),
});

/** An instance behind a cluster's name. */
export type Member = z.infer<typeof member>;

/** A database address that discovery found. */
export const endpoint = z.strictObject({
  id: endpointId,
  profile: profileName,
  partition,
  /** The region that tokens are signed for. A global cluster's is where its writer is now. */
  region: regionCode,
  account: lineOf(32).nullable(),
  /** What its account is called, by the user or by AWS; null before it is labelled, and where nobody has said. */
  accountName: lineOf(256).nullable().default(null),
  /** The resource's ARN; empty where AWS gave none. */
  arn: lineOf(512),
  /** The instance's, cluster's, proxy's or endpoint's identifier. */
  name: lineOf(256),
  /** The identifier of the cluster or proxy that it belongs to; null for what stands alone. */
  parent: lineOf(256).nullable(),
  kind: endpointKind,
  role: endpointRole,
  /** AWS's engine name, such as `aurora-postgresql`. */
  engine: lineOf(64),
  /** Null for engines that have no IAM database authentication (Oracle, SQL Server, Db2). */
  family: engineFamily.nullable(),
  engineVersion: lineOf(64),
  instanceClass: lineOf(64).nullable(),
  /** Null while AWS is still creating the instance, and where what it gave is no host. */
  address: address.nullable(),
  /** `db-…`, `cluster-…`, `prx-…`, or Aurora DSQL's identifier: the resource's own. */
  resourceId,
  /**
   * The resource ID that an IAM policy names: a cluster's for its members and for its global cluster's writer. Null
   * where it is not known, because the cluster may not be seen.
   */
  policyResourceId: resourceId.nullable(),
  /** Resource IDs that the databases had that were here before it, the newest first: policies may still name them. */
  formerIds: z.array(resourceId).max(MAX_FORMER_IDS).default([]),
  iam: z.enum(['on', 'off', 'unsupported']),
  /** AWS's status word, such as `available` or `stopped`. */
  status: lineOf(64),
  /** Changes that wait for the maintenance window or are being made, in AWS's words. */
  pending: z.array(lineOf(64)).max(MAX_PENDING),
  /** Whether its name leads to a public address from outside; null where AWS does not say. */
  publiclyAccessible: z.boolean().nullable(),
  vpc: lineOf(64).nullable(),
  /** AWS's name of the authority that signed its certificate, such as `rds-ca-rsa2048-g1`. */
  ca: lineOf(128).nullable(),
  /** Whether it refuses connections without TLS; null where no call that is made anyway says so. */
  tlsForced: z.boolean().nullable(),
  /** What Serverless v2 scales between, in Aurora capacity units; null for what is not serverless. */
  capacity: z.strictObject({ min: z.number().min(0), max: z.number().min(0) }).nullable(),
  /** The global cluster that it belongs to, and whether its cluster is the primary one. */
  global: z.strictObject({ name: lineOf(256), primary: z.boolean() }).nullable(),
  tags: z.record(lineOf(128), lineOf(256)),
  /** The database that AWS created with it. */
  defaultDatabase: lineOf(256).nullable(),
  /** Instances behind a cluster's name. */
  members: z.array(member).max(MAX_MEMBERS),
  /** By the user's rules, else by its tags and names; null before it is labelled, and where nothing says so. */
  environment: environment.nullable(),
  /** When AWS last listed what it lists no more, in milliseconds since the epoch; null for what is there. */
  lastSeenAt: z.number().nullable().default(null),
});

/** A database address that discovery found. */
export type Endpoint = z.infer<typeof endpoint>;

/** The discovery calls; each may be allowed or denied separately. */
export const discoveryCall = z.enum([
  'DescribeDBInstances',
  'DescribeDBClusters',
  'DescribeDBProxies',
  'DescribeDBProxyEndpoints',
  'DescribeGlobalClusters',
  'ListClusters',
]);

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

/** How IAM authentication is turned on for each kind of resource. */
const TURN_ON: Readonly<Record<EndpointKind, string>> = {
  instance: 'Turn it on with ModifyDBInstance or ModifyDBCluster (no restart is needed), then refresh.',
  cluster: 'Turn it on with ModifyDBInstance or ModifyDBCluster (no restart is needed), then refresh.',
  'multi-az-cluster': 'Turn it on with ModifyDBCluster (no restart is needed), then refresh.',
  'global-cluster': 'Turn it on for each of its clusters with ModifyDBCluster, then refresh.',
  proxy: 'Require it for the proxy with ModifyDBProxy (IAMAuth REQUIRED), then refresh.',
  dsql: 'Refresh.',
};

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
      hint: TURN_ON[endpoint.kind],
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

/**
 * Host and port make an endpoint the same one across runs; before AWS has given them, its name does. A global cluster's
 * writer endpoint stays the same when its writer moves to another region.
 */
export function endpointIdOf(
  scope: { readonly profile: string; readonly region: string },
  name: string,
  address: Endpoint['address'],
): string {
  const where = address === null ? name : `${address.host}:${address.port}`;
  const region = address !== null && isGlobalName(address.host) ? 'global' : scope.region;
  return [scope.profile, region, where].map(encodeURIComponent).join('|');
}

/** The profile and region that an endpoint's ID begins with; null for a text that is none. */
export function scopeOfId(id: string): { readonly profile: string; readonly region: string } | null {
  const [profile, region, where] = id.split('|');
  if (profile === undefined || region === undefined || where === undefined) return null;
  try {
    return { profile: decodeURIComponent(profile), region: decodeURIComponent(region) };
  } catch {
    return null;
  }
}
