import type { Clock } from '../../app/common/clock.ts';

/** A clock that a test moves. */
export interface TestClock extends Clock {
  /** Lets time pass, with every tick that falls into it, in order. */
  advance(ms: number): void;
  /** The computer sleeps: time passes and nothing ticks, then whatever is overdue ticks once. */
  sleep(ms: number): void;
  /** How many tickers there are. */
  watchers(): number;
}

/**
 * Makes a clock that stands still until it is moved.
 *
 * @param start milliseconds since the epoch
 */
export function testClock(start = Date.UTC(2026, 0, 1)): TestClock {
  let time = start;
  const tickers = new Map<symbol, { every: number; due: number; tick: () => void }>();

  return {
    now: () => time,
    every(ms, tick) {
      const key = Symbol('ticker');
      tickers.set(key, { every: ms, due: time + ms, tick });
      return () => void tickers.delete(key);
    },
    advance(ms) {
      const end = time + ms;
      for (;;) {
        const [next] = [...tickers.values()].toSorted((a, b) => a.due - b.due);
        if (next === undefined || next.due > end) break;
        time = next.due;
        next.due += next.every;
        next.tick();
      }
      time = end;
    },
    sleep(ms) {
      time += ms;
      for (const ticker of tickers.values()) {
        if (ticker.due > time) continue;
        ticker.due = time + ticker.every;
        ticker.tick();
      }
    },
    watchers: () => tickers.size,
  };
}
