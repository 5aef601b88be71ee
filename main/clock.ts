import type { Clock } from '../app/common/clock.ts';

/** The system's time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  every(ms, tick) {
    const timer = setInterval(tick, ms);
    // a timer alone is no reason to keep a process that has nothing else to do
    timer.unref();
    return () => clearInterval(timer);
  },
};
