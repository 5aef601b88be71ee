import type { Address } from '../../../app/doctor/subject.ts';
import type { NamedDatabase } from '../../../app/doctor/named.ts';
import type { Page, RdsCalls } from './rds-calls.ts';

/** How many pages are looked through: a host that is no name of RDS is rarely among thousands of databases. */
const MAX_PAGES = 5;

/** The database with this address, by looking through all; null where none has it. Throws where there are too many. */
export async function findByAddress(
  rds: Pick<RdsCalls, 'instances' | 'clusters'>,
  { host, port }: Address,
): Promise<NamedDatabase | null> {
  const isHost = (one: string | undefined): boolean => one?.toLowerCase() === host.toLowerCase();
  const cluster = await firstOf(rds.clusters, ({ Endpoint, ReaderEndpoint, CustomEndpoints, Port }) => {
    const hosts = [Endpoint, ReaderEndpoint, ...(CustomEndpoints ?? [])];
    return Port === port && hosts.some(isHost);
  });
  if (cluster?.DBClusterIdentifier !== undefined)
    return { kind: 'cluster', identifier: cluster.DBClusterIdentifier };
  const instance = await firstOf(
    rds.instances,
    ({ Endpoint }) => Endpoint?.Port === port && isHost(Endpoint.Address),
  );
  return instance?.DBInstanceIdentifier === undefined
    ? null
    : { kind: 'instance', identifier: instance.DBInstanceIdentifier };
}

async function firstOf<T>(
  page: (marker: string | undefined) => Promise<Page<T>>,
  fits: (item: T) => boolean,
): Promise<T | null> {
  let marker: string | undefined;
  for (let count = 0; count < MAX_PAGES; count += 1) {
    const { items, next } = await page(marker);
    const found = items.find(fits);
    if (found !== undefined) return found;
    if (next === undefined || next === '') return null;
    marker = next;
  }
  throw new Error('There are too many databases to look for this address.');
}
