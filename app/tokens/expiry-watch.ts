import type { Clock } from '../common/clock.ts';
import type { Lease } from './model.ts';

/** How often the leases are looked at, in milliseconds: someone may wait this long to hear of an end. */
const POLL_MS = 1_000;

/** A lease that ended longer ago than this, in milliseconds, is no news: the computer has slept over it. */
const NEWS_FOR_MS = 10 * 60_000;

/**
 * Tells of leases that end, each once, several at the same time together. A lease that a newer one of the
 * same endpoint replaces is forgotten. Looks only while there is a lease whose end is to come, and compares
 * with the clock, so that after sleep it is right at the first look.
 *
 * @param onEnded handed the leases that have just ended, in the order of their ends
 */
export function watchExpiry(
  clock: Clock,
  onEnded: (leases: readonly Lease[]) => void,
): {
  /** Replaces what is known of all leases. */
  update(leases: readonly Lease[]): void;
  /** Stops looking. */
  stop(): void;
} {
  let waiting: readonly Lease[] = [];
  /** Leases whose end has come: a clock that is set back does not end them twice. */
  let over: readonly Lease[] = [];
  let stopLooking: (() => void) | null = null;

  function look(): void {
    const now = clock.now();
    const ended = waiting.filter(({ expiresAt }) => expiresAt <= now);
    if (ended.length === 0) return;
    over = [...over, ...ended];
    keep(waiting.filter(({ expiresAt }) => expiresAt > now));
    const news = ended.filter(({ expiresAt }) => now - expiresAt <= NEWS_FOR_MS);
    if (news.length > 0) onEnded(news.toSorted((a, b) => a.expiresAt - b.expiresAt));
  }

  function keep(leases: readonly Lease[]): void {
    waiting = leases;
    if (waiting.length > 0) stopLooking ??= clock.every(POLL_MS, look);
    else {
      stopLooking?.();
      stopLooking = null;
    }
  }

  return {
    update(leases) {
      // what has ended since the last look is kept for the next one, unless a newer lease is in its place
      const now = clock.now();
      over = leases.filter((lease) => includes(over, lease));
      keep(
        leases.filter(
          (lease) => !includes(over, lease) && (lease.expiresAt > now || includes(waiting, lease)),
        ),
      );
    },
    stop: () => keep([]),
  };
}

function includes(leases: readonly Lease[], { endpointId, dbUser, signedAt }: Lease): boolean {
  return leases.some(
    (one) => one.endpointId === endpointId && one.dbUser === dbUser && one.signedAt === signedAt,
  );
}
