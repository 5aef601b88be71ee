import type { NodeCandidate } from './model.ts';
import type { DatabasePlace, InboundRule, Machine, ManagedNode } from './ports.ts';
import { isLetIn } from './reachable.ts';

/** The first agent that forwards to other hosts: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-sessions-start.html */
const MIN_AGENT = '3.1.1374.0';

/** What was found out about nodes; what nobody was allowed to look at is null. */
export interface Found {
  readonly managed: readonly ManagedNode[];
  /** The running machines, of the database's VPC where that is known. */
  readonly machines: readonly Machine[] | null;
  /** Containers of ECS tasks, of the database's VPC where that is known. */
  readonly containers: readonly Machine[];
  readonly place: DatabasePlace | null;
  readonly rules: readonly InboundRule[] | null;
  readonly port: number;
  /** The node that a session last began through for this database; null before one has. */
  readonly lastUsed: string | null;
}

/** The nodes that a database might be reached through, the best first, and what speaks for or against each. */
export function rankNodes(found: Found): readonly NodeCandidate[] {
  const { machines, containers, place, lastUsed } = found;
  const known = new Map((machines ?? []).map((machine) => [machine.id, machine]));
  const isInSight = ({ id }: ManagedNode): boolean => machines === null || known.has(id);
  return [
    ...found.managed.filter(isInSight).map((node) => judged(node, known.get(node.id), found)),
    // their agents run, or they were not found
    ...containers.map((one) => judged({ ...one, isOnline: true, agent: '' }, one, found)),
  ]
    .toSorted(
      (a, b) =>
        b.score - a.score ||
        (a.candidate.name < b.candidate.name ? -1 : 1) ||
        (a.candidate.target < b.candidate.target ? -1 : 1),
    )
    .map(({ candidate }) => candidate);

  function judged(node: ManagedNode, machine: Machine | undefined, { rules, port }: Found) {
    const target = node.id;
    const name = machine?.name || node.name;
    const against = whyNot(node);
    const isAllowed = machine === undefined || rules === null ? null : isLetIn(machine, rules, port);
    const isBlocked = against !== null || isAllowed === false;
    const isLast = target === lastUsed;
    const isInZone = machine !== undefined && machine.zone !== '' && machine.zone === place?.zone;
    const why =
      against ??
      (isAllowed === false
        ? "The database's security groups do not allow it."
        : inFavour({ isLast, isAllowed, isInVpc: place !== null && machine !== undefined }));
    const score =
      (isBlocked ? -1_000 : 0) +
      (isLast ? 100 : 0) +
      (isAllowed === true ? 50 : 0) +
      (isNamedBastion(name, machine) ? 20 : 0) +
      (isInZone ? 10 : 0);
    return { score, candidate: { target, name, isBlocked, why } };
  }
}

function inFavour({
  isLast,
  isAllowed,
  isInVpc,
}: {
  readonly isLast: boolean;
  readonly isAllowed: boolean | null;
  readonly isInVpc: boolean;
}): string {
  if (isLast) return 'It worked last time.';
  const where = isInVpc ? "Online in the database's VPC" : 'Online';
  return isAllowed === true ? `${where}, and the database's security groups allow it.` : `${where}.`;
}

function whyNot({ isOnline, agent }: ManagedNode): string | null {
  if (!isOnline) return 'It is not connected to Session Manager.';
  return agent !== '' && isOlder(agent, MIN_AGENT) ? `Its SSM agent ${agent} is too old.` : null;
}

/** People call such machines so, in their names and tags. */
function isNamedBastion(name: string, machine: Machine | undefined): boolean {
  return [name, ...Object.values(machine?.tags ?? {})].some((text) => /bastion|jump/i.test(text));
}

function isOlder(one: string, other: string): boolean {
  const [left, right] = [one, other].map((version) => version.split('.').map((part) => Number(part) || 0));
  for (let at = 0; at < 4; at += 1) {
    const difference = (left?.[at] ?? 0) - (right?.[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
