/** The time-out before anything was measured, in milliseconds. */
const FIRST_TIMEOUT_MS = 200;
/** Below it a peer that is only busy for a moment would be sent everything twice (as Linux's `TCP_RTO_MIN`). */
const MIN_TIMEOUT_MS = 200;
/** The cap of the measured time-out, in milliseconds: the plugin's and the agent's. */
const MAX_TIMEOUT_MS = 1_000;
/** The cap of a time-out that was doubled, in milliseconds. */
const MAX_BACKED_OFF_MS = 5_000;

/**
 * How long an acknowledgement may take, from how long those before it took: RFC 6298 with the agent's and the
 * plugin's constants.
 */
export function createRoundTrip() {
  let smoothed: number | null = null;
  let variation = 0;
  let backoff = 1;

  return {
    /**
     * Counts a measurement. Only a message that was sent once is one, for of another's copies it is not known which
     * was acknowledged (Karn's algorithm).
     *
     * @param ms in milliseconds
     */
    measured(ms: number): void {
      if (smoothed === null) {
        smoothed = ms;
        variation = ms / 2;
      } else {
        variation += (Math.abs(smoothed - ms) - variation) / 4;
        smoothed += (ms - smoothed) / 8;
      }
      backoff = 1;
    },
    /** Doubles the time-out until there is a measurement. */
    backOff(): void {
      backoff = Math.min(backoff * 2, 64);
    },
    /** When an unacknowledged message is sent again, in milliseconds after it was sent. */
    timeout(): number {
      const measured = smoothed === null ? FIRST_TIMEOUT_MS : smoothed + Math.max(10, 4 * variation);
      const base = Math.min(Math.max(measured, MIN_TIMEOUT_MS), MAX_TIMEOUT_MS);
      return Math.min(base * backoff, MAX_BACKED_OFF_MS);
    },
    /** The smoothed round trip in milliseconds; null before the first measurement. */
    smoothed: (): number | null => smoothed,
  };
}

/** How long an acknowledgement may take. */
export type RoundTrip = ReturnType<typeof createRoundTrip>;
