import { REGIONS } from './account.ts';
import {
  cluster,
  instance,
  noDatabases,
  type Cluster,
  type Databases,
  type Instance,
  type Place,
} from './databases.ts';
import { READ_ACCESS, type Directory } from './directory.ts';
import { addHolder } from './iam/account.ts';
import type { Identity } from './identity.ts';

/** How big a company is. */
export interface CompanySize {
  /** Accounts, with a profile each. */
  readonly profiles: number;
  /** At most 17. */
  readonly regions: number;
  /** Addresses that discovery lists, spread evenly. */
  readonly endpoints: number;
}

/** A big company: many accounts, all of its regions, and what it runs there. */
export interface Company {
  readonly profiles: readonly { readonly name: string; readonly identity: Identity }[];
  readonly regions: readonly string[];
  readonly databases: Databases;
}

const environments = ['prod', 'staging', 'dev'] as const;
const teams = ['checkout', 'payments', 'search', 'identity', 'logistics', 'finance'] as const;
const services = ['orders', 'billing', 'ledger', 'catalog', 'sessions', 'audit', 'reports', 'users'] as const;
const engines = [
  ['postgres', '16.6'],
  ['mysql', '8.4.3'],
  ['mariadb', '11.4.4'],
  ['postgres', '17.2'],
  ['oracle-ee', '19.0.0.0'],
  // one that nobody knows yet
  ['quantum-sql', '1.0'],
] as const;
/** How many addresses a cluster of this company has: writer, reader, and a custom one. */
const CLUSTER_ENDPOINTS = 3;

/** Makes a company and lets its people read what is there. The same size always gives the same databases. */
export function company(directory: Pick<Directory, 'iam' | 'keysFor'>, size: CompanySize): Company {
  const accounts = Array.from({ length: size.profiles }, (_, index) =>
    String(310_000_000_000 + index * 7_919),
  );
  const regions = REGIONS.slice(0, size.regions);
  const places = accounts.flatMap((account) => regions.map((region): Place => ({ account, region })));
  const instances: Instance[] = [];
  const clusters: Cluster[] = [];
  for (let left = size.endpoints, serial = 0; left > 0; serial += 1) {
    const place = places[serial % places.length];
    if (place === undefined) throw new Error('A company has an account and a region.');
    const name = nameOf(serial);
    if (serial % 10 === 9 && left >= CLUSTER_ENDPOINTS) {
      const made = clusterOf(place, name, serial);
      clusters.push(made.cluster);
      instances.push(...made.instances);
      left -= CLUSTER_ENDPOINTS;
    } else {
      instances.push(instanceOf(place, name, serial));
      left -= 1;
    }
  }
  return {
    regions,
    databases: { ...noDatabases, instances, clusters },
    profiles: accounts.map((account, index) => ({
      name: `team-${String(index + 1).padStart(2, '0')}-${environments[index % environments.length]}`,
      identity: directory.keysFor(
        addHolder(directory.iam, { kind: 'User', name: 'reader', account, inline: { look: READ_ACCESS } }),
      ),
    })),
  };
}

function nameOf(serial: number): string {
  const service = services[serial % services.length];
  return `${service}-${teams[Math.floor(serial / 8) % teams.length]}-${String(serial).padStart(5, '0')}`;
}

function instanceOf(place: Place, id: string, serial: number): Instance {
  const [engine, version] = engines[serial % engines.length] ?? engines[0];
  return instance(place, {
    id,
    engine,
    version,
    instanceClass: 'db.t4g.medium',
    env: environments[serial % environments.length] ?? 'dev',
    iam: serial % 7 !== 0,
    tags: { team: teams[serial % teams.length] ?? '' },
    ...(serial % 97 === 0 ? { status: 'creating', address: 'none' } : {}),
  });
}

function clusterOf(place: Place, id: string, serial: number): ReturnType<typeof cluster> {
  return cluster(place, {
    id,
    engine: serial % 20 === 19 ? 'aurora-mysql' : 'aurora-postgresql',
    version: serial % 20 === 19 ? '8.0.mysql_aurora.3.08.0' : '16.6',
    instanceClass: 'db.r7g.large',
    env: environments[serial % environments.length] ?? 'dev',
    members: [`${id}-1`, `${id}-2`],
    custom: [`${id}-reports`],
  });
}
