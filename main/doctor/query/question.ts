import type { Secret } from '../../../app/common/secret.ts';

/** A question to a database, and what it takes to ask it. */
export interface Query {
  readonly sql: string;
  /** Certificates of the authorities to trust, PEM. */
  readonly ca: string;
  readonly token: Secret;
}

/** How long connecting and the question may take, each, in milliseconds. */
export const QUERY_TIMEOUT_MS = 8_000;
