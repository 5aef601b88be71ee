import { setImmediate } from 'node:timers/promises';
import type { Steps } from '../../app/common/steps.ts';

/** How long one slice of a long work may take, in milliseconds: half a frame of the window. */
const SLICE_MS = 8;

/** Does work step by step, and lets everything else have its turn in between. */
export async function inSlices<T>(steps: Steps<T>): Promise<T> {
  let since = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - since < SLICE_MS) continue;
    await setImmediate();
    since = performance.now();
  }
}
