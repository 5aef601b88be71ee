import type { Described, DescribedCluster, DescribedInstance } from './ports.ts';

/** Gathers what pages bring, whichever call they are of; what comes twice is there once, as it was last. */
export function createGathered() {
  const instances = new Map<string, DescribedInstance>();
  const clusters = new Map<string, DescribedCluster>();
  return {
    add(found: Partial<Described>): void {
      for (const one of found.instances ?? []) instances.set(one.identifier, one);
      for (const one of found.clusters ?? []) clusters.set(one.identifier, one);
    },
    /** How many entries there are by now. */
    size: (): number => instances.size + clusters.size,
    all: (): Described => ({ instances: [...instances.values()], clusters: [...clusters.values()] }),
  };
}
