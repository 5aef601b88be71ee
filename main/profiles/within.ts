import type { Cancelled } from '../../app/common/cancellation.ts';

/** What was asked has not answered in time. */
export class SilentError extends Error {
  /** One of the names by which {@link awsFailure} knows that something is out of reach. */
  override readonly name = 'TimeoutError';

  /** @param ms how long it was waited for, in milliseconds */
  constructor(ms: number) {
    super(`no answer within ${ms / 1_000} seconds`);
  }
}

/** It is no longer wanted. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
}

/**
 * Does something within a limit. What is open is to be closed when the signal is aborted; whether or not it is, the
 * promise ends then.
 *
 * @param limitMs in milliseconds
 * @param cancelled ends it sooner
 * @throws SilentError, CancelledError, and what the work throws
 */
export async function within<T>(
  limitMs: number,
  work: (signal: AbortSignal) => Promise<T>,
  cancelled?: Cancelled,
): Promise<T> {
  const over = new AbortController();
  return new Promise<T>((resolve, reject) => {
    const end = (reason: Error): void => {
      over.abort(reason);
      reject(reason);
    };
    const timer = setTimeout(() => end(new SilentError(limitMs)), limitMs);
    const forget = cancelled?.onCancel(() => end(new CancelledError('cancelled')));
    work(over.signal)
      .then(resolve, (cause: unknown) => {
        reject(cause instanceof Error ? cause : new Error(String(cause)));
      })
      .finally(() => {
        clearTimeout(timer);
        forget?.();
      });
  });
}
