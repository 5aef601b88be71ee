import type { Scan } from '../../app/endpoints/model.ts';
import { tagText } from './filter.ts';

/** How many tags are offered, and how many values of each, those that most databases have. */
const MAX_KEYS = 50;
const MAX_VALUES = 100;

/** A tag, and how many databases have each of its values. */
export interface TagCounts {
  readonly key: string;
  /** How many databases have it. */
  readonly count: number;
  readonly values: ReadonlyArray<{ readonly value: string; readonly text: string; readonly count: number }>;
  /** How many values it has, those that are not offered too. */
  readonly total: number;
}

const tagged = new WeakMap<Scan, boolean>();

/** Whether any database has a tag; a scan that has not changed is looked at once. */
export function hasTags(scans: readonly Scan[]): boolean {
  return scans.some((scan) => {
    const known = tagged.get(scan);
    if (known !== undefined) return known;
    const isTagged = scan.endpoints.some(({ tags }) => Object.keys(tags).length > 0);
    tagged.set(scan, isTagged);
    return isTagged;
  });
}

/** The tags of all databases, by key and by value in the order of their texts. */
export function tagCountsOf(scans: readonly Scan[]): readonly TagCounts[] {
  const byKey = new Map<string, Map<string, number>>();
  for (const { endpoints } of scans) {
    for (const { tags } of endpoints) {
      for (const [key, value] of Object.entries(tags)) {
        const values = byKey.get(key) ?? new Map<string, number>();
        byKey.set(key, values.set(value, (values.get(value) ?? 0) + 1));
      }
    }
  }
  const all = [...byKey].map(([key, values]): TagCounts => {
    const counts = [...values].map(([value, count]) => ({ value, text: tagText(key, value), count }));
    return {
      key,
      count: counts.reduce((sum, one) => sum + one.count, 0),
      values: mostOf(counts, MAX_VALUES, ({ value }) => value),
      total: counts.length,
    };
  });
  return mostOf(all, MAX_KEYS, ({ key }) => key);
}

/** Those that most databases have, in the order of their texts. */
function mostOf<T extends { readonly count: number }>(
  all: readonly T[],
  most: number,
  textOf: (one: T) => string,
): readonly T[] {
  return all
    .toSorted((a, b) => b.count - a.count || textOf(a).localeCompare(textOf(b), 'en'))
    .slice(0, most)
    .sort((a, b) => textOf(a).localeCompare(textOf(b), 'en'));
}
