import type { Failure, Result } from '../common/result.ts';
import type { MfaNeed } from '../mfa/ports.ts';
import type { ConfigTexts } from './config-files/edit-config.ts';
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
 * @param mfa where the sessions that need a code come from
 * @returns `sign-in-needed`, `mfa-needed`, `credentials-expired`, `access-denied`, `unreachable` or
 * `profile-unusable`, each with what to do
 */
export type LoadCredentials = (profile: string, mfa: MfaSource) => Promise<Result<Credentials>>;

/** Gives sessions that only a code can begin, and forgets those that AWS has refused. */
export interface MfaSource {
  readonly session: (need: MfaNeed) => Promise<Result<Credentials>>;
  readonly forget: (accessKeyId: string) => void;
}

/**
 * Watches the sign-ins that `aws login` keeps.
 *
 * @param sessions their `login_session`s
 * @param onChange told which of them was signed in, renewed or signed out
 * @returns ends it
 */
export type WatchLogins = (sessions: readonly string[], onChange: (session: string) => void) => () => void;

/**
 * Asks AWS whose credentials these are (STS GetCallerIdentity, which needs no permission).
 *
 * @returns `credentials-expired`, `credentials-invalid` or `unreachable`
 */
export type Identify = (
  profile: string,
  credentials: Credentials,
) => Promise<Result<NonNullable<Profile['identity']>>>;

/** What one of AWS's files held when a change was made of it, and what it is to hold. */
export interface FileChange {
  readonly file: ConfigFile;
  /** Null for a file that was not there. */
  readonly before: string | null;
  readonly after: string;
}

/** Changes AWS's shared config files. Nothing else in Latchkey writes them. */
export interface ConfigFileWriter {
  readonly paths: Readonly<Record<ConfigFile, string>>;
  /** What both files hold, null for one that is not there; `file-unreadable`. */
  read(): Promise<Result<ConfigTexts>>;
  /**
   * Replaces files as a whole, or none of them. What a file held before is kept in one file beside it, for this user
   * alone.
   *
   * @returns what takes it back for as long as nobody changes the files again; `file-changed` where a file no longer
   *   holds what the change was made of, or `file-unwritable`
   */
  write(changes: readonly FileChange[]): Promise<Result<UndoWrite>>;
  /** Removes what a crash has left half-written. */
  sweep(): Promise<void>;
}

/** Puts the files back as they were: `file-changed` or `file-unwritable`. */
export type UndoWrite = () => Promise<Result<null>>;

export type { AddedSection, ConfigEdit } from './config-files/edits.ts';
export type { AssumedProfile, SsoProfile } from './sso-profiles.ts';
