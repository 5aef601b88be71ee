/** Tells that something is no longer wanted. */
export interface Cancelled {
  readonly isCancelled: boolean;
  /**
   * Calls `then` once when it is cancelled; at once where it is already.
   *
   * @returns forgets it
   */
  onCancel(then: () => void): () => void;
}

/** Makes what can be cancelled, once. */
export function createCancellation(): Cancelled & { cancel(): void } {
  const waiting = new Set<() => void>();
  let isCancelled = false;
  return {
    get isCancelled() {
      return isCancelled;
    },
    onCancel(then) {
      if (isCancelled) {
        then();
        return () => undefined;
      }
      waiting.add(then);
      return () => void waiting.delete(then);
    },
    cancel() {
      isCancelled = true;
      for (const then of waiting) then();
      waiting.clear();
    },
  };
}
