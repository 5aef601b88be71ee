import type { Result } from '../failure.ts';
import type { Credentials } from '../profiles/model.ts';
import type { SignedToken } from './model.ts';

/** What a token is for. `host` and `port` are the sign host: AWS's canonical name and the real port. */
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

/** What the tokens room may be told of an endpoint. */
export interface TokenEndpoint {
  readonly profile: string;
  readonly request: Omit<TokenRequest, 'dbUser'>;
}

/** Looks an endpoint up by its id: `endpoint-not-found`, `iam-off` or `endpoint-not-ready`. */
export type FindEndpoint = (endpointId: string) => Result<TokenEndpoint>;
