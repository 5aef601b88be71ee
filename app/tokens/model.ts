import { z } from 'zod';
import { clientId } from '../clients/model.ts';
import { awsHostName, databaseUser, endpointId } from '../endpoints/model.ts';
import type { Expiry } from '../profiles/model.ts';

/**
 * What the interface knows of a token: when it was signed, when it stops working, and why. Never the
 * token. One lease for an endpoint and a user: the newest.
 */
export const lease = z.strictObject({
  endpointId,
  dbUser: databaseUser,
  /** Where the token went: `clipboard`, `gateway`, `command`, or a client's id. */
  deliveredTo: clientId,
  /** Milliseconds since the epoch, as are the others. */
  signedAt: z.number(),
  expiresAt: z.number(),
  limitedBy: z.enum(['token', 'credentials']),
  /** False where the credentials do not state when they end: it may stop working sooner. */
  certain: z.boolean(),
});

/** What the interface knows of a token. */
export type Lease = z.infer<typeof lease>;

/** Whose tokens a database takes: RDS's, or Aurora DSQL's, which are signed for another service. */
export type TokenService = 'rds' | 'dsql';

/** Whose tokens the database of this host takes, which its name says; any other name than AWS's counts as RDS's. */
export function tokenServiceOf(host: string): TokenService {
  return awsHostName(host)?.service ?? 'rds';
}

/** The user of Aurora DSQL that has an action of its own. */
export const DSQL_ADMIN = 'admin';

/** From when on a running lease is shown as ending soon, in milliseconds before its end. */
export const ENDING_SOON_MS = 120_000;

/** A token that a signer made, and what it says of itself. */
export interface SignedToken {
  /** The token itself: only main's adapters may touch it. */
  readonly token: string;
  /** `X-Amz-Date`, in milliseconds since the epoch. */
  readonly signedAt: number;
  /** `X-Amz-Date` + `X-Amz-Expires`, in milliseconds since the epoch. */
  readonly validUntil: number;
}

/**
 * When a token really stops working: at its own end or at the end of the credentials that signed it,
 * whichever comes first (aws/aws-sdk-js-v3#8047: RDS refuses a token whose session has ended).
 */
export function endOf(
  token: Pick<SignedToken, 'validUntil'>,
  credentials: Expiry,
): Pick<Lease, 'expiresAt' | 'limitedBy' | 'certain'> {
  if (credentials.kind === 'at' && credentials.time < token.validUntil) {
    return { expiresAt: credentials.time, limitedBy: 'credentials', certain: true };
  }
  return { expiresAt: token.validUntil, limitedBy: 'token', certain: credentials.kind !== 'unstated' };
}
