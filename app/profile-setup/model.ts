import { z } from 'zod';
import { lineOf } from '../common/text/schema.ts';
import { regionCode } from '../endpoints/model.ts';
import { profileName } from '../profiles/model.ts';

/** How many profiles can be added at once, and SSO sessions with them. */
export const MAX_ADDED_PROFILES = 500;
const MAX_ADDED_SESSIONS = 50;

/** A name that somebody gives; whether it can be written, the preview says in words. */
const givenName = lineOf(256);

/** Where one signs in to IAM Identity Center, under a name of its own. */
export const ssoSessionRecipe = z.strictObject({
  name: givenName,
  startUrl: lineOf(512),
  region: lineOf(64),
});

/** Where one signs in to IAM Identity Center. */
export type SsoSessionRecipe = z.infer<typeof ssoSessionRecipe>;

/** A role in IAM Identity Center as a profile. Nothing in it is secret, and nothing in it is run. */
export const ssoProfileRecipe = z.strictObject({
  name: givenName,
  /** The name of its SSO session. */
  session: givenName,
  accountId: z.string().regex(/^\d{12}$/),
  /** https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_PermissionSet.html */
  roleName: z.string().regex(/^[\w+=,.@-]{1,64}$/),
  /** Where its databases are looked for; null leaves it to the environment. */
  region: regionCode.nullable(),
});

/** A role in IAM Identity Center as a profile. */
export type SsoProfileRecipe = z.infer<typeof ssoProfileRecipe>;

/** The ARN of a role in IAM, in any partition. */
export const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

/** A role that another profile assumes, as a profile. */
export const roleProfileRecipe = z.strictObject({
  name: givenName,
  roleArn: lineOf(2_048).regex(ROLE_ARN),
  /** The name of the profile that assumes it. */
  source: givenName,
  region: regionCode.nullable(),
});

/** A role that another profile assumes, as a profile. */
export type RoleProfileRecipe = z.infer<typeof roleProfileRecipe>;

/**
 * SSO sessions, profiles of theirs, and roles that these assume: what a colleague needs to have the same profiles.
 * Nothing in it is a key.
 */
export const profileRecipes = z.strictObject({
  sessions: z.array(ssoSessionRecipe).max(MAX_ADDED_SESSIONS),
  profiles: z.array(ssoProfileRecipe).max(MAX_ADDED_PROFILES),
  roles: z.array(roleProfileRecipe).max(MAX_ADDED_PROFILES),
});

/** SSO sessions, profiles of theirs, and roles that these assume. */
export type ProfileRecipes = z.infer<typeof profileRecipes>;

/**
 * The recipes of some profiles, with the profiles that assume their roles and the sessions that those sign in to.
 *
 * @param wanted names of profiles
 * @param isHere whether there is a profile of a name already: how to set it up is then no matter
 */
export function recipesFor(
  { sessions, profiles, roles }: ProfileRecipes,
  wanted: Iterable<string>,
  isHere: (profile: string) => boolean = () => false,
): ProfileRecipes {
  const sources = new Map(roles.map(({ name, source }) => [name, source]));
  const needed = new Set<string>();
  for (const name of wanted) {
    let at: string | undefined = name;
    for (; at !== undefined && !needed.has(at) && !isHere(at); at = sources.get(at)) needed.add(at);
  }
  const kept = profiles.filter(({ name }) => needed.has(name));
  const signedInTo = new Set(kept.map(({ session }) => session));
  return {
    sessions: sessions.filter(({ name }) => signedInTo.has(name)).slice(0, MAX_ADDED_SESSIONS),
    profiles: kept,
    roles: roles.filter(({ name }) => needed.has(name)),
  };
}

const region = lineOf(64).nullable();

/** A change that somebody wants to make to their AWS profiles. */
export const profileChange = z.discriminatedUnion('kind', [
  profileRecipes.extend({ kind: z.literal('sso') }),
  z.strictObject({
    kind: z.literal('role'),
    name: givenName,
    roleArn: lineOf(2_048),
    source: profileName,
    mfaSerial: lineOf(256).nullable(),
    region,
  }),
  /** Keys that were read from the clipboard; the secret one stays in main. */
  z.strictObject({
    kind: z.literal('keys'),
    name: givenName,
    keysId: z.uuid(),
    accessKeyId: lineOf(128),
    region,
  }),
  z.strictObject({ kind: z.literal('rename'), from: profileName, to: givenName }),
  z.strictObject({ kind: z.literal('remove'), profile: profileName }),
]);

/** A change that somebody wants to make to their AWS profiles. */
export type ProfileChange = z.infer<typeof profileChange>;

/** A role that somebody has in an account, and the profile that is it already. */
const accountRole = z.strictObject({ name: lineOf(64), profile: profileName.nullable() });

/** An AWS account that a sign-in gives access to, and the roles in it. */
export const ssoAccount = z.strictObject({
  id: z.string().regex(/^\d{12}$/),
  name: lineOf(256),
  roles: z.array(accountRole).max(1_000),
});

/** An AWS account that a sign-in gives access to. */
export type SsoAccount = z.infer<typeof ssoAccount>;

/** What was read from the clipboard: which parts of an access key, never the secret. */
export const keysRead = z.strictObject({
  id: z.uuid(),
  /** Null where the clipboard held the secret key alone. */
  accessKeyId: lineOf(128).nullable(),
  /** Whether the keys are temporary: they end by themselves in some hours. */
  isTemporary: z.boolean(),
});

/** What was read from the clipboard. */
export type KeysRead = z.infer<typeof keysRead>;
