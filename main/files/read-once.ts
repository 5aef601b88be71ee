import type { StateFile } from '../../app/common/state-file.ts';

/**
 * A file whose first reading is kept, for one that two parts of the start need: what is set aside at a
 * first reading would not be there for a second, and nobody would hear of it.
 */
export function readOnce<T>(file: StateFile<T>): StateFile<T> {
  let reading: ReturnType<StateFile<T>['load']> | null = null;
  return {
    load: () => (reading ??= file.load()),
    save: (value) => file.save(value),
  };
}
