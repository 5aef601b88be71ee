import type { Cancelled } from '../common/cancellation.ts';
import type { Result } from '../common/result.ts';
import type { Credentials } from '../profiles/model.ts';
import type { DiscoveryCall, Scan } from './model.ts';

/** What instances and clusters have in common. */
interface DescribedDatabase {
  readonly identifier: string;
  readonly arn: string;
  readonly resourceId: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly instanceClass: string | null;
  readonly status: string;
  readonly iam: boolean;
  readonly database: string | null;
  /** Names of what waits to be changed. */
  readonly pending: readonly string[];
  readonly publiclyAccessible: boolean | null;
  readonly vpc: string | null;
  readonly ca: string | null;
  /** The parameter group that says whether TLS is forced; null where AWS names none. */
  readonly parameterGroup: string | null;
  readonly tags: Readonly<Record<string, string>>;
}

/** What discovery takes from one entry of `DescribeDBInstances`. */
export interface DescribedInstance extends DescribedDatabase {
  readonly address: { readonly host: string; readonly port: number } | null;
  /** The cluster that this instance is a member of. */
  readonly cluster: string | null;
  readonly replicaOf: string | null;
}

/** What discovery takes from one entry of `DescribeDBClusters`. */
export interface DescribedCluster extends DescribedDatabase {
  readonly port: number | null;
  readonly writer: string | null;
  readonly reader: string | null;
  readonly custom: readonly string[];
  readonly members: readonly { readonly name: string; readonly writer: boolean }[];
  /** What Serverless v2 scales between, in Aurora capacity units. */
  readonly capacity: { readonly min: number; readonly max: number } | null;
  /** The global cluster that it is a part of. */
  readonly globalCluster: string | null;
}

/** What discovery takes from one entry of `DescribeDBProxies`. */
export interface DescribedProxy {
  readonly name: string;
  readonly arn: string;
  /** `MYSQL`, `POSTGRESQL` or `SQLSERVER`. */
  readonly engineFamily: string;
  readonly status: string;
  readonly host: string | null;
  readonly vpc: string | null;
  /** Whether it takes tokens: some secret requires IAM, or it signs in with IAM itself. */
  readonly iam: boolean;
  readonly requiresTls: boolean;
}

/** What discovery takes from one entry of `DescribeDBProxyEndpoints`. */
export interface DescribedProxyEndpoint {
  readonly name: string;
  readonly proxy: string;
  readonly arn: string;
  readonly status: string;
  readonly host: string | null;
  readonly vpc: string | null;
  readonly readOnly: boolean;
  readonly isDefault: boolean;
}

/** What discovery takes from one entry of `DescribeGlobalClusters`. */
export interface DescribedGlobalCluster {
  readonly identifier: string;
  readonly arn: string;
  readonly resourceId: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly status: string;
  readonly database: string | null;
  /** The writer endpoint; it has no port of its own. */
  readonly host: string | null;
  readonly members: readonly { readonly arn: string; readonly writer: boolean }[];
  readonly tags: Readonly<Record<string, string>>;
}

/** What discovery takes from `GetCluster` of Aurora DSQL. */
export interface DescribedDsqlCluster {
  readonly identifier: string;
  readonly arn: string;
  readonly status: string;
  readonly host: string | null;
  readonly tags: Readonly<Record<string, string>>;
}

/** One profile's view of one region. */
export interface ScanScope {
  readonly profile: string;
  readonly region: string;
}

/** What the calls of one scope have brought, by kind. */
export interface Described {
  readonly instances: readonly DescribedInstance[];
  readonly clusters: readonly DescribedCluster[];
  readonly proxies: readonly DescribedProxy[];
  readonly proxyEndpoints: readonly DescribedProxyEndpoint[];
  readonly globals: readonly DescribedGlobalCluster[];
  readonly dsql: readonly DescribedDsqlCluster[];
}

/** One page of a call. */
export interface DiscoveryPage {
  readonly found: Partial<Described>;
  /** Where the next page begins; null after the last. */
  readonly next: string | null;
}

/** Which page is asked for. */
export interface PageRequest {
  readonly call: DiscoveryCall;
  readonly scope: ScanScope;
  readonly credentials: Credentials;
  /** Where the page begins, as the one before has said; null for the first. */
  readonly marker: string | null;
}

/** The discovery calls, page by page. */
export interface Discovery {
  /**
   * Asks for one page. What AWS does not answer ends by itself, and so does what is cancelled.
   *
   * @returns `access-denied`, `credentials-expired`, `credentials-invalid`, `throttled`, `unreachable`, `cancelled` or
   *   `aws-error`
   */
  page(request: PageRequest, cancelled: Cancelled): Promise<Result<DiscoveryPage>>;
  /** Lets go of what is kept for profiles, connections too: their settings may be others now. */
  forget(): void;
}

/** What has become of a scope that is kept for the next start. */
export type CacheChange =
  | { readonly kind: 'scanned'; readonly scan: Scan }
  /** A scan has found what was known already. */
  | { readonly kind: 'confirmed'; readonly scope: ScanScope; readonly finishedAt: number }
  | { readonly kind: 'removed'; readonly scope: ScanScope };

/** What discovery found last, scope by scope, to be on show at once at the next start. */
export interface ScanCache {
  /** What was kept; what cannot be read is left out, because it is found again. */
  load(): Promise<readonly Scan[]>;
  /** Keeps what has changed, or returns `file-unwritable`. */
  save(changes: readonly CacheChange[]): Promise<Result<null>>;
}
