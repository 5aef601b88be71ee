import type { StateFileSchema } from '../files/json-file.ts';
import { windowBounds, type WindowBounds } from './bounds.ts';

/** `window.json`: how the window was left. */
export const windowSchema: StateFileSchema<WindowBounds | null> = {
  version: 1,
  initial: null,
  parse(data) {
    const held = windowBounds.nullable().safeParse(data);
    return held.success ? { value: held.data, complete: true } : null;
  },
};
