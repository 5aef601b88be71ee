import type { Clock } from '../common/clock.ts';

/** How long a client with windows may take until it connects, in milliseconds: some take half a minute to start. */
export const CONNECT_TIMEOUT_MS = 60_000;

const POLL_MS = 1_000;

/**
 * Waits until a client that was opened has been heard of, and tells where it was not. That a program runs says
 * nothing of its window; that it reaches the gateway does.
 *
 * @param isHeard whether it has reached the gateway
 * @param onSilent told once, when it has not within a minute
 * @returns stops waiting
 */
export function watchConnectTimeout(
  clock: Pick<Clock, 'now' | 'every'>,
  hasConnected: () => boolean,
  onTimeout: () => void,
): () => void {
  const deadline = clock.now() + CONNECT_TIMEOUT_MS;
  const stop = clock.every(POLL_MS, () => {
    const heard = hasConnected();
    if (!heard && clock.now() < deadline) return;
    stop();
    if (!heard) onTimeout();
  });
  return stop;
}
