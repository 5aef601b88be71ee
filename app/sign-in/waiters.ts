import type { Clock } from '../common/clock.ts';

/** How often it is looked whether somebody has waited long enough, in milliseconds. */
const POLL_MS = 500;

/** Those who wait for the sign-in to a session, each until it is done, taken back, or the time is up. */
export function createWaiters(clock: Clock) {
  const waiting = new Map<string, Set<(isIn: boolean) => void>>();

  return {
    /** @param waitMs in milliseconds */
    wait(id: string, waitMs: number): Promise<boolean> {
      const until = clock.now() + waitMs;
      return new Promise((resolve) => {
        const tell = (isIn: boolean): void => {
          stopClock();
          waiting.get(id)?.delete(tell);
          resolve(isIn);
        };
        const stopClock = clock.every(POLL_MS, () => {
          if (clock.now() >= until) tell(false);
        });
        waiting.set(id, (waiting.get(id) ?? new Set()).add(tell));
      });
    },
    /** Somebody has signed in, or does not want to. */
    tell(id: string, isIn: boolean): void {
      for (const one of Array.from(waiting.get(id) ?? [])) one(isIn);
    },
    /** Nobody will sign in any more. */
    stop(): void {
      for (const all of waiting.values()) for (const one of Array.from(all)) one(false);
    },
  };
}
