import { z } from 'zod';
import { shown } from '../common/text/plain-text.ts';
import { regionCode } from '../endpoints/model.ts';
import {
  MAX_ADDED_PROFILES,
  recipesFor,
  roleProfileRecipe,
  ssoProfileRecipe,
  ssoSessionRecipe,
  type ProfileRecipes,
  type RoleProfileRecipe,
  type SsoProfileRecipe,
  type SsoSessionRecipe,
} from '../profile-setup/model.ts';
import type { AssumedProfile, SsoProfile } from '../profiles/ports.ts';
import { unknownKeys } from './refusal.ts';
import { byCodePoint } from './shared-connection.ts';

/** The version of what a shared file says of profiles; it has one of its own, so that older files stay as they are. */
const VERSION = 1;

const { accountId, roleName } = ssoProfileRecipe.shape;

/** A profile as the file has it. Whatever could run something, or send requests elsewhere, is an unknown key. */
const profileEntry = z.strictObject({
  name: ssoProfileRecipe.shape.name,
  ssoSession: ssoProfileRecipe.shape.session,
  accountId,
  roleName,
  region: regionCode.nullable().default(null),
});

/** A role that one of the file's profiles assumes. */
const roleEntry = z.strictObject({
  ...roleProfileRecipe.shape,
  region: regionCode.nullable().default(null),
});

const sessionEntry = z.strictObject({
  ...ssoSessionRecipe.shape,
  startUrl: z.url({ protocol: /^https$/ }).max(512),
  region: regionCode,
});

const envelope = z.strictObject({
  version: z.int().min(1),
  ssoSessions: z.array(z.unknown()).max(MAX_ADDED_PROFILES),
  profiles: z.array(z.unknown()).max(MAX_ADDED_PROFILES),
  roles: z.array(z.unknown()).max(MAX_ADDED_PROFILES).default([]),
});

const named = z.object({ name: z.string() });

/** What could be read of the profiles in a shared file, and what not: which, and why. */
export interface ReadRecipes {
  readonly recipes: ProfileRecipes;
  readonly refused: { which: string; why: string }[];
}

/** No profiles. */
export const noRecipes: ProfileRecipes = { sessions: [], profiles: [], roles: [] };

/** The profiles that there are here and that a file can say how to set up. */
export interface SharedProfiles {
  readonly sso: readonly SsoProfile[];
  readonly assumed: readonly AssumedProfile[];
}

/**
 * What colleagues need to have the profiles of connections: those that are a role in IAM Identity Center, or a role that
 * such a one assumes, which takes a recipe for each. Keys and programs are nobody else's business, and other kinds of
 * profiles differ from one machine to the next.
 *
 * @param present the profiles that there are here
 * @param names the profiles that are wanted
 */
export function recipesOf({ sso, assumed }: SharedProfiles, names: ReadonlySet<string>): ProfileRecipes {
  const all = assumed.flatMap((one) => {
    const region = regionCode.safeParse(one.region).success ? one.region : null;
    const role = roleProfileRecipe.safeParse({ ...one, region });
    return role.success ? [role.data] : [];
  });
  const wanted = recipesFor({ ...noRecipes, roles: all }, names);
  const sources = new Set([...names, ...wanted.roles.map(({ source }) => source)]);
  const { sessions, profiles } = ssoRecipesOf(sso.filter(({ name }) => sources.has(name)));
  const roles = wanted.roles
    .filter((role) => endsIn(profiles, wanted.roles, role))
    .slice(0, MAX_ADDED_PROFILES);
  return recipesFor(
    { sessions, profiles, roles: roles.toSorted((a, b) => byCodePoint(a.name, b.name)) },
    names,
  );
}

/** Whether a role is assumed, perhaps over other roles, by one of these profiles. */
function endsIn(
  profiles: readonly SsoProfileRecipe[],
  roles: readonly RoleProfileRecipe[],
  role: RoleProfileRecipe,
): boolean {
  const sources = new Map(roles.map(({ name, source }) => [name, source]));
  const passed = new Set<string>();
  let at: string | undefined = role.name;
  for (; at !== undefined && !passed.has(at); at = sources.get(at)) {
    if (profiles.some(({ name }) => name === at)) return true;
    passed.add(at);
  }
  return false;
}

function ssoRecipesOf(present: readonly SsoProfile[]): Omit<ProfileRecipes, 'roles'> {
  const sessions = new Map<string, SsoSessionRecipe>();
  const profiles: SsoProfileRecipe[] = [];
  for (const one of present) {
    const session = sessionEntry.safeParse({
      name: one.session ?? /^https:\/\/([^./:]+)/.exec(one.startUrl)?.[1],
      startUrl: one.startUrl,
      region: one.ssoRegion,
    });
    const { name, accountId: account, roleName: role, region } = one;
    if (!session.success) continue;
    const profile = ssoProfileRecipe.safeParse({
      name,
      session: session.data.name,
      accountId: account,
      roleName: role,
      region: regionCode.safeParse(region).success ? region : null,
    });
    if (!profile.success || profiles.length === MAX_ADDED_PROFILES) continue;
    sessions.set(session.data.name, session.data);
    profiles.push(profile.data);
  }
  return {
    sessions: [...sessions.values()].toSorted((a, b) => byCodePoint(a.name, b.name)),
    profiles: profiles.toSorted((a, b) => byCodePoint(a.name, b.name)),
  };
}

/** Recipes as a shared file has them. */
export function recipesForFile({ sessions, profiles, roles }: ProfileRecipes): unknown {
  return {
    version: VERSION,
    ssoSessions: sessions.map(({ name, startUrl, region }) => ({ name, startUrl, region })),
    profiles: profiles.map(({ name, session, accountId: account, roleName: role, region }) => ({
      name,
      ssoSession: session,
      accountId: account,
      roleName: role,
      ...(region === null ? {} : { region }),
    })),
    ...(roles.length === 0
      ? {}
      : {
          roles: roles.map(({ name, roleArn, source, region }) => ({
            name,
            roleArn,
            source,
            ...(region === null ? {} : { region }),
          })),
        }),
  };
}

/**
 * Reads the recipes of a shared file. One that cannot be used is refused with a reason.
 *
 * @param given what the file holds under `profiles`
 * @param used the profiles that the file's connections use: no other is taken
 */
export function readRecipes(given: unknown, used: ReadonlySet<string>): ReadRecipes {
  const held = envelope.safeParse(given);
  if (!held.success) return nothing('the profiles', 'are not what Latchkey writes');
  if (held.data.version > VERSION) {
    return nothing('the profiles', 'were written by a newer Latchkey; update Latchkey to add them');
  }
  const refused: ReadRecipes['refused'] = [];
  const take = <T extends { readonly name: string }>(
    what: string,
    schema: z.ZodType<T>,
    entries: readonly unknown[],
  ): Map<string, T> => {
    const taken = new Map<string, T>();
    for (const [index, entry] of entries.entries()) {
      const read = schema.safeParse(entry);
      if (read.success && !taken.has(read.data.name)) taken.set(read.data.name, read.data);
      else refused.push({ which: nameOf(what, entry, index + 1), why: whyNot(read.error?.issues ?? []) });
    }
    return taken;
  };
  const sessions = take('SSO session', sessionEntry, held.data.ssoSessions);
  const profiles: SsoProfileRecipe[] = [];
  const taken = take('profile', profileEntry, held.data.profiles);
  const allRoles = [...take('role', roleEntry, held.data.roles).values()];
  const needed = new Set([
    ...used,
    ...recipesFor({ ...noRecipes, roles: allRoles }, used).roles.map(({ source }) => source),
  ]);
  for (const { name, ssoSession, ...rest } of taken.values()) {
    const which = `profile ${shown(name, 128)}`;
    if (!needed.has(name)) refused.push({ which, why: 'is used by no connection in the file' });
    else if (!sessions.has(ssoSession)) refused.push({ which, why: 'has no SSO session in the file' });
    else profiles.push({ name, session: ssoSession, ...rest });
  }
  const roles = allRoles.filter((role) => {
    const which = `role ${shown(role.name, 128)}`;
    if (!needed.has(role.name)) refused.push({ which, why: 'is used by no connection in the file' });
    else if (taken.has(role.name)) refused.push({ which, why: 'has the name of a profile in the file' });
    // whose credentials would assume it, the file itself has to say
    else if (!endsIn(profiles, allRoles, role))
      refused.push({ which, why: 'is assumed by no profile in the file' });
    else return true;
    return false;
  });
  return { recipes: recipesFor({ sessions: [...sessions.values()], profiles, roles }, used), refused };
}

function nothing(which: string, why: string): ReadRecipes {
  return { recipes: noRecipes, refused: [{ which, why }] };
}

/** `profile 3 (prod)`, counted from 1. */
function nameOf(what: string, entry: unknown, place: number): string {
  const read = named.safeParse(entry);
  return read.success ? `${what} ${place} (${shown(read.data.name, 128)})` : `${what} ${place}`;
}

function whyNot(issues: readonly z.core.$ZodIssue[]): string {
  const [issue] = issues;
  if (issue === undefined) return 'is in the file twice; the first counts';
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue.keys);
  const key = String(issue.path[0] ?? '');
  return key === '' ? 'is not one that Latchkey writes' : `has no ${shown(key, 32)} that can be used`;
}
