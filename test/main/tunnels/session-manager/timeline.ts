import type { Clock } from '../../../../app/common/clock.ts';
import { settled } from '../../../app/deferred.ts';

/** A test's time: a clock, and what happens at which moment of it. */
export interface Timeline {
  readonly clock: Clock;
  /** Calls it so many milliseconds from now; in order where moments are the same. */
  readonly after: (ms: number, happen: () => void) => void;
  /** Lets time pass, and all that it causes happen, until a condition holds. */
  readonly run: (ms: number, isEnough?: () => boolean) => Promise<void>;
  /** The computer sleeps: time passes and nothing happens, and what was due in it happens after it. */
  readonly sleep: (ms: number) => void;
  /** How many tickers of the clock there are. */
  readonly tickers: () => number;
}

/** How fine time is, in milliseconds. */
const STEP_MS = 10;

/** Makes a time that stands still until it is run. Unlike the clock of other tests it bears hundreds of tickers. */
export function createTimeline(): Timeline {
  const moments = new Map<number, (() => void)[]>();
  let now = Date.UTC(2026, 0, 1);
  let tickers = 0;

  function after(ms: number, happen: () => void): void {
    const at = Math.ceil((now + Math.max(ms, 1)) / STEP_MS) * STEP_MS;
    const there = moments.get(at);
    if (there === undefined) moments.set(at, [happen]);
    else there.push(happen);
  }

  /** Goes to the next moment at which something happens, but not past an end. */
  function step(until: number): void {
    now = Math.min(until, ...moments.keys());
    const due = moments.get(now) ?? [];
    moments.delete(now);
    for (const happen of due) happen();
  }

  return {
    clock: {
      now: () => now,
      every(ms, tick) {
        let isWanted = true;
        tickers += 1;
        const again = (): void => {
          if (!isWanted) return;
          after(ms, again);
          tick();
        };
        after(ms, again);
        return () => {
          if (isWanted) tickers -= 1;
          isWanted = false;
        };
      },
    },
    after,
    async run(ms, isEnough = () => false) {
      const until = now + ms;
      while (now < until && !isEnough()) {
        step(until);
        await settled();
      }
    },
    sleep(ms) {
      now += ms;
      const missed = [...moments].filter(([at]) => at <= now).toSorted(([one], [other]) => one - other);
      for (const [at, happens] of missed) {
        moments.delete(at);
        for (const happen of happens) after(STEP_MS, happen);
      }
    },
    tickers: () => tickers,
  };
}
