import { clusterKeyOf } from '../../app/endpoints/members.ts';
import type { MergedViews } from '../../app/endpoints/merged-views.ts';
import type { Endpoint } from '../../app/endpoints/model.ts';
import type { Group } from './groups.ts';

/** Groups with the members of the clusters that were opened, each cluster's behind the last of its endpoints. */
export function withMembers(
  groups: readonly Group[],
  merged: MergedViews,
  openClusters: ReadonlySet<string>,
): readonly Group[] {
  if (openClusters.size === 0) return groups;
  return groups.map((group) => {
    const lastOf = new Map<string, Endpoint>();
    for (const one of group.endpoints) {
      const key = openKeyOf(one, openClusters);
      if (key !== null) lastOf.set(key, one);
    }
    if (lastOf.size === 0) return group;
    const endpoints = group.endpoints.flatMap((one) => {
      const key = openKeyOf(one, openClusters);
      return key !== null && lastOf.get(key) === one ? [one, ...shownMembers(merged, one)] : [one];
    });
    return { ...group, endpoints, opened: endpoints.length - group.endpoints.length };
  });
}

/** The key of a cluster that was opened, at one of its endpoints; null at anything else. */
function openKeyOf(endpoint: Endpoint, openClusters: ReadonlySet<string>): string | null {
  const key = endpoint.members.length === 0 ? null : clusterKeyOf(endpoint);
  return key !== null && openClusters.has(key) ? key : null;
}

/** A cluster's members, each by the way that is used. */
export function shownMembers(merged: MergedViews, cluster: Endpoint): readonly Endpoint[] {
  return merged.membersBehind(cluster).flatMap(([first]) => first ?? []);
}

/** Whether an endpoint stands in the list because its cluster was opened. */
export function isInOpenCluster(endpoint: Endpoint, openClusters: ReadonlySet<string>): boolean {
  if (endpoint.role !== 'member' || openClusters.size === 0) return false;
  return openClusters.has(clusterKeyOf(endpoint) ?? '');
}
