/** Time as a port, so that expiry is tested by moving a clock and never by waiting. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Calls `tick` about every `ms` milliseconds until the returned function is called. Deadlines are
   * compared with `now()` at each tick and not handed to one long timer, because a computer that
   * sleeps stops long timers and not time.
   */
  every(ms: number, tick: () => void): () => void;
}
