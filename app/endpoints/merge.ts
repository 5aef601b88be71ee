import { blockedBy, type Endpoint } from './model.ts';

/** What decides with which profile an endpoint is used that several see. */
export interface WayChoice {
  /** The profile that the list is narrowed to; null for all. */
  readonly only: string | null;
  /** The profile that the user has chosen, by {@link mergeKeyOf}. */
  readonly preferred: Readonly<Record<string, string>>;
  /** How early a profile comes where nobody has chosen: lower is earlier. */
  readonly rankOf: (profile: string) => number;
}

/** What says where an endpoint is. */
type Located = Pick<Endpoint, 'id' | 'partition' | 'address' | 'arn' | 'role' | 'name'>;

/**
 * What is the same for every profile's view of an endpoint: its address, which AWS gives once in a partition; before it
 * has one, its ARN and what it is of that. It is also what the choice of a profile is remembered by.
 */
export function mergeKeyOf({ id, partition, address, arn, role, name }: Located): string {
  if (address !== null) return `${partition} ${address.host.toLowerCase()}:${address.port}`;
  return arn === '' ? id : `${arn} ${role} ${name}`;
}

/**
 * Views of one key as the endpoints that they are of. An address that several accounts claim is a different endpoint in
 * each of them; a view whose account is not known then stays apart from all.
 */
export function separated(views: readonly Endpoint[]): ReadonlyArray<readonly Endpoint[]> {
  const [first] = views;
  if (views.every(({ account }) => account === first?.account)) return [views];
  const accounts = new Map<string | null, Endpoint[]>();
  for (const one of views) accounts.set(one.account, [...(accounts.get(one.account) ?? []), one]);
  const known = [...accounts.keys()].filter((account) => account !== null);
  return known.length < 2 ? [views] : [...accounts.values()];
}

/**
 * The ways into one endpoint, the one that is used first: by the profile that was chosen, else by one that can be used,
 * in the profiles' order. A profile sees a global cluster's endpoint in several regions under one ID, which is one way.
 *
 * @param views of one endpoint, by whichever profile, in any order
 */
export function waysInOrder(
  views: readonly Endpoint[],
  { only, preferred, rankOf }: WayChoice,
): readonly Endpoint[] {
  const [one] = views;
  if (one === undefined || views.length === 1) return views;
  const chosen = preferred[mergeKeyOf(one)];
  const scored = views
    .map((way) => ({ way, score: scoreOf(way, { only, chosen, rank: rankOf(way.profile) }) }))
    .sort((a, b) => a.score - b.score || compareViews(a.way, b.way));
  const ids = new Set<string>();
  return scored.flatMap(({ way }) => {
    if (ids.has(way.id)) return [];
    ids.add(way.id);
    return way;
  });
}

/** What comes before any place in the order of profiles: they are fewer. */
const BEFORE_RANKS = 1_000_000;

/** How late a way comes: lower is earlier. */
function scoreOf(
  way: Endpoint,
  by: { readonly only: string | null; readonly chosen: string | undefined; readonly rank: number },
): number {
  const isLast = [way.profile !== by.only, way.profile !== by.chosen, blockedBy(way) !== null];
  const weight = isLast.reduce((sum, is) => sum * 2 + (is ? 1 : 0), 0);
  return weight * BEFORE_RANKS + by.rank * 2 + (way.policyResourceId === null ? 1 : 0);
}

/** What is alike is told apart by what it is: that it arrives in another order must not show. */
function compareViews(a: Endpoint, b: Endpoint): number {
  return compare(a.id, b.id) || compare(JSON.stringify(a), JSON.stringify(b));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
