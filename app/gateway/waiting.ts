import type { Clock } from '../common/clock.ts';
import type { EngineFamily } from '../endpoints/model.ts';
import type { Gone } from './ports.ts';
import { fail, isForAPerson, type Failure, type Result } from '../common/result.ts';

/** How often it is looked whether somebody has waited long enough, in milliseconds. */
const POLL_MS = 500;

/**
 * How long a client waits for a person, in milliseconds: less than its own time-out, so that it gets the cause
 * and not a silence. mysql2 gives up after 10 s (its `connectTimeout`), DBeaver's PostgreSQL driver after 20 s.
 */
export const WAIT_MS: Record<EngineFamily, number> = { postgres: 18_000, mysql: 8_500, mariadb: 8_500 };

/** How many clients of all gateways may wait at once. */
const MAX_WAITING = 200;

/** What waiting is told and asks. */
export interface WaitingPorts {
  readonly clock: Clock;
  /** What a person has to do for a connection's clients; null when nobody waits for it any more. */
  readonly onWaiting: (connectionId: string, failure: Failure | null) => void;
}

/**
 * Holds clients for as long as a person needs to sign in to AWS, and no longer than clients hold out. They try again
 * when something has happened, and at no other time.
 */
export function createWaiting({ clock, onWaiting }: WaitingPorts) {
  const waiting = new Map<string, Set<() => void>>();
  let count = 0;
  /** How often something has happened: what happens during a try counts for the next one. */
  let happened = 0;

  /** Resolves when something happens, the time is up, or the client has gone. */
  function nextEvent(connectionId: string, until: number, gone: Gone): Promise<void> {
    return new Promise((resolve) => {
      const waiters = waiting.get(connectionId) ?? new Set();
      const settle = (): void => {
        stopClock();
        gone.removeEventListener('abort', settle);
        waiters.delete(settle);
        resolve();
      };
      const stopClock = clock.every(POLL_MS, () => {
        if (clock.now() >= until) settle();
      });
      gone.addEventListener('abort', settle);
      waiters.add(settle);
      waiting.set(connectionId, waiters);
    });
  }

  return {
    /**
     * Tries until it succeeds, fails for a reason that no person can put right, the client has gone, or the
     * time is up.
     *
     * @returns what the last try returned
     */
    async until<T>(
      { connectionId, family }: { connectionId: string; family: EngineFamily },
      gone: Gone,
      attempt: () => Promise<Result<T>>,
    ): Promise<Result<T>> {
      const until = clock.now() + WAIT_MS[family];
      let seen = happened;
      let outcome = await attempt();
      if (outcome.ok || !isForAPerson(outcome.error.code)) return outcome;
      if (count >= MAX_WAITING) {
        return fail(
          outcome.error.code,
          `${outcome.error.message} ${MAX_WAITING} clients wait for it already.`,
        );
      }
      count += 1;
      try {
        while (!outcome.ok && isForAPerson(outcome.error.code)) {
          if (gone.aborted || clock.now() >= until) return outcome;
          onWaiting(connectionId, outcome.error);
          if (seen === happened) await nextEvent(connectionId, until, gone);
          if (gone.aborted || seen === happened) return outcome;
          seen = happened;
          outcome = await attempt();
        }
        return outcome;
      } finally {
        count -= 1;
        if ((waiting.get(connectionId)?.size ?? 0) === 0) {
          waiting.delete(connectionId);
          onWaiting(connectionId, null);
        }
      }
    },
    /** Something has happened: the user says so, AWS's files have changed, or somebody has signed in. */
    retry(): void {
      happened += 1;
      for (const waiters of waiting.values()) for (const settle of Array.from(waiters)) settle();
    },
  };
}
