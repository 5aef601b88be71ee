import type { Failure, Result } from '../common/result.ts';
import type { AwsConfig, ConfigFile } from './config-files/model.ts';
import type { Credentials, Profile } from './model.ts';

/** What AWS's shared config files hold. */
export interface ProfileReading {
  /** The profiles come in the order in which they are listed. */
  readonly config: AwsConfig;
  readonly files: readonly { readonly path: string; readonly found: boolean }[];
  /** `file-unreadable` where a file is there and cannot be read. */
  readonly error: Failure | null;
}

/**
 * Prints what is read out of two config files, and what is not, as one line of JSON for bug reports.
 *
 * @param paths whole paths; null for AWS's own files
 */
export type PrintProfiles = (
  paths: Readonly<Record<ConfigFile, string>> | null,
  secrets: 'masked' | 'shown',
) => Promise<string>;

/** AWS's shared config files. */
export interface ProfileFiles {
  read(): Promise<ProfileReading>;
  /**
   * Remembers that a profile's requests may go to these addresses, which others can read: `config.confirmed` has them
   * from the next reading on.
   *
   * @returns `file-unwritable`
   */
  confirm(profile: string, addresses: readonly string[]): Promise<Result<null>>;
  /** Calls back, once for a burst of changes, until the returned function is called. */
  watch(onChange: () => void): () => void;
}

/**
 * Gets credentials for a profile from their source, anew each time.
 *
 * @returns `sign-in-needed`, `mfa-needed`, `credentials-expired`, `access-denied`, `unreachable` or
 * `profile-unusable`, each with what to do
 */
export type LoadCredentials = (profile: string) => Promise<Result<Credentials>>;

/**
 * Asks AWS whose credentials these are (STS GetCallerIdentity, which needs no permission).
 *
 * @returns `credentials-expired`, `credentials-invalid` or `unreachable`
 */
export type Identify = (
  profile: string,
  credentials: Credentials,
) => Promise<Result<NonNullable<Profile['identity']>>>;
