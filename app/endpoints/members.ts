import { endpointIdOf, type Endpoint, type Member } from './model.ts';

/** The ID of a cluster's member, as an endpoint of its own. */
export function memberIdOf(cluster: Endpoint, member: Member): string {
  return endpointIdOf(cluster, member.name, member.address);
}

/**
 * A member of a cluster as an endpoint of its own, for those who ask for one instance: it has its own address and
 * resource ID; IAM is turned on for the cluster, and policies name the cluster.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
 *
 * @param cluster one of the cluster's endpoints
 */
function memberEndpoint(cluster: Endpoint, member: Member): Endpoint {
  return {
    ...cluster,
    id: memberIdOf(cluster, member),
    name: member.name,
    role: 'member',
    arn: cluster.arn.replace(/:cluster:[^:]*$/, `:db:${member.name}`),
    address: member.address,
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
    const member = one.members.find((known) => memberIdOf(one, known) === id);
    if (member !== undefined) return memberEndpoint(one, member);
  }
  return undefined;
}
