import type { Result } from '../common/result.ts';
import type { Portal } from './list-accounts.ts';

/** Where one signs in to IAM Identity Center. */
export interface SignInTarget {
  readonly session: string | null;
  readonly startUrl: string;
  readonly region: string;
  readonly scopes: string | null;
}

/** Signing in to IAM Identity Center, and what it gives access to. */
export interface SignIn extends Portal<SignInTarget> {
  /** Signs in because a person has chosen so; resolves when that is over. */
  signIn(target: SignInTarget): Promise<Result<null>>;
}
