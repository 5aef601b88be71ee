import type { Endpoint, Scan, SignIn } from '../../app/endpoints/model.ts';
import type { Profile } from '../../app/profiles/model.ts';
import { entriesOf } from './catalogue.ts';
import { isNarrowed, passes, type Filters } from './filter.ts';
import { regionProblems, type RegionProblem } from './region-problems.ts';
import { matches, scoreOf, wordsOf } from './search.ts';

/** One line of the list. */
export type Row =
  | { readonly kind: 'group'; readonly key: string; readonly scan: Scan; readonly account: string | null }
  | { readonly kind: 'endpoint'; readonly key: string; readonly endpoint: Endpoint }
  | {
      readonly kind: 'problem';
      readonly key: string;
      readonly scan: Scan;
      readonly problem: RegionProblem;
    }
  | { readonly kind: 'progress'; readonly key: string };

/** The list as it is shown. */
export interface ListRows {
  readonly rows: readonly Row[];
  /** Ids of the endpoints shown, in order. */
  readonly order: readonly string[];
  /** Where each row is, by key; an endpoint's key is its id. */
  readonly position: ReadonlyMap<string, number>;
  /** What Enter acts on while searching. */
  readonly best: string | null;
}

/** What the list is made from. */
export interface ListInput {
  readonly scans: readonly Scan[];
  readonly profiles: readonly Profile[];
  readonly signIns: Readonly<Record<string, SignIn>>;
  readonly query: string;
  readonly filters: Filters;
}

let last: { readonly input: ListInput; readonly output: ListRows } | null = null;

/** The rows for some state; the last answer is kept, because the list, the search and the keys all ask. */
export function listRows(input: ListInput): ListRows {
  if (last !== null && isSame(last.input, input)) return last.output;
  const output = makeRows(input);
  last = { input, output };
  return output;
}

/** Key of the row of one region as one profile sees it. */
export function groupKey(scan: Pick<Scan, 'profile' | 'region'>): string {
  return `group\n${scan.profile}\n${scan.region}`;
}

function isSame(a: ListInput, b: ListInput): boolean {
  return (
    a.scans === b.scans &&
    a.profiles === b.profiles &&
    a.signIns === b.signIns &&
    a.query === b.query &&
    a.filters === b.filters
  );
}

function makeRows({ scans, profiles, signIns, query, filters }: ListInput): ListRows {
  const words = wordsOf(query);
  const narrowed = words.length > 0 || isNarrowed({ ...filters, profile: null });
  const place = new Map(profiles.map((profile, index) => [profile.name, index]));
  const rows: Row[] = [];
  const order: string[] = [];
  let best: string | null = null;
  let bestScore = -1;

  for (const scan of inOrder(scans, place)) {
    if (filters.profile !== null && scan.profile !== filters.profile) continue;
    const key = groupKey(scan);
    const shown = entriesOf(scan).filter((entry) => passes(entry.endpoint, filters) && matches(entry, words));
    const isFirstScan = scan.status === 'scanning' && scan.finishedAt === null;
    // what is missing is only worth a row where nothing was asked for in particular
    const tail = narrowed ? [] : tailOf(scan, key, isFirstScan);
    if (shown.length === 0 && tail.length === 0) continue;
    const identity = profiles[place.get(scan.profile) ?? -1]?.identity;
    const account = shown[0]?.endpoint.account ?? identity?.account ?? null;
    rows.push({ kind: 'group', key, scan, account });
    for (const entry of shown) {
      const { endpoint } = entry;
      rows.push({ kind: 'endpoint', key: endpoint.id, endpoint });
      order.push(endpoint.id);
      if (words.length === 0) continue;
      const score = scoreOf(entry, words, signIns[endpoint.id] !== undefined);
      if (score > bestScore) [best, bestScore] = [endpoint.id, score];
    }
    rows.push(...tail);
  }
  return { rows, order, position: new Map(rows.map((row, index) => [row.key, index])), best };
}

function tailOf(scan: Scan, key: string, isFirstScan: boolean): readonly Row[] {
  const problems = regionProblems(scan).map((problem): Row => ({
    kind: 'problem',
    key: `${key}\n${problem.error.code}`,
    scan,
    problem,
  }));
  return isFirstScan ? [...problems, { kind: 'progress', key: `${key}\nprogress` }] : problems;
}

function inOrder(scans: readonly Scan[], place: ReadonlyMap<string, number>): readonly Scan[] {
  const placeOf = (scan: Scan): number => place.get(scan.profile) ?? place.size;
  return scans.toSorted(
    (a, b) =>
      placeOf(a) - placeOf(b) || a.profile.localeCompare(b.profile) || a.region.localeCompare(b.region),
  );
}
