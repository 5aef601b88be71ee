import type { Endpoint, Scan } from './model.ts';

/** How long an endpoint that AWS lists no more stays in the list, in milliseconds. */
const KEPT_MS = 7 * 24 * 3_600_000;
/** How many of a region stay. */
const MAX_KEPT = 50;

/**
 * The endpoints that a complete scan no longer finds, marked with when they were last seen: the newest first, for a
 * week. One that is now named by its cluster, or never had an address, is nothing that anybody could miss.
 *
 * @param before what was known of the same scope
 * @param now milliseconds since the epoch
 */
export function goneSince(found: readonly Endpoint[], before: Scan | undefined, now: number): Endpoint[] {
  if (before === undefined) return [];
  const ids = new Set(found.map(({ id }) => id));
  const members = new Set(found.flatMap((one) => one.members.map(({ name }) => name)));
  return before.endpoints
    .filter(({ id, role, name, address }) => {
      return !ids.has(id) && address !== null && (role !== 'member' || !members.has(name));
    })
    .map((one) => ({ ...one, lastSeenAt: one.lastSeenAt ?? before.finishedAt ?? now }))
    .filter(({ lastSeenAt }) => now - lastSeenAt < KEPT_MS)
    .toSorted((a, b) => b.lastSeenAt - a.lastSeenAt)
    .slice(0, MAX_KEPT);
}
