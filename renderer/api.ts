import type { Bridge, Reply } from '../app/contract.ts';
import type { Notice } from '../app/window/model.ts';

declare global {
  interface Window {
    readonly latchkey: Bridge;
  }
}

/** What went wrong and what to do next, as main says it. */
export type Failure = Notice['error'];

/**
 * Makes one request over the bridge.
 *
 * @param request which method to call
 * @returns main's reply; `internal` where the bridge itself failed
 */
export async function ask<T>(request: (bridge: Bridge) => Promise<Reply<T>>): Promise<Reply<T>> {
  try {
    return await request(window.latchkey);
  } catch {
    return {
      ok: false,
      error: {
        code: 'internal',
        message: 'Latchkey did not answer.',
        hint: 'Try again. If it happens again, quit Latchkey and start it again.',
      },
    };
  }
}

/**
 * Starts listening to events.
 *
 * @param subscribe which subscriptions to make
 * @returns cancels them all
 */
export function listen(subscribe: (bridge: Bridge) => ReadonlyArray<() => void>): () => void {
  const cancels = subscribe(window.latchkey);
  return () => cancels.forEach((cancel) => cancel());
}
