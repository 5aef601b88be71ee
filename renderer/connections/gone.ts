import type { Connection } from '../../app/connections/model.ts';
import { awsHostName, type AwsHostName, type DiscoveryCall, type Scan } from '../../app/endpoints/model.ts';
import type { State } from '../store.ts';

/** What a connection needs and is not there any more. */
export type Gone = 'profile' | 'endpoint';

type From = Pick<State, 'phase' | 'profiles' | 'scans'>;

const addresses = new WeakMap<Scan, ReadonlySet<string>>();

/**
 * What of a connection has gone: its profile from the AWS files, or its endpoint from what AWS lists. Said
 * only where it is certain: the files could be read, and the region was looked through as that profile by the calls that
 * would list it.
 */
export function goneOf(connection: Connection, { phase, profiles, scans }: From): Gone | null {
  if (phase !== 'ready') return null;
  const { profile, region, address } = connection;
  if (profiles.error === null && !profiles.profiles.some(({ name }) => name === profile)) return 'profile';
  const calls = callsFor(address.host);
  if (calls.length === 0) return null;
  const scan = scans.find((one) => one.profile === profile && one.region === region);
  if (scan === undefined || scan.status !== 'done' || scan.finishedAt === null) return null;
  if (scan.problems.some(({ call }) => calls.includes(call))) return null;
  // a global cluster's name is in all of its regions
  const isThere = scans.some((one) => one.profile === profile && addressesOf(one).has(keyOf(address)));
  return isThere ? null : 'endpoint';
}

const DATABASES: readonly DiscoveryCall[] = ['DescribeDBInstances', 'DescribeDBClusters'];

/** The calls that would list a name of each kind; without all of them it is not known whether it is there. */
const CALLS: Readonly<Record<AwsHostName['kind'], readonly DiscoveryCall[]>> = {
  instance: DATABASES,
  writer: DATABASES,
  reader: DATABASES,
  custom: DATABASES,
  proxy: ['DescribeDBProxies'],
  'proxy-endpoint': ['DescribeDBProxies', 'DescribeDBProxyEndpoints'],
  global: ['DescribeGlobalClusters'],
  dsql: ['ListClusters'],
  'shard-group': [],
};

function callsFor(host: string): readonly DiscoveryCall[] {
  const kind = awsHostName(host)?.kind;
  return kind === undefined ? [] : CALLS[kind];
}

function addressesOf(scan: Scan): ReadonlySet<string> {
  const known = addresses.get(scan);
  if (known !== undefined) return known;
  const all = scan.endpoints
    .filter(({ lastSeenAt }) => lastSeenAt === null)
    .flatMap(({ address, members }) => [address, ...members.map((member) => member.address)]);
  const made = new Set(all.flatMap((address) => (address === null ? [] : keyOf(address))));
  addresses.set(scan, made);
  return made;
}

function keyOf({ host, port }: Connection['address']): string {
  return `${host.toLowerCase()}:${port}`;
}
