import type { SearchIndex } from './search-index.ts';

/**
 * Keeps an index to a list: what is new in it is added, what is gone is removed.
 *
 * @returns makes the index follow; the same list again costs nothing
 */
export function following<T>(index: SearchIndex<T>): (items: readonly T[]) => SearchIndex<T> {
  let held: readonly T[] = [];
  return (items) => {
    if (items === held) return index;
    const now = new Set(items);
    for (const item of held) if (!now.has(item)) index.remove(item);
    for (const item of items) index.add(item);
    held = items;
    return index;
  };
}
