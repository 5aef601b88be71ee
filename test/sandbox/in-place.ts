import { noDatabases, type Databases, type Place } from './databases.ts';

const indexes = new WeakMap<Databases, ReadonlyMap<string, Databases>>();

/** What of some databases is in one account and region; thousands of calls may ask. */
export function inPlace(databases: Databases, place: Place): Databases {
  const index = indexes.get(databases) ?? indexOf(databases);
  indexes.set(databases, index);
  return index.get(keyOf(place)) ?? noDatabases;
}

function indexOf(databases: Databases): ReadonlyMap<string, Databases> {
  const index = new Map<string, { [K in keyof Databases]: Databases[K][number][] }>();
  const at = (place: Place) => {
    const known = index.get(keyOf(place)) ?? {
      instances: [],
      clusters: [],
      proxies: [],
      globals: [],
      dsql: [],
    };
    index.set(keyOf(place), known);
    return known;
  };
  for (const one of databases.instances) at(one).instances.push(one);
  for (const one of databases.clusters) at(one).clusters.push(one);
  for (const one of databases.proxies) at(one).proxies.push(one);
  for (const one of databases.dsql) at(one).dsql.push(one);
  // a global cluster is in each region in which it has a cluster
  for (const one of databases.globals) {
    const regions = new Set(one.members.map(({ region }) => region));
    for (const region of regions) at({ account: one.account, region }).globals.push(one);
  }
  return index;
}

function keyOf({ account, region }: Place): string {
  return `${account} ${region}`;
}
