import { createHash } from 'node:crypto';

/** Where something lives. */
export interface Place {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

/** A name and a port that a client dials. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** One DB instance, standing alone or a member of a cluster. */
export interface Instance extends Place {
  readonly id: string;
  readonly engine: string;
  readonly version: string;
  readonly instanceClass: string;
  readonly iam: boolean;
  /** Whether a change of `iam` waits for the maintenance window. */
  readonly iamPending?: boolean;
  readonly status: string;
  readonly resourceId: string;
  /** The sandbox's usual one unless said. */
  readonly masterUser?: string;
  /** Not public unless said. */
  readonly isPublic?: boolean;
  /** Logs that go to CloudWatch. */
  readonly logExports?: readonly string[];
  /** Absent while the instance is being created. */
  readonly address?: Address;
  readonly cluster?: string;
  readonly replicaOf?: string;
  readonly database?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** One DB cluster with its endpoints. */
export interface Cluster extends Place {
  readonly id: string;
  readonly engine: string;
  readonly version: string;
  readonly iam: boolean;
  readonly status: string;
  readonly resourceId: string;
  readonly port: number;
  readonly writer: string;
  readonly reader: string;
  readonly custom: ReadonlyArray<{ readonly id: string; readonly host: string; readonly type: string }>;
  readonly members: ReadonlyArray<{ readonly id: string; readonly writer: boolean }>;
  /** A Multi-AZ DB cluster says its class itself; Aurora's members do. */
  readonly instanceClass?: string;
  /** What Serverless v2 scales between, in Aurora capacity units. */
  readonly capacity?: { readonly min: number; readonly max: number };
  /** The global cluster that it is a part of. */
  readonly globalCluster?: string;
  readonly database?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** An Aurora global database: clusters of one account in several regions, of which one is the primary. */
export interface GlobalCluster {
  readonly account: string;
  readonly id: string;
  readonly engine: string;
  readonly version: string;
  readonly resourceId: string;
  readonly writer: string;
  readonly database?: string;
  readonly members: ReadonlyArray<{
    readonly region: string;
    readonly cluster: string;
    readonly writer: boolean;
  }>;
}

/** A cluster of Aurora DSQL. */
export interface DsqlCluster extends Place {
  /** 26 letters and digits. */
  readonly id: string;
  /** As Aurora DSQL says it, such as `ACTIVE`. */
  readonly status: string;
  readonly host: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** One RDS Proxy with its additional endpoints. */
export interface Proxy extends Place {
  readonly name: string;
  readonly engineFamily: 'POSTGRESQL' | 'MYSQL';
  readonly resourceId: string;
  readonly host: string;
  readonly iamAuth: 'REQUIRED' | 'DISABLED';
  readonly endpoints: ReadonlyArray<{ readonly name: string; readonly host: string; readonly role: string }>;
}

/** Everything that RDS would tell about some accounts. */
export interface Databases {
  readonly instances: readonly Instance[];
  readonly clusters: readonly Cluster[];
  readonly proxies: readonly Proxy[];
  readonly globals: readonly GlobalCluster[];
  readonly dsql: readonly DsqlCluster[];
}

/** An account in which nothing is. */
export const noDatabases: Databases = { instances: [], clusters: [], proxies: [], globals: [], dsql: [] };

/** What RDS would tell now, and how it changes. */
export interface DatabaseStore {
  all: Databases;
}

/** What a row of data needs to say; the rest is derived as AWS would. */
export interface InstanceRow {
  readonly id: string;
  readonly engine: string;
  readonly version: string;
  readonly instanceClass: string;
  readonly env?: string;
  readonly iam?: boolean;
  readonly status?: string;
  readonly address?: Address | 'none';
  readonly cluster?: string;
  readonly replicaOf?: string;
  readonly database?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly logExports?: readonly string[];
}

/** A believable instance, with the host name and resource id that its name, account and region give. */
export function instance(place: Place, row: InstanceRow): Instance {
  const address = row.address ?? {
    host: `${row.id}.${zone(place, row.engine)}`,
    port: defaultPort(row.engine),
  };
  return {
    ...place,
    id: row.id,
    engine: row.engine,
    version: row.version,
    instanceClass: row.instanceClass,
    iam: row.iam ?? true,
    status: row.status ?? 'available',
    resourceId: resourceId('db', place, row.id),
    ...(address === 'none' ? {} : { address }),
    ...(row.cluster === undefined ? {} : { cluster: row.cluster }),
    ...(row.replicaOf === undefined ? {} : { replicaOf: row.replicaOf }),
    ...(row.database === undefined ? {} : { database: row.database }),
    ...(row.logExports === undefined ? {} : { logExports: row.logExports }),
    tags: { ...(row.env === undefined ? {} : { env: row.env }), ...row.tags },
  };
}

/** A cluster and its members, the first being the writer. */
export function cluster(
  place: Place,
  row: Omit<InstanceRow, 'address' | 'cluster' | 'replicaOf'> & {
    readonly members: readonly string[];
    readonly custom?: readonly string[];
    readonly capacity?: Cluster['capacity'];
    readonly globalCluster?: string;
  },
): { readonly cluster: Cluster; readonly instances: readonly Instance[] } {
  const { members, custom = [], capacity, globalCluster, ...common } = row;
  const isMultiAz = !row.engine.startsWith('aurora') && row.engine !== 'docdb' && row.engine !== 'neptune';
  const one = instance(place, common);
  return {
    cluster: {
      ...place,
      id: row.id,
      engine: row.engine,
      version: row.version,
      iam: one.iam,
      status: one.status,
      resourceId: resourceId('cluster', place, row.id),
      port: defaultPort(row.engine),
      writer: `${row.id}.cluster-${zone(place, row.engine)}`,
      reader: `${row.id}.cluster-ro-${zone(place, row.engine)}`,
      custom: custom.map((id) => ({
        id,
        host: `${id}.cluster-custom-${zone(place, row.engine)}`,
        type: 'READER',
      })),
      members: members.map((id, index) => ({ id, writer: index === 0 })),
      ...(isMultiAz ? { instanceClass: row.instanceClass } : {}),
      ...(capacity === undefined ? {} : { capacity }),
      ...(globalCluster === undefined ? {} : { globalCluster }),
      ...(row.database === undefined ? {} : { database: row.database }),
      tags: one.tags,
    },
    // IAM authentication is the cluster's: AWS reports it as off on the members
    instances: members.map((id) => instance(place, { ...common, id, cluster: row.id, iam: false })),
  };
}

/** A proxy with a default endpoint and, by name, read-only ones. */
export function proxy(
  place: Place,
  row: Pick<Proxy, 'name' | 'engineFamily' | 'iamAuth'> & { readonly readOnly?: readonly string[] },
): Proxy {
  const { readOnly = [], ...rest } = row;
  return {
    ...place,
    ...rest,
    resourceId: `prx-${hex(`prx ${place.account} ${place.region} ${row.name}`, 17)}`,
    host: `${row.name}.proxy-${zone(place)}`,
    endpoints: readOnly.map((name) => ({
      name,
      host: `${name}.endpoint.proxy-${zone(place)}`,
      role: 'READ_ONLY',
    })),
  };
}

/** A global cluster with its writer endpoint; the first of its clusters is the primary. */
export function globalCluster(
  account: string,
  row: Pick<GlobalCluster, 'id' | 'engine' | 'version'> & {
    readonly database?: string;
    readonly members: ReadonlyArray<Pick<GlobalCluster['members'][number], 'region' | 'cluster'>>;
  },
): GlobalCluster {
  const place = { account, region: 'global' };
  return {
    account,
    ...row,
    resourceId: `cluster-${hex(`global ${account} ${row.id}`, 17)}`,
    writer: `${row.id}.global-${hex(`global zone ${place.account}`, 12)}.global.rds.amazonaws.com`,
    members: row.members.map((member, index) => ({ ...member, writer: index === 0 })),
  };
}

/** A cluster of Aurora DSQL, named by its tag. */
export function dsqlCluster(
  place: Place,
  row: { readonly name: string; readonly env?: string; readonly status?: string },
): DsqlCluster {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
  const digest = createHash('sha256').update(`dsql ${place.account} ${place.region} ${row.name}`).digest();
  const id = [...digest.subarray(0, 26)].map((byte) => letters[byte % letters.length] ?? '').join('');
  return {
    ...place,
    id,
    status: row.status ?? 'ACTIVE',
    host: `${id}.dsql.${place.region}.on.aws`,
    tags: { Name: row.name, ...(row.env === undefined ? {} : { env: row.env }) },
  };
}

/** The port that the engine listens on unless told otherwise. */
export function defaultPort(engine: string): number {
  if (engine.includes('postgres')) return 5432;
  if (engine.startsWith('oracle')) return 1521;
  if (engine.startsWith('sqlserver')) return 1433;
  if (engine === 'docdb') return 27017;
  if (engine === 'neptune') return 8182;
  return 3306;
}

/** The part of a host name that all databases of an account in one region share. */
function zone(place: Place, engine = ''): string {
  const digest = createHash('sha256').update(`zone ${place.account} ${place.region}`).digest();
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
  const label = [...digest.subarray(0, 11)].map((byte) => letters[byte % letters.length] ?? '').join('');
  // DocumentDB and Neptune answer RDS's calls but have domains of their own
  const service = engine === 'docdb' || engine === 'neptune' ? engine : 'rds';
  return `c${label}.${place.region}.${service}.amazonaws.com`;
}

function resourceId(kind: 'db' | 'cluster', place: Place, id: string): string {
  const digest = createHash('sha256').update(`${kind} ${place.account} ${place.region} ${id}`).digest();
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return `${kind}-${[...digest.subarray(0, 26)].map((byte) => letters[byte % 32] ?? '').join('')}`;
}

function hex(seed: string, length: number): string {
  return createHash('sha256').update(seed).digest('hex').slice(0, length);
}
