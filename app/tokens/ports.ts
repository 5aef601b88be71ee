import type { Failure } from '../common/result.ts';
import type { Credentials } from '../profiles/model.ts';
import type { Lease, SignedToken } from './model.ts';

/** What a token is for. `host` and `port` are the database host: AWS's canonical name and the real port. */
export interface TokenRequest {
  readonly host: string;
  readonly port: number;
  readonly region: string;
  readonly dbUser: string;
}

/** Signs a token on this machine, without asking AWS. */
export type SignToken = (request: TokenRequest, credentials: Credentials) => Promise<SignedToken>;

/** The system's clipboard. */
export interface Clipboard {
  /** Writes a secret, marked as one where the system has such a mark. */
  writeSecret(text: string): Promise<void>;
  writeText(text: string): Promise<void>;
  readText(): Promise<string>;
  clear(): Promise<void>;
}

/** What a token is wanted for. */
export interface TokenTarget {
  /** The endpoint that the lease belongs to. */
  readonly endpointId: string;
  /** The profile that signs. */
  readonly profile: string;
  readonly request: TokenRequest;
  /** What people call what it is for. */
  readonly name: string;
}

/** For which profile no token was signed, because it has no credentials now. */
export interface NoCredentials {
  readonly profile: string;
  readonly deliveredTo: Lease['deliveredTo'];
  /** Whether whoever wants the token is outside of the window, and waits. */
  readonly isWaiting: boolean;
  readonly error: Failure;
}

/**
 * Waits until somebody has signed in to AWS for a profile.
 *
 * @param waitMs in milliseconds
 * @param onWaiting told what it waits for, in a sentence, if it does
 * @returns whether somebody has, in time
 */
export type WaitForSignIn = (
  profile: string,
  waitMs: number,
  onWaiting: (what: string) => void,
) => Promise<boolean>;
