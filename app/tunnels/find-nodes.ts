import { fail, succeed, type Failure, type Result } from '../common/result.ts';
import { plainLine } from '../common/text/plain-text.ts';
import { findContainers } from './find-containers.ts';
import {
  MAX_CANDIDATES,
  MAX_NODE_NAME,
  sessionTarget,
  type NodeCandidate,
  type NodesFound,
} from './model.ts';
import type { CallScope, Machine, ManagedNode, NodeSearch } from './ports.ts';
import { rankNodes } from './rank.ts';

/** The longest version of an agent that is told, in characters. */
const MAX_AGENT = 32;

/** What nodes are looked for, and what is known of them already. */
export interface Wanted {
  readonly host: string;
  readonly port: number;
  /**
   * The node that worked last.
   *
   * @param vpc the database's; null where it is not known
   */
  readonly lastUsed: (vpc: string | null) => string | null;
  /**
   * Whether the nodes that were found first are enough. Containers of ECS tasks take more calls, and are looked for where
   * they are not.
   */
  readonly isEnough: (candidates: readonly NodeCandidate[]) => boolean;
}

/** What was found, and in which VPC the database is. */
export interface Search extends NodesFound {
  readonly vpc: string | null;
}

/**
 * Looks for nodes that a database might be reached through. What is denied is left out and named: less is then known.
 *
 * @returns `tunnel-denied` where neither nodes nor instances may be listed, or what else AWS's calls refuse
 */
export async function findNodes(
  search: NodeSearch,
  scope: CallScope,
  { host, port, lastUsed, isEnough }: Wanted,
): Promise<Result<Search>> {
  const denied: string[] = [];
  /** What AWS does not allow is null; any other refusal ends the look. */
  const noting =
    (those: string[]) =>
    async <T>(action: string, call: Promise<Result<T>>): Promise<Result<T | null>> => {
      const said = await call;
      if (said.ok || said.error.code !== 'access-denied') return said;
      those.push(action);
      return succeed(null);
    };
  const allowed = noting(denied);

  const [placed, managed] = await Promise.all([
    allowed('rds:DescribeDBInstances', search.place(scope, host, port)),
    allowed('ssm:DescribeInstanceInformation', search.managed(scope)),
  ]);
  if (!placed.ok) return placed;
  if (!managed.ok) return managed;
  const place = placed.value;
  const [machines, rules] = await Promise.all([
    allowed('ec2:DescribeInstances', search.instances(scope, place?.vpc ?? null)),
    place === null || place.securityGroups.length === 0
      ? succeed(null)
      : allowed('ec2:DescribeSecurityGroups', search.rules(scope, place.securityGroups)),
  ]);
  if (!machines.ok) return machines;
  if (!rules.ok) return rules;
  const vpc = place?.vpc ?? null;
  const ranked = (containers: readonly Machine[]): readonly NodeCandidate[] =>
    rankNodes({
      managed: (managed.value ?? (machines.value ?? []).map(asManaged)).flatMap(checkedNode),
      machines: machines.value?.map(checkedMachine) ?? null,
      containers: containers.filter(({ id }) => sessionTarget.safeParse(id).success).map(checkedMachine),
      place,
      rules: rules.value,
      port,
      lastUsed: lastUsed(vpc),
    });
  const first = ranked([]);
  const deniedThen: string[] = [];
  const containers = isEnough(first)
    ? succeed<readonly Machine[]>([])
    : await findContainers(search, scope, vpc, noting(deniedThen));
  if (!containers.ok) return containers;
  const candidates = containers.value.length === 0 ? first : ranked(containers.value);
  // whoever has a node needs no containers, and most have none
  if (candidates.every(({ isBlocked }) => isBlocked)) denied.push(...deniedThen);
  if (managed.value === null && machines.value === null && candidates.length === 0) {
    return { ok: false, error: nothingSeen(denied) };
  }
  return succeed({ candidates: candidates.slice(0, MAX_CANDIDATES), denied, vpc });
}

/** Where nobody may ask Session Manager, a running instance may be one of its nodes. */
function asManaged({ id, name }: { readonly id: string; readonly name: string }): ManagedNode {
  return { id, name, isOnline: true, agent: '' };
}

/** A node whose ID no session could begin with is none; its texts come from machines, whose owners choose them. */
function checkedNode(node: ManagedNode): ManagedNode[] {
  if (!sessionTarget.safeParse(node.id).success) return [];
  return [{ ...node, name: nameOf(node), agent: plainLine(node.agent.slice(0, MAX_AGENT)) }];
}

function checkedMachine(machine: Machine): Machine {
  return { ...machine, name: nameOf(machine) };
}

function nameOf({ name }: { readonly name: string }): string {
  return plainLine(name.slice(0, MAX_NODE_NAME));
}

function nothingSeen(denied: readonly string[]): Failure {
  return fail('tunnel-denied', `AWS does not allow looking for a node: ${denied.join(', ')}.`, {
    hint: 'Enter an instance ID in the connection, or ask for these permissions.',
  }).error;
}
