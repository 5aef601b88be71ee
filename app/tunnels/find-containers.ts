import { succeed, type Result } from '../common/result.ts';
import type { CallScope, Machine, NodeSearch } from './ports.ts';

/** Makes a call of which it is told where it is denied: null then, and any other refusal is as it is. */
type Allowed = <T>(action: string, call: Promise<Result<T>>) => Promise<Result<T | null>>;

/**
 * Looks for containers of ECS tasks in a VPC that Session Manager can connect to: ECS Exec is on, and its agent runs. They
 * end with each deployment, so they are looked for anew each time.
 *
 * @param vpc null where it is not known; then those of all of the region's VPCs
 * @returns none where that may not be looked at, or what else AWS's calls refuse
 */
export async function findContainers(
  search: NodeSearch,
  scope: CallScope,
  vpc: string | null,
  allowed: Allowed,
): Promise<Result<readonly Machine[]>> {
  const clusters = await allowed('ecs:ListClusters', search.clusters(scope));
  if (!clusters.ok) return clusters;
  if (isNone(clusters.value)) return succeed([]);
  const tasks = await allowed('ecs:ListTasks', search.tasks(scope, clusters.value));
  if (!tasks.ok) return tasks;
  if (isNone(tasks.value)) return succeed([]);
  const found = await allowed('ecs:DescribeTasks', search.containers(scope, tasks.value));
  if (!found.ok) return found;
  if (isNone(found.value)) return succeed([]);
  const ids = [...new Set(found.value.map(({ networkInterface }) => networkInterface))];
  const interfaces = await allowed('ec2:DescribeNetworkInterfaces', search.interfaces(scope, ids));
  if (!interfaces.ok) return interfaces;
  const places = interfaces.value === null ? null : new Map(interfaces.value.map((one) => [one.id, one]));
  return succeed(
    found.value.flatMap(({ networkInterface, ...container }): Machine[] => {
      // whether they are in the VPC nobody may see: trying shows it
      if (places === null) return [{ ...container, securityGroups: null, tags: {} }];
      const place = places.get(networkInterface);
      if (place === undefined || (vpc !== null && place.vpc !== vpc)) return [];
      return [{ ...container, securityGroups: place.securityGroups, tags: {} }];
    }),
  );
}

function isNone(list: readonly unknown[] | null): list is null | readonly [] {
  return list === null || list.length === 0;
}

/** The cluster of a container, by its target; null for what is no container. */
export function clusterOf(target: string): string | null {
  return /^ecs:(.+)_[0-9a-f]{32}_/.exec(target)?.[1] ?? null;
}
