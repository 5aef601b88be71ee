import { succeed } from '../common/result.ts';
import type { Changed, Collection } from './collection.ts';
import { LAST_CHANGE_TIME, type Connection } from './model.ts';
import { contentOf } from './shared-connection.ts';

/** A connection with another profile; its time of change moves forward. */
function withProfile(one: Connection, profile: string, now: number): Connection {
  const changedAt = Math.min(Math.max(now, one.changedAt + 1), LAST_CHANGE_TIME);
  return { ...one, profile, changedAt };
}

/**
 * Gives every connection of a profile another one, also those that were removed and can come back.
 *
 * @returns with the list, the connections as they were
 */
export function renameProfile(
  collection: Collection,
  from: string,
  to: string,
  now: number,
): Changed<readonly Connection[]> {
  const before = collection.all.filter(({ profile }) => profile === from);
  if (before.length === 0) return succeed({ collection, value: before });
  const all = collection.all.map((one) => (one.profile === from ? withProfile(one, to, now) : one));
  return succeed({ collection: { ...collection, all }, value: before });
}

/**
 * Takes a {@link renameProfile} back: what nobody has changed since is as it was, times included. Of the others the
 * profile alone goes back.
 *
 * @param before the connections as they were
 * @param to the profile that they were given
 */
export function takeBackRename(
  collection: Collection,
  before: readonly Connection[],
  to: string,
  now: number,
): Changed<null> {
  const known = new Map(before.map((one) => [one.id, one]));
  const all = collection.all.map((one) => {
    const was = known.get(one.id);
    if (was === undefined || one.profile !== to) return one;
    const isSame = contentOf(one) === contentOf({ ...was, profile: to });
    return isSame
      ? { ...one, profile: was.profile, changedAt: was.changedAt }
      : withProfile(one, was.profile, now);
  });
  return succeed({ collection: { ...collection, all }, value: null });
}
