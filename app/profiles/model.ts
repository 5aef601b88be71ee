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

/** Where one signs in to IAM Identity Center: the sign-in of one is that of all profiles that name it. */
export interface SsoTarget {
  /** The name of the `sso-session`; null where profiles say themselves where to sign in (the older form). */
  readonly session: string | null;
  readonly startUrl: string;
  readonly region: string;
  /** Separated by commas; null for AWS's own choice. */
  readonly scopes: string | null;
}

/** What a sign-in is known by. */
export function ssoIdOf({ session, startUrl, region }: Omit<SsoTarget, 'scopes'>): string {
  return session === null ? `url ${region} ${startUrl}` : `session ${session}`;
}

/** An SSO session of AWS's files, and the profiles that depend on its sign-in, those over a chain too. */
export interface SsoSession extends SsoTarget {
  readonly profiles: readonly string[];
}

/** A line of one of AWS's two files; lines are counted from 1. */
const configPlace = z.strictObject({ file: z.enum(['config', 'credentials']), line: z.number().int() });

/** An address that a profile's settings name, as it is written there. */
const plainAddress = z.string().max(2_048);

/** Whether a profile can be used now, and if not, why and what to do. */
export const profileState = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('checking') }),
  z.strictObject({ status: z.literal('usable'), expiry }),
  z.strictObject({
    status: z.literal('unusable'),
    error: failure,
    /** Where it is written, for a profile that needs an edit. */
    at: configPlace.optional(),
    /** The addresses that have to be confirmed, for `endpoint-unconfirmed`. */
    addresses: z.array(plainAddress).max(16).optional(),
  }),
]);

/** Whether a profile can be used now. */
export type ProfileState = z.infer<typeof profileState>;

/** An AWS profile as the interface knows it: no key, no secret. */
export const profile = z.strictObject({
  name: profileName,
  kind: profileKind,
  region: lineOf(64).nullable(),
  state: profileState,
  /** How it gets its credentials, in words, from the profile back to where they start. */
  chain: z.array(z.string().max(400)).max(16),
  /** What it holds besides and is not used, in words. */
  unused: z.array(z.string().max(400)).max(16),
  /** Who AWS says this is (STS GetCallerIdentity), once known. */
  identity: z.strictObject({ account: lineOf(32), arn: lineOf(2_048) }).nullable(),
});

/** An AWS profile as the interface knows it. */
export type Profile = z.infer<typeof profile>;

/** How many profiles are listed at most. */
export const MAX_PROFILES = 2_000;

/** All profiles, the files they were looked for in, what of these is not read, and why a file could not be. */
export const profileList = z.strictObject({
  profiles: z.array(profile).max(MAX_PROFILES),
  files: z.array(z.strictObject({ path: z.string().max(4_096), found: z.boolean() })).max(8),
  /** What is not read, or not as it looks; a reason starts with its line's number. */
  skipped: z.array(configPlace.extend({ reason: z.string().max(600) })).max(500),
  error: failure.nullable(),
});

/** All profiles and where they came from. */
export type ProfileList = z.infer<typeof profileList>;

/** How many lines a preview of a change to a file has at most, and how long one may be, in characters. */
export const MAX_PREVIEW_LINES = 2_000;
export const MAX_PREVIEW_TEXT = 300;

/** One line of a preview of a change to one of AWS's files, without what may be secret. */
export const previewLine = z.strictObject({
  /** `gap` stands for lines that stay and are not shown. */
  kind: z.enum(['same', 'removed', 'added', 'gap']),
  /** Its number: for a line that is removed in the file as it is, for others in the file as it will be. */
  number: z.int().min(1).nullable(),
  text: z.string().max(MAX_PREVIEW_TEXT),
});

/** One line of a preview of a change to one of AWS's files. */
export type PreviewLine = z.infer<typeof previewLine>;

/** What a change would do to AWS's files, for a person to look at first. */
export const changePreview = z.strictObject({
  id: z.uuid(),
  files: z
    .array(
      z.strictObject({
        path: z.string().max(4_096),
        isNew: z.boolean(),
        lines: z.array(previewLine).max(MAX_PREVIEW_LINES),
      }),
    )
    .max(2),
});

/** What a change would do to AWS's files. */
export type ChangePreview = z.infer<typeof changePreview>;
