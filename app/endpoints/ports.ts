import type { Cancelled } from '../common/cancellation.ts';
import type { Result } from '../common/result.ts';
import type { Credentials } from '../profiles/model.ts';
import type { DiscoveryCall, Scan } from './model.ts';

/** What discovery takes from one entry of `DescribeDBInstances`. */
export interface DescribedInstance {
  readonly identifier: string;
  readonly arn: string;
  readonly resourceId: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly instanceClass: string | null;
  readonly status: string;
  readonly address: { readonly host: string; readonly port: number } | null;
  readonly iam: boolean;
  readonly database: string | null;
  /** The cluster that this instance is a member of. */
  readonly cluster: string | null;
  readonly replicaOf: string | null;
  readonly tags: Readonly<Record<string, string>>;
}

/** What discovery takes from one entry of `DescribeDBClusters`. */
export interface DescribedCluster {
  readonly identifier: string;
  readonly arn: string;
  readonly resourceId: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly instanceClass: string | null;
  readonly status: string;
  readonly port: number | null;
  readonly writer: string | null;
  readonly reader: string | null;
  readonly custom: readonly string[];
  readonly iam: boolean;
  readonly database: string | null;
  readonly members: readonly { readonly name: string; readonly writer: boolean }[];
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
