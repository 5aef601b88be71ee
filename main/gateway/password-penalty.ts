/** Wrong passwords in a row after which an answer is held back. */
const FREE_TRIES = 3;
/** The longest that the answer to a wrong password is held back, in milliseconds. */
const LONGEST_PENALTY_MS = 8_000;

/** Slows down whoever guesses a local password: counts the wrong ones in a row. */
export function createPenalty() {
  let wrong = 0;
  return {
    right(): void {
      wrong = 0;
    },
    /** Counts one, and resolves when it may be answered, or when the client has gone. */
    wrong(gone: AbortSignal): Promise<void> {
      wrong += 1;
      if (wrong <= FREE_TRIES) return Promise.resolve();
      return pause(Math.min(LONGEST_PENALTY_MS, 250 * 2 ** (wrong - FREE_TRIES)), gone);
    },
  };
}

function pause(ms: number, gone: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    gone.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
