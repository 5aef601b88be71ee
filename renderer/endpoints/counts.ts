import { blockedBy, type Endpoint, type Scan } from '../../app/endpoints/model.ts';
import { isMysql, isPostgres, networkOf } from './filter.ts';

/** How many endpoints each filter would leave of the whole list. */
export interface Counts {
  readonly total: number;
  readonly iamReady: number;
  readonly postgres: number;
  readonly mysql: number;
  readonly dsql: number;
  readonly regions: ReadonlyMap<string, number>;
  readonly accounts: ReadonlyMap<string, number>;
  /** By label, production first. */
  readonly environments: ReadonlyMap<string, number>;
  /** Public and private ones. */
  readonly networks: ReadonlyMap<string, number>;
}

/** What one scan adds. */
interface Tally {
  total: number;
  iamReady: number;
  postgres: number;
  mysql: number;
  dsql: number;
  readonly regions: Map<string, number>;
  readonly accounts: Map<string, number>;
  readonly environments: Map<string, number>;
  readonly networks: Map<string, number>;
  readonly kinds: Map<string, string>;
}

const kindOrder = ['prod', 'staging', 'dev', 'other'];
const ofScan = new WeakMap<Scan, Tally>();
let last: { readonly scans: readonly Scan[]; readonly counts: Counts } | null = null;

/** The counts over all scans; a scan that has not changed is counted once. */
export function countsOf(scans: readonly Scan[]): Counts {
  if (last?.scans === scans) return last.counts;
  const all = emptyTally();
  for (const scan of scans) addTally(all, tallyOf(scan));
  const counts = {
    ...all,
    regions: inTextOrder(all.regions),
    accounts: inTextOrder(all.accounts),
    networks: inTextOrder(all.networks),
    environments: new Map(
      [...all.environments].toSorted(([a], [b]) => kindPlace(all, a) - kindPlace(all, b) || (a < b ? -1 : 1)),
    ),
  };
  last = { scans, counts };
  return counts;
}

function tallyOf(scan: Scan): Tally {
  const known = ofScan.get(scan);
  if (known !== undefined) return known;
  const tally = emptyTally();
  for (const endpoint of scan.endpoints) count(tally, endpoint);
  ofScan.set(scan, tally);
  return tally;
}

function count(tally: Tally, endpoint: Endpoint): void {
  const { region, account, environment } = endpoint;
  tally.total += 1;
  if (blockedBy(endpoint) === null) tally.iamReady += 1;
  if (isPostgres(endpoint)) tally.postgres += 1;
  if (isMysql(endpoint)) tally.mysql += 1;
  if (endpoint.kind === 'dsql') tally.dsql += 1;
  const network = networkOf(endpoint);
  if (network !== null) raise(tally.networks, network, 1);
  raise(tally.regions, region, 1);
  if (account !== null) raise(tally.accounts, account, 1);
  if (environment === null) return;
  raise(tally.environments, environment.label, 1);
  tally.kinds.set(environment.label, environment.kind);
}

function addTally(all: Tally, one: Tally): void {
  all.total += one.total;
  all.iamReady += one.iamReady;
  all.postgres += one.postgres;
  all.mysql += one.mysql;
  all.dsql += one.dsql;
  for (const [region, many] of one.regions) raise(all.regions, region, many);
  for (const [account, many] of one.accounts) raise(all.accounts, account, many);
  for (const [label, many] of one.environments) raise(all.environments, label, many);
  for (const [network, many] of one.networks) raise(all.networks, network, many);
  for (const [label, kind] of one.kinds) all.kinds.set(label, kind);
}

function raise(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function emptyTally(): Tally {
  return {
    total: 0,
    iamReady: 0,
    postgres: 0,
    mysql: 0,
    dsql: 0,
    regions: new Map(),
    accounts: new Map(),
    environments: new Map(),
    networks: new Map(),
    kinds: new Map(),
  };
}

function inTextOrder(counts: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return new Map([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function kindPlace({ kinds }: Tally, label: string): number {
  return kindOrder.indexOf(kinds.get(label) ?? 'other');
}
