import type { Profile } from '../../app/profiles/model.ts';
import type { SsoSessionView } from '../../app/sign-in/model.ts';

/** An SSO session with the profiles that depend on it, or a profile that depends on none. */
export interface ProfileGroup {
  readonly session: SsoSessionView | null;
  readonly profiles: readonly Profile[];
}

/** The profiles in their order, those of an SSO session together where the first of them is; sessions alone come last. */
export function groupsOf(
  profiles: readonly Profile[],
  sessions: readonly SsoSessionView[],
): readonly ProfileGroup[] {
  const sessionOf = new Map(sessions.flatMap((session) => session.profiles.map((name) => [name, session])));
  const groups = new Map<string, { session: SsoSessionView | null; profiles: Profile[] }>();
  for (const profile of profiles) {
    const session = sessionOf.get(profile.name) ?? null;
    const key = session === null ? `profile ${profile.name}` : `session ${session.id}`;
    const group = groups.get(key) ?? { session, profiles: [] };
    group.profiles.push(profile);
    groups.set(key, group);
  }
  const alone = sessions.filter(({ id }) => !groups.has(`session ${id}`));
  return [...groups.values(), ...alone.map((session) => ({ session, profiles: [] }))];
}

/** The stops of the arrow keys, in the order in which they are seen. */
export function stopsOf(groups: readonly ProfileGroup[]): readonly string[] {
  return groups.flatMap(({ session, profiles }) => [
    ...(session === null ? [] : [`session ${session.id}`]),
    ...profiles.map(({ name }) => `profile ${name}`),
  ]);
}
