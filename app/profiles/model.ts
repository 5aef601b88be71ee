import { z } from 'zod';
import { failure } from '../common/result.ts';
import { lineOf } from '../common/text/schema.ts';

/** The name of an AWS named profile, as the shared config files write it. */
export const profileName = lineOf(256).min(1);

/**
 * How a profile gets its credentials, after the settings that AWS's shared config files define:
 * https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
 */
export const profileKind = z.enum([
  'static',
  'session',
  'assume-role',
  'sso',
  'web-identity',
  'process',
  'login',
  'incomplete',
]);

/** How a profile gets its credentials. */
export type ProfileKind = z.infer<typeof profileKind>;

/**
 * When credentials stop working: at a known time, never (long-lived keys), or at a time that their
 * source does not state (session keys pasted into a file).
 */
export const expiry = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('at'), time: z.number() }),
  z.strictObject({ kind: z.literal('never') }),
  z.strictObject({ kind: z.literal('unstated') }),
]);

/** When credentials stop working; `time` is in milliseconds since the epoch. */
export type Expiry = z.infer<typeof expiry>;

/** AWS credentials. They stay in main; nothing of them crosses the bridge or reaches a log. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | null;
  readonly expiry: Expiry;
}

/** Whether a profile can be used now, and if not, why and what to do. */
export const profileState = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('checking') }),
  z.strictObject({ status: z.literal('usable'), expiry }),
  z.strictObject({ status: z.literal('unusable'), error: failure }),
]);

/** Whether a profile can be used now. */
export type ProfileState = z.infer<typeof profileState>;

/** An AWS profile as the interface knows it: no key, no secret. */
export const profile = z.strictObject({
  name: profileName,
  kind: profileKind,
  region: lineOf(64).nullable(),
  state: profileState,
  /** Who AWS says this is (STS GetCallerIdentity), once known. */
  identity: z.strictObject({ account: lineOf(32), arn: lineOf(2_048) }).nullable(),
});

/** An AWS profile as the interface knows it. */
export type Profile = z.infer<typeof profile>;

/** All profiles, the files they were looked for in, and why a file could not be read. */
export const profileList = z.strictObject({
  profiles: z.array(profile).max(2_000),
  files: z.array(z.strictObject({ path: z.string().max(4_096), found: z.boolean() })).max(8),
  error: failure.nullable(),
});

/** All profiles and where they came from. */
export type ProfileList = z.infer<typeof profileList>;

/** The part of a profile's section in AWS's files that decides its kind. Values stay in main. */
export type ProfileSection = Readonly<Record<string, string | undefined>>;

/**
 * The kind of a profile, in the order of precedence that AWS's SDKs use: a role before anything else,
 * then keys, then SSO, a process and `aws login`.
 *
 * @param section the profile's merged section from config and credentials files
 */
export function kindOf(section: ProfileSection): ProfileKind {
  const has = (key: string): boolean => section[key] !== undefined && section[key] !== '';
  if (has('web_identity_token_file') && has('role_arn')) return 'web-identity';
  if (has('role_arn') && (has('source_profile') || has('credential_source'))) return 'assume-role';
  if (has('aws_access_key_id') && has('aws_secret_access_key')) {
    return has('aws_session_token') ? 'session' : 'static';
  }
  if (has('sso_session') || has('sso_start_url')) return 'sso';
  if (has('credential_process')) return 'process';
  if (has('login_session')) return 'login';
  return 'incomplete';
}
