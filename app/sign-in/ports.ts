import type { Result } from '../common/result.ts';
import type { SsoTarget } from '../profiles/model.ts';
import type { Prompt, SessionState, SignInMethod } from './model.ts';

/** What a sign-in that is under way tells. */
export interface SignInProgress {
  /** The person can go there now; what they come back to is ready. */
  readonly onWaiting: (prompt: Prompt) => void;
  /** The person is done, and AWS is asked for the sign-in. */
  readonly onFinishing: () => void;
}

/** A sign-in that is under way. */
export interface SignInAttempt {
  /** Resolves when the sign-in is kept where AWS's tools look for it, or with why not. */
  readonly finished: Promise<Result<null>>;
  /** Ends it and frees what it held; nothing is kept then. */
  cancel(): void;
}

/**
 * Begins to sign in, with a registration of its own. Where the browser cannot come back to this machine, a code is used.
 *
 * @returns `sign-in-failed`, `unreachable`, `throttled`, `file-unwritable` or `profile-unusable`, with what to do
 */
export type BeginSignIn = (
  target: SsoTarget,
  method: SignInMethod,
  progress: SignInProgress,
) => SignInAttempt;

/** The sign-ins that are kept on this machine, also those of AWS's own tools. */
export interface KnownSignIns {
  /** How a session stands, as its file says it. */
  look(target: SsoTarget): Promise<Exclude<SessionState, { status: 'checking' }>>;
  /** Renews a sign-in that is about to end, where it can be; what is wrong shows at the next look. */
  renew(target: SsoTarget): Promise<void>;
  /**
   * Ends a sign-in: removes its file, and tells AWS.
   *
   * @returns `file-unwritable` where it could not be removed
   */
  signOut(target: SsoTarget): Promise<Result<null>>;
  /** Calls back when the file of one of them changes, until the returned function is called. */
  watch(targets: readonly SsoTarget[], onChange: () => void): () => void;
}

/** An AWS account that a person can use after a sign-in. */
export interface SsoAccount {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/**
 * What a sign-in gives access to. Both return `sign-in-needed`, `unreachable`, `throttled` or `aws-error`.
 */
export interface SsoPortal {
  accounts(target: SsoTarget): Promise<Result<readonly SsoAccount[]>>;
  /** The names of the roles that a person has in an account. */
  roles(target: SsoTarget, accountId: string): Promise<Result<readonly string[]>>;
}

/** Opens an address in the system's browser. */
export type OpenAddress = (address: string) => Promise<void>;
