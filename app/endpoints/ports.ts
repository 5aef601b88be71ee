import type { Result } from '../common/result.ts';
import type { Credentials } from '../profiles/model.ts';

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

/**
 * The discovery calls. Each hands over its pages as they arrive and ends with success, or with
 * `access-denied`, `credentials-expired`, `credentials-invalid`, `throttled`, `unreachable` or `aws-error`.
 */
export interface Discovery {
  instances(
    scope: ScanScope,
    credentials: Credentials,
    onPage: (page: readonly DescribedInstance[]) => void,
  ): Promise<Result<null>>;
  clusters(
    scope: ScanScope,
    credentials: Credentials,
    onPage: (page: readonly DescribedCluster[]) => void,
  ): Promise<Result<null>>;
}
