import { blockedBy, type Endpoint, type Scan } from './model.ts';

/** What decides among several ways into one endpoint. */
export interface WayChoice {
  /** The profile that the user has chosen, by {@link mergeKeyOf}. */
  readonly preferred: Readonly<Record<string, string>>;
  /** How early a profile comes where nobody has chosen: lower is earlier. */
  readonly rankOf: (profile: string) => number;
}

/** Several views of the same endpoints as one. */
interface Merged {
  /** For each endpoint that is shown and has several ways in: all of them, the chosen one first. */
  readonly ways: ReadonlyMap<string, readonly Endpoint[]>;
  /** IDs of what is not shown: the other ways into what is, and members whose cluster is shown. */
  readonly hidden: ReadonlySet<string>;
}

/**
 * What makes an endpoint the same one, whoever sees it: its address, which is AWS's alone; before it has one, its ARN and
 * what it is of that. Accounts are not compared: one that is not known must not keep two views apart.
 */
export function mergeKeyOf(endpoint: Pick<Endpoint, 'id' | 'address' | 'arn' | 'role' | 'name'>): string {
  const { address, arn, role, name, id } = endpoint;
  if (address !== null) return `${address.host.toLowerCase()}:${address.port}`;
  return arn === '' ? id : `${arn} ${role} ${name}`;
}

/**
 * Merges what several profiles see into one list, whatever the order in which it arrived: each endpoint is shown once,
 * none is lost. A member that one profile sees alone is not shown beside the cluster that another one sees.
 */
export function mergeWays(scans: readonly Pick<Scan, 'endpoints'>[], choice: WayChoice): Merged {
  const byKey = new Map<string, Endpoint[]>();
  const members = new Set<string>();
  for (const { endpoints } of scans) {
    const keys = keysOf(endpoints);
    for (const [index, one] of endpoints.entries()) {
      const key = keys[index] ?? one.id;
      const known = byKey.get(key);
      if (known === undefined) byKey.set(key, [one]);
      else known.push(one);
      for (const { name } of one.members) members.add(memberKey(one, name));
    }
  }
  const ways = new Map<string, readonly Endpoint[]>();
  const hidden = new Set<string>();
  for (const [key, found] of byKey) {
    const [first, ...others] = found.length === 1 ? found : inPreference(found, choice, key);
    if (first === undefined) continue;
    if (found.every((one) => one.role === 'member' && members.has(memberKey(one, one.name)))) {
      hidden.add(first.id);
    }
    // one profile may see a global cluster's endpoint in several regions, under one id
    for (const { id } of others) if (id !== first.id) hidden.add(id);
    const distinct = [first, ...others.filter(({ id }, index) => isFirst(id, index, first, others))];
    if (distinct.length > 1) ways.set(first.id, distinct);
  }
  return { ways, hidden };
}

const knownKeys = new WeakMap<readonly Endpoint[], readonly string[]>();

/** The keys of one region's endpoints, worked out once for each list that a scan brings. */
function keysOf(endpoints: readonly Endpoint[]): readonly string[] {
  const known = knownKeys.get(endpoints);
  if (known !== undefined) return known;
  const made = endpoints.map(mergeKeyOf);
  knownKeys.set(endpoints, made);
  return made;
}

function isFirst(id: string, index: number, first: Endpoint, others: readonly Endpoint[]): boolean {
  return id !== first.id && others.findIndex((one) => one.id === id) === index;
}

/** A member of a cluster, by the account and region that both have. */
function memberKey({ account, profile, region }: Endpoint, name: string): string {
  return `${account ?? profile}\n${region}\n${name}`;
}

/** The chosen profile's way first, then the ones that can be used and know most, by the profiles' order. */
function inPreference(found: readonly Endpoint[], choice: WayChoice, key: string): readonly Endpoint[] {
  const preferred = choice.preferred[key];
  const scored = found.map((way) => ({
    way,
    score: [
      way.profile === preferred ? 0 : 1,
      blockedBy(way) === null ? 0 : 1,
      choice.rankOf(way.profile),
      way.policyResourceId === null ? 1 : 0,
    ],
  }));
  return scored
    .toSorted(
      (a, b) =>
        compareScores(a.score, b.score) ||
        compare(a.way.id, b.way.id) ||
        // two views of one profile, in two regions: that they arrive in another order must not show
        compare(JSON.stringify(a.way), JSON.stringify(b.way)),
    )
    .map(({ way }) => way);
}

function compareScores(a: readonly number[], b: readonly number[]): number {
  for (const [index, one] of a.entries()) {
    const by = one - (b[index] ?? 0);
    if (by !== 0) return by;
  }
  return 0;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
