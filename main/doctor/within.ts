import type { Observation } from '../../app/doctor/observations.ts';

/**
 * Does something within a limit. The signal is aborted when the time is up or everything is stopped, so that what
 * is open can be closed; an answer that comes after that is thrown away.
 *
 * @param limitMs in milliseconds
 * @param stop aborted when the whole run is over
 */
export async function within<T>(
  limitMs: number,
  stop: AbortSignal,
  work: (signal: AbortSignal) => Promise<Observation<T>>,
): Promise<Observation<T>> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), limitMs);
  const signal = AbortSignal.any([late.signal, stop]);
  try {
    return await Promise.race([work(signal), ended<T>(signal, stop)]);
  } catch (cause) {
    if (signal.aborted) return outcomeOf(stop);
    return {
      outcome: 'failed',
      message: cause instanceof Error ? cause.message.slice(0, 300) : 'It failed.',
    };
  } finally {
    clearTimeout(timer);
  }
}

function ended<T>(signal: AbortSignal, stop: AbortSignal): Promise<Observation<T>> {
  return new Promise((resolve) => {
    const settle = (): void => resolve(outcomeOf(stop));
    if (signal.aborted) settle();
    else signal.addEventListener('abort', settle, { once: true });
  });
}

function outcomeOf(stop: AbortSignal): Observation<never> {
  return { outcome: stop.aborted ? 'skipped' : 'timed-out' };
}

/** How much earlier than its check's limit a silence is told of, in milliseconds. */
const BEFORE_LIMIT_MS = 50;

/**
 * What is said, or what silence means: for some checks it is an answer, too.
 *
 * @param limitMs of the check, in milliseconds
 */
export async function orSilent<T>(limitMs: number, answer: Promise<T>, silent: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(silent), limitMs - BEFORE_LIMIT_MS);
  });
  try {
    return await Promise.race([answer, silence]);
  } finally {
    clearTimeout(timer);
  }
}
