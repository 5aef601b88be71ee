import type { Endpoint } from '../../app/endpoints/model.ts';
import type { Group } from './groups.ts';

/** One line of the list. */
export type Row =
  | { readonly kind: 'group'; readonly key: string; readonly group: Group }
  | { readonly kind: 'endpoint'; readonly key: string; readonly endpoint: Endpoint }
  | { readonly kind: 'progress'; readonly key: string };

/** Heights in pixels; the style sheet of the list has the same numbers. */
export const HEADING_HEIGHT = 32;
export const ROW_HEIGHT = 48;

/**
 * The list as it is shown: which row is where. Rows are made when they are asked for, so that a list of any length costs
 * what can be seen of it.
 */
export interface ListRows {
  readonly groups: readonly Group[];
  /** How many rows there are, headings among them. */
  readonly count: number;
  /** Their height, in pixels. */
  readonly height: number;
  /** How many endpoints are shown. */
  readonly shown: number;
  /** The same without members that were asked for. */
  readonly listed: number;
  /** The id of what Enter acts on while searching. */
  readonly best: string | null;
  readonly rowAt: (index: number) => Row | undefined;
  /** Where a row begins, in pixels from the top. */
  readonly topOf: (index: number) => number;
  /** The row at a height, in pixels from the top. */
  readonly indexAt: (top: number) => number;
  /** Where the row of a key is; an endpoint's key is its id. -1 where it is not in the list. */
  readonly indexOf: (key: string) => number;
  /** The endpoint that is so many steps away, staying in the list; from the near end where `from` is not in it. */
  readonly stepFrom: (from: string | null, step: number) => Endpoint | null;
  /** The heading that a row stands under, where it has one. */
  readonly groupAt: (index: number) => Group | null;
}

/** Where a group is. */
interface Placed {
  readonly group: Group;
  readonly isHeaded: boolean;
  /** Its first row, which is its heading where it has one. */
  readonly first: number;
  readonly rows: number;
  readonly top: number;
  /** How many endpoints are before it. */
  readonly before: number;
}

/** Lays groups out one under the other. */
export function layoutOf(groups: readonly Group[], isSearching: boolean): ListRows {
  const placed: Placed[] = [];
  let [count, height, shown, opened] = [0, 0, 0, 0];
  for (const group of groups) {
    const isHeaded = group.title !== '';
    const inside = group.endpoints.length + (group.isWaiting ? 1 : 0);
    const rows = inside + (isHeaded ? 1 : 0);
    placed.push({ group, isHeaded, first: count, rows, top: height, before: shown });
    count += rows;
    height += (isHeaded ? HEADING_HEIGHT : 0) + inside * ROW_HEIGHT;
    shown += group.endpoints.length;
    opened += group.opened ?? 0;
  }

  const groupOf = (index: number): Placed | undefined => lastWhere(placed, ({ first }) => first <= index);
  const endpointAt = (number: number): Endpoint | null => {
    const of = lastWhere(placed, ({ before }) => before <= number);
    return of?.group.endpoints[number - of.before] ?? null;
  };
  let lastFound: { readonly key: string; readonly index: number } | null = null;

  function indexOf(key: string): number {
    if (lastFound?.key !== key) lastFound = { key, index: placeOf(placed, key) };
    return lastFound.index;
  }

  /** How many endpoints are before a row. */
  function numberOf(index: number): number {
    const of = groupOf(index);
    return of === undefined ? -1 : of.before + (index - of.first) - (of.isHeaded ? 1 : 0);
  }

  return {
    groups,
    count,
    height,
    shown,
    listed: shown - opened,
    best: isSearching ? (endpointAt(0)?.id ?? null) : null,
    indexOf,
    rowAt(index) {
      const of = groupOf(index);
      if (of === undefined || index >= count) return undefined;
      const { group, first, isHeaded } = of;
      if (isHeaded && index === first) return { kind: 'group', key: group.key, group };
      const endpoint = group.endpoints[index - first - (isHeaded ? 1 : 0)];
      return endpoint === undefined
        ? { kind: 'progress', key: `${group.key}\nprogress` }
        : { kind: 'endpoint', key: endpoint.id, endpoint };
    },
    topOf(index) {
      const of = groupOf(index);
      if (of === undefined) return 0;
      const after = index - of.first;
      if (!of.isHeaded) return of.top + after * ROW_HEIGHT;
      return of.top + (after === 0 ? 0 : HEADING_HEIGHT + (after - 1) * ROW_HEIGHT);
    },
    indexAt(top) {
      const of = lastWhere(placed, (one) => one.top <= Math.max(0, top));
      if (of === undefined) return 0;
      const inside = Math.max(0, top) - of.top - (of.isHeaded ? HEADING_HEIGHT : 0);
      const row = inside < 0 ? 0 : Math.floor(inside / ROW_HEIGHT) + (of.isHeaded ? 1 : 0);
      return of.first + Math.min(row, of.rows - 1);
    },
    stepFrom(from, step) {
      if (shown === 0) return null;
      const at = from === null ? -1 : indexOf(from);
      const last = shown - 1;
      // with nothing selected a single step goes to the near end, and a step over everything to the far one
      const start = at !== -1 ? numberOf(at) : step > 0 ? -1 : Math.abs(step) > last ? 0 : shown;
      return endpointAt(Math.min(Math.max(start + step, 0), last));
    },
    groupAt(index) {
      const of = groupOf(index);
      return of?.isHeaded === true ? of.group : null;
    },
  };
}

function placeOf(placed: readonly Placed[], key: string): number {
  for (const { group, first, isHeaded } of placed) {
    if (group.key === key) return first;
    const at = group.endpoints.findIndex(({ id }) => id === key);
    if (at !== -1) return first + at + (isHeaded ? 1 : 0);
  }
  return -1;
}

/** The last of a row of things for which something holds that holds for all before it. */
function lastWhere<T>(list: readonly T[], holds: (one: T) => boolean): T | undefined {
  let [from, to] = [0, list.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const one = list[middle];
    if (one !== undefined && holds(one)) from = middle + 1;
    else to = middle;
  }
  return list[from - 1];
}
