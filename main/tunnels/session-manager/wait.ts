import type { Clock } from '../../../app/common/clock.ts';

/** How exact waiting is, in milliseconds. */
const TICK_MS = 50;

/** Waits so many milliseconds, or until it is not wanted any more. */
export function pause(clock: Clock, ms: number, gone: AbortSignal): Promise<void> {
  if (ms === 0 || gone.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const from = clock.now();
    const settle = (): void => {
      stop();
      gone.removeEventListener('abort', settle);
      resolve();
    };
    const stop = clock.every(TICK_MS, () => {
      if (clock.now() - from >= ms) settle();
    });
    gone.addEventListener('abort', settle);
  });
}

/**
 * Asks, and gives up after so many milliseconds.
 *
 * @param ask its signal is aborted when the time is up, or with `gone`
 * @returns null where there was no answer in time, or asking failed
 */
export async function deadline<T>(
  clock: Clock,
  ms: number,
  gone: AbortSignal,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T | null> {
  const inTime = new AbortController();
  const late = new AbortController();
  const signal = AbortSignal.any([gone, late.signal]);
  const timeout = pause(clock, ms, AbortSignal.any([gone, inTime.signal])).then(() => null);
  const answer = ask(signal).catch(() => null);
  const first = await Promise.race([answer, timeout]);
  inTime.abort();
  late.abort();
  return first;
}
