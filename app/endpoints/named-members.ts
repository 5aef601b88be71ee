import { mergeKeyOf } from './merge.ts';
import type { Endpoint } from './model.ts';

/**
 * Knows which members the clusters that were found name, and which members were found by themselves: by a profile that may
 * not see their cluster.
 */
export function createNamedMembers() {
  /** How many endpoints of clusters name a member. */
  const named = new Map<string, number>();
  const alone = new Map<string, Set<Endpoint>>();

  /** Counts the members that an endpoint names; returns the keys of those that become named, or are no longer. */
  function count(endpoint: Endpoint, by: 1 | -1): string[] {
    return endpoint.members.flatMap(({ name }) => {
      const key = nameOf(endpoint, name);
      const before = named.get(key) ?? 0;
      if (before + by === 0) named.delete(key);
      else named.set(key, before + by);
      const isFlipped = before === 0 || before + by === 0;
      return isFlipped ? [...(alone.get(key) ?? [])].map(mergeKeyOf) : [];
    });
  }

  return {
    /** Takes in an endpoint; returns the merge keys of members that are named from now on. */
    take(endpoint: Endpoint): string[] {
      if (endpoint.role === 'member') {
        const name = nameOf(endpoint, endpoint.name);
        alone.set(name, (alone.get(name) ?? new Set()).add(endpoint));
      }
      return count(endpoint, 1);
    },
    /** Forgets an endpoint; returns the merge keys of members that are named no more. */
    drop(endpoint: Endpoint): string[] {
      const name = nameOf(endpoint, endpoint.name);
      const others = alone.get(name);
      if (others?.delete(endpoint) === true && others.size === 0) alone.delete(name);
      return count(endpoint, -1);
    },
    /** Whether all views are of members, and a cluster that was found names one. */
    isNamed: (group: readonly Endpoint[]): boolean =>
      group.every(({ role }) => role === 'member') && group.some((one) => named.has(nameOf(one, one.name))),
    /** The views of a cluster's member by profiles that may not see the cluster. */
    alone: (cluster: Endpoint, name: string): Endpoint[] => [...(alone.get(nameOf(cluster, name)) ?? [])],
    /** The merge keys of all members that were found by themselves. */
    keys: (): string[] => [...alone.values()].flatMap((members) => [...members].map(mergeKeyOf)),
  };
}

/** A member by the account and region that it has in common with its cluster. */
function nameOf({ partition, account, profile, region }: Endpoint, name: string): string {
  return [partition, account ?? profile, region, name].join('\n');
}
