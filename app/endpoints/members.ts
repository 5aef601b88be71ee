import { endpointIdOf, type Endpoint, type Member } from './model.ts';

const made = new WeakMap<Endpoint, readonly Endpoint[]>();

/**
 * The members of a cluster as endpoints of their own, for those who ask for one instance: each has its own address and
 * resource ID; IAM is turned on for the cluster, and policies name the cluster.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
 *
 * @param cluster one of the cluster's endpoints
 * @returns those whose address is known; the same objects for the same object
 */
export function membersOf(cluster: Endpoint): readonly Endpoint[] {
  const known = made.get(cluster);
  if (known !== undefined) return known;
  const all = cluster.members.flatMap((member) => {
    return member.address === null ? [] : memberEndpoint(cluster, member, member.address);
  });
  made.set(cluster, all);
  return all;
}

function memberEndpoint(
  cluster: Endpoint,
  member: Member,
  address: NonNullable<Endpoint['address']>,
): Endpoint {
  return {
    ...cluster,
    id: endpointIdOf(cluster, member.name, address),
    name: member.name,
    role: 'member',
    arn: cluster.arn.replace(/:cluster:[^:]*$/, `:db:${member.name}`),
    address,
    resourceId: member.resourceId ?? '',
    formerIds: [],
    instanceClass: member.instanceClass,
    status: member.status ?? cluster.status,
    members: [],
  };
}

/** The member of this ID behind one of these endpoints; undefined where none is it. */
export function findMember(endpoints: readonly Endpoint[], id: string): Endpoint | undefined {
  for (const one of endpoints) {
    const found = one.members.length === 0 ? undefined : membersOf(one).find((member) => member.id === id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a cluster's endpoints and its members have in common, whichever profile sees them; null for what is of none. */
export function clusterKeyOf(endpoint: Endpoint): string | null {
  const { kind, parent, partition, account, profile, region } = endpoint;
  if (parent === null || (kind !== 'cluster' && kind !== 'multi-az-cluster')) return null;
  return [partition, account ?? profile, region, parent].join('\n');
}
