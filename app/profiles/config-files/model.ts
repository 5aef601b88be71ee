/** One of AWS's two shared config files: https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html */
export type ConfigFile = 'config' | 'credentials';

/** Something in a file that is not read, or not as it looks. */
export interface Skipped {
  readonly file: ConfigFile;
  /** Counted from 1. */
  readonly line: number;
  /** The line as it stands in the file; it may hold a secret. */
  readonly text: string;
  /** The line without what may be a secret. */
  readonly masked: string;
  /** What is wrong and what to write instead, in words; starts with the line's number and holds no secret. */
  readonly reason: string;
}

/** What a setting says: a text, or a block of nested settings by their keys. */
export type SettingValue = string | ReadonlyMap<string, string>;

/** A setting of a profile, an SSO session or a services section, and where it stands. */
export interface Setting {
  readonly value: SettingValue;
  readonly file: ConfigFile;
  readonly line: number;
}

/** Settings by their keys, which are in lower case. */
export type Settings = ReadonlyMap<string, Setting>;

/** A section of one file as the AWS CLI reads it, what `[DEFAULT]` gives to it included. */
export interface Section {
  readonly file: ConfigFile;
  readonly line: number;
  readonly settings: Settings;
  /** Why the section cannot be relied on: the AWS CLI refuses the whole file for it. */
  readonly fault: Skipped | null;
}

/** A profile as both files have it. */
export interface ConfiguredProfile {
  readonly name: string;
  readonly config: Section | null;
  readonly credentials: Section | null;
  /** The settings of both files; where both have one, that of the credentials file. */
  readonly settings: Settings;
  /** Why the profile cannot be used; null where its sections are sound. */
  readonly fault: Skipped | null;
}

/** What AWS's shared config files say. */
export interface AwsConfig {
  readonly profiles: ReadonlyMap<string, ConfiguredProfile>;
  readonly ssoSessions: ReadonlyMap<string, Section>;
  readonly services: ReadonlyMap<string, Section>;
  /** All that is not read, or not as it looks, in the order of the files. */
  readonly skipped: readonly Skipped[];
  /** Addresses that others can read and a person has allowed all the same; see `confirmedKey`. */
  readonly confirmed: ReadonlySet<string>;
}

/** What a confirmed address is kept under: it is confirmed for one profile. */
export function confirmedKey(profile: string, url: string): string {
  return `${profile}\n${url}`;
}

/** A name as a section's header has to write it. */
export function quoteName(name: string): string {
  return /^[^\s"'\\]+$/.test(name) ? name : `"${name.replaceAll(/["\\]/g, '\\$&')}"`;
}
