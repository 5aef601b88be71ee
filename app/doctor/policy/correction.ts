import type { PolicyDatabase } from './database.ts';

/** What can be wrong with a policy about connecting, as a closed set. */
export type FindingCode =
  | 'action'
  | 'no-action'
  | 'service'
  | 'form'
  | 'nested-arn'
  | 'name'
  | 'instance-for-cluster'
  | 'former-id'
  | 'id-case'
  | 'partition'
  | 'region'
  | 'account'
  | 'user-missing'
  | 'user-host'
  | 'user-case'
  | 'variable'
  | 'version'
  | 'condition'
  | 'denied'
  | 'wildcard-user'
  | 'wildcard-database'
  | 'not-covered';

/** Something in a policy that is wrong, or worth to be known. */
export interface Correction {
  readonly code: FindingCode;
  /** What is written; empty where something is missing. */
  readonly before: string;
  /** What should be written; empty where it should go, null where that is not known or nothing is wrong. */
  readonly after: string | null;
  readonly message: string;
}

/** What a policy is to let somebody do. */
export interface PolicyTarget {
  readonly database: PolicyDatabase;
  readonly dbUser: string;
  /** What people call this database instead of its resource ID: identifiers, host names, the proxy's name. */
  readonly names: readonly string[];
  /** Resource IDs of the cluster's instances, which a policy must not name. */
  readonly instanceIds: readonly string[];
  /** Resource IDs that this database had before it was replaced. */
  readonly formerIds: readonly string[];
}
