import type { Clock } from '../clock.ts';

/** How long a client with windows may take until it connects, in milliseconds: some take half a minute to start. */
export const SILENT_AFTER_MS = 60_000;

const LOOK_EVERY_MS = 1_000;

/**
 * Waits until a client that was opened has been heard of, and tells where it was not. That a program runs says
 * nothing of its window; that it reaches the gateway does.
 *
 * @param isHeard whether it has reached the gateway
 * @param onSilent told once, when it has not within a minute
 * @returns stops waiting
 */
export function watchSilence(
  clock: Pick<Clock, 'now' | 'every'>,
  isHeard: () => boolean,
  onSilent: () => void,
): () => void {
  const deadline = clock.now() + SILENT_AFTER_MS;
  const stop = clock.every(LOOK_EVERY_MS, () => {
    const heard = isHeard();
    if (!heard && clock.now() < deadline) return;
    stop();
    if (!heard) onSilent();
  });
  return stop;
}
