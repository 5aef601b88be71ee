import { fail, succeed, type Result } from '../../../app/common/result.ts';
import type { StateFile } from '../../../app/common/state-file.ts';

/** A file in memory, and what is in it. */
export interface MemoryFile<T> extends StateFile<T> {
  readonly held: () => T;
  /** How often it was written. */
  readonly writes: () => number;
}

/** Files in memory, all of which can be made to fail. */
export function memoryDisk() {
  const state = { isFull: false };

  /** What is returned where something cannot be written. */
  const room = (): Result<null> =>
    state.isFull ? fail('file-unwritable', 'The disk is full.', { hint: 'Make room.' }) : succeed(null);

  return {
    state,
    room,
    /** A file that holds this. */
    file<T>(initial: T): MemoryFile<T> {
      let value = initial;
      let writes = 0;
      return {
        held: () => value,
        writes: () => writes,
        load: async () => ({ value: structuredClone(value), problem: null }),
        async save(next) {
          const saved = room();
          if (!saved.ok) return saved;
          value = structuredClone(next);
          writes += 1;
          return saved;
        },
      };
    },
  };
}
