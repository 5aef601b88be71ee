import type { Described } from './ports.ts';

type Kind = keyof Described;
type Lists = { readonly [K in Kind]: Described[K][number][] };

/** Gathers what pages bring, whichever call they are of. */
export function createGathered() {
  const lists: Lists = {
    instances: [],
    clusters: [],
    proxies: [],
    proxyEndpoints: [],
    globals: [],
    dsql: [],
  };
  return {
    add(found: Partial<Described>): void {
      lists.instances.push(...(found.instances ?? []));
      lists.clusters.push(...(found.clusters ?? []));
      lists.proxies.push(...(found.proxies ?? []));
      lists.proxyEndpoints.push(...(found.proxyEndpoints ?? []));
      lists.globals.push(...(found.globals ?? []));
      lists.dsql.push(...(found.dsql ?? []));
    },
    /** How many entries there are by now. */
    size: (): number => Object.values(lists).reduce((sum, { length }) => sum + length, 0),
    all: (): Described => lists,
  };
}
