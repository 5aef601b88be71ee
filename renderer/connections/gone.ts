import type { Connection } from '../../app/connections/model.ts';
import type { Scan } from '../../app/endpoints/model.ts';
import type { State } from '../store.ts';
import { isRdsName } from './typed-address.ts';

/** What a connection needs and is not there any more. */
export type Gone = 'profile' | 'endpoint';

type From = Pick<State, 'phase' | 'profiles' | 'scans'>;

const addresses = new WeakMap<Scan, ReadonlySet<string>>();

/**
 * What of a connection has gone: its profile from the AWS files, or its endpoint from what AWS lists. Said
 * only where it is certain: the files could be read, and the region was looked through as that profile
 * without a problem.
 */
export function goneOf(connection: Connection, { phase, profiles, scans }: From): Gone | null {
  if (phase !== 'ready') return null;
  const { profile, region, address } = connection;
  if (profiles.error === null && !profiles.profiles.some(({ name }) => name === profile)) return 'profile';
  if (!isListed(address.host)) return null;
  const scan = scans.find((one) => one.profile === profile && one.region === region);
  if (scan === undefined || scan.status !== 'done' || scan.finishedAt === null) return null;
  if (scan.problems.length > 0) return null;
  return addressesOf(scan).has(keyOf(address)) ? null : 'endpoint';
}

/** Whether discovery would list a name: RDS Proxies and the names of global clusters have lists of their own. */
function isListed(host: string): boolean {
  return isRdsName(host) && !/\.(?:proxy-[^.]+\.|global-[^.]+\.global\.rds\.)/i.test(host);
}

function addressesOf(scan: Scan): ReadonlySet<string> {
  const known = addresses.get(scan);
  if (known !== undefined) return known;
  const made = new Set(
    scan.endpoints.flatMap(({ address, lastSeenAt }) =>
      address === null || lastSeenAt !== null ? [] : keyOf(address),
    ),
  );
  addresses.set(scan, made);
  return made;
}

function keyOf({ host, port }: Connection['address']): string {
  return `${host.toLowerCase()}:${port}`;
}
