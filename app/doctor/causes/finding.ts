import type { PolicyTarget } from '../policy/correction.ts';
import type { SqlScript } from '../sql/script.ts';
import type { CauseId } from './cause.ts';

/** What mends a cause, ready to be used. */
export type Remedy =
  | { readonly kind: 'sign-in' }
  /** A fresh token is to be copied. */
  | { readonly kind: 'copy-token' }
  /** Something of the connection is to be changed. */
  | {
      readonly kind: 'edit';
      readonly field: 'region' | 'host' | 'port' | 'dbUser' | 'database' | 'profile' | 'caFile';
      readonly value: string;
    }
  /** The policy that is missing. */
  | { readonly kind: 'policy'; readonly target: PolicyTarget }
  /** SQL for whoever administers the database. */
  | { readonly kind: 'sql'; readonly script: SqlScript }
  /** A command of the AWS CLI, for a POSIX shell. */
  | { readonly kind: 'command'; readonly command: string };

/** A cause that was found. */
export interface Finding {
  readonly cause: CauseId;
  readonly certainty: 'certain' | 'likely';
  /** What is wrong, a sentence that a person would say. */
  readonly headline: string;
  /** What else is to be known; empty where there is nothing. */
  readonly detail: string;
  /** What to do next, a sentence. */
  readonly next: string;
  /** First the one to be used; often there is none. */
  readonly remedies: readonly Remedy[];
}
