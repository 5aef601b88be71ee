import type { Endpoint, Scan } from '../../app/endpoints/model.ts';
import { regionPlaces } from '../../app/endpoints/names.ts';
import type { Profile } from '../../app/profiles/model.ts';
import { inOrder, type SortBy } from './catalogue.ts';
import { accountLabel, accountNamesIn, type AccountNames } from './accounts.ts';
import { accountText, engineName } from './describe.ts';
import { groupKey, problemsIn, type ListProblem } from './region-problems.ts';

/** What the list is grouped by; `place` is profile, account and region. */
export type GroupBy = 'place' | 'account' | 'region' | 'environment' | 'engine' | 'none';

/** A heading and what stands under it. */
export interface Group {
  readonly key: string;
  /** Whose view it is, where it is only one profile's. */
  readonly profile: string | null;
  /** Empty for the one group of a list without headings. */
  readonly title: string;
  readonly details: readonly string[];
  readonly isScanning: boolean;
  /** Whether nothing has come yet, and something may. */
  readonly isWaiting: boolean;
  readonly endpoints: readonly Endpoint[];
  /** How many of the endpoints are members that were asked for. */
  readonly opened?: number;
  /** Where they were found. */
  readonly scans: readonly Scan[];
  readonly problems: readonly ListProblem[];
}

/** What groups are made from. */
export interface GroupInput {
  readonly scans: readonly Scan[];
  readonly profiles: readonly Profile[];
  readonly groupBy: GroupBy;
  readonly sortBy: SortBy;
}

let last: { readonly input: GroupInput; readonly groups: readonly Group[] } | null = null;

/** Everything that was found, in groups, and what could not be looked at; the same array for the same state. */
export function groupsOf(input: GroupInput): readonly Group[] {
  const { scans, profiles, groupBy, sortBy } = input;
  const before = last?.input;
  if (
    last !== null &&
    before?.scans === scans &&
    before.profiles === profiles &&
    before.groupBy === groupBy &&
    before.sortBy === sortBy
  )
    return last.groups;
  const groups = groupBy === 'place' ? byPlace(input) : byProperty(input, groupBy);
  last = { input, groups };
  return groups;
}

function byPlace({ scans, profiles, sortBy }: GroupInput): readonly Group[] {
  const place = new Map(profiles.map((profile, index) => [profile.name, index]));
  const placeOf = (name: string): number => place.get(name) ?? place.size;
  const names = accountNamesIn(scans);
  const problems = problemsIn(scans);
  const ofOne = new Map<string, ListProblem[]>();
  for (const problem of problems) ofOne.set(problem.key, [...(ofOne.get(problem.key) ?? []), problem]);

  const all = scans.toSorted(
    (a, b) =>
      placeOf(a.profile) - placeOf(b.profile) || compare(a.profile, b.profile) || compare(a.region, b.region),
  );
  const groups: Group[] = [];
  for (let at = 0; at < all.length;) {
    const profile = all[at]?.profile ?? '';
    let end = at;
    while (end < all.length && all[end]?.profile === profile) end += 1;
    const ofProfile = all.slice(at, end);
    at = end;
    const account = profiles[placeOf(profile)]?.identity?.account ?? null;
    const waiting = ofProfile.filter(isWaiting);
    // many regions without an answer yet are one line
    const areTogether = waiting.length > 1;
    for (const scan of ofProfile) {
      if (areTogether && isWaiting(scan)) continue;
      const key = groupKey(scan);
      const endpoints = inOrder(scan.endpoints, sortBy);
      groups.push({
        key,
        profile,
        title: profile,
        details: placeDetails(endpoints[0]?.account ?? account, names, scan.region),
        isScanning: scan.status === 'scanning',
        isWaiting: isWaiting(scan),
        endpoints,
        scans: [scan],
        problems: ofOne.get(key) ?? [],
      });
    }
    if (areTogether)
      groups.push(waitingTogether(profile, placeDetails(account, names, `${waiting.length} regions`)));
    const shared = problems.filter((one) => one.profile === profile && one.scans.length > 1);
    groups.push(...shared.map((problem) => ofProblem(problem, account, names)));
  }
  return groups;
}

function byProperty({ scans, sortBy }: GroupInput, groupBy: Exclude<GroupBy, 'place'>): readonly Group[] {
  const buckets = new Map<string, { readonly endpoints: Endpoint[]; readonly from: Set<Scan> }>();
  for (const scan of scans) {
    for (const endpoint of scan.endpoints) {
      const key = keys[groupBy](endpoint);
      const bucket = buckets.get(key);
      if (bucket === undefined) buckets.set(key, { endpoints: [endpoint], from: new Set([scan]) });
      else {
        bucket.endpoints.push(endpoint);
        bucket.from.add(scan);
      }
    }
  }
  const isScanning = scans.some(({ status }) => status === 'scanning');
  const made = [...buckets]
    .toSorted(([a], [b]) => compare(a, b))
    .map(([key, { endpoints, from }]): Group => {
      const [title = '', ...details] = headings[groupBy](endpoints[0]);
      return {
        key: `group\n${groupBy}\n${key}`,
        profile: null,
        title,
        details,
        isScanning: false,
        isWaiting: false,
        endpoints: inOrder(endpoints, sortBy),
        scans: [...from],
        problems: [],
      };
    });
  const waiting: readonly Group[] =
    isScanning && made.length === 0
      ? [{ ...emptyGroup, key: 'group\nwaiting', title: 'Scanning', isScanning, isWaiting: true }]
      : [];
  return [...made, ...waiting, ...problemsIn(scans).map((problem) => ofProblem(problem, null, noNames))];
}

const emptyGroup = {
  profile: null,
  details: [],
  isScanning: false,
  isWaiting: false,
  endpoints: [],
  scans: [],
  problems: [],
} as const;

const environmentPlaces = { prod: '0', staging: '1', dev: '2', other: '3' } as const;

/** What endpoints of one group have in common; groups stand in its order. */
const keys: Readonly<Record<Exclude<GroupBy, 'place'>, (endpoint: Endpoint) => string>> = {
  // two of the same name are two
  account: ({ account, accountName }) => `${accountName ?? account ?? ''}\n${account ?? ''}`,
  region: ({ region }) => region,
  environment: ({ environment }) =>
    environment === null ? '4' : `${environmentPlaces[environment.kind]}${environment.label}`,
  engine: ({ engine }) => engineName(engine),
  none: () => '',
};

const headings: Readonly<
  Record<Exclude<GroupBy, 'place'>, (endpoint: Endpoint | undefined) => readonly string[]>
> = {
  account: (one) => accountHeading(one?.account ?? null, one?.accountName ?? null),
  region: (one) => [one?.region ?? '', ...details(regionPlaces[one?.region ?? ''] ?? null)],
  environment: (one) => [one?.environment?.label ?? 'No environment'],
  engine: (one) => [engineName(one?.engine ?? '')],
  none: () => [],
};

function isWaiting({ status, finishedAt, endpoints }: Scan): boolean {
  return status === 'scanning' && finishedAt === null && endpoints.length === 0;
}

const noNames: AccountNames = new Map();

function accountHeading(account: string | null, name: string | null): readonly string[] {
  if (account === null) return ['Account not known'];
  return name === null ? [accountText(account)] : [name, accountText(account)];
}

function waitingTogether(profile: string, where: readonly string[]): Group {
  return {
    ...emptyGroup,
    key: `group\n${profile}\n\nwaiting`,
    profile,
    title: profile,
    details: where,
    isScanning: true,
    isWaiting: true,
  };
}

function ofProblem(problem: ListProblem, account: string | null, names: AccountNames): Group {
  const { key, profile, scans } = problem;
  const [first] = scans;
  const where = scans.length === 1 && first !== undefined ? first.region : `${scans.length} regions`;
  const text = { title: profile, details: placeDetails(account, names, where) };
  return { ...emptyGroup, ...text, key, profile, problems: [problem] };
}

function placeDetails(account: string | null, names: AccountNames, where: string): readonly string[] {
  return details(account === null ? null : accountLabel(account, names), where);
}

function details(...texts: ReadonlyArray<string | null>): readonly string[] {
  return texts.filter((text) => text !== null);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
