import { DescribeSecurityGroupsCommand, EC2Client, type IpPermission } from '@aws-sdk/client-ec2';
import { whomTheyLetIn, type InboundRule } from '../../../app/doctor/aws/security-groups.ts';
import { factsOf } from '../../../app/doctor/diagnose.ts';
import type { AwsLook } from '../probes.ts';
import { observed, type LookOptions } from './ask.ts';

/** Asks EC2 whom the database's security groups let in at its port. */
export function securityGroups(options: LookOptions): AwsLook<'securityGroups'> {
  return async (order, credentials, signal) => {
    const { subject, observations } = order;
    const GroupIds = [...(factsOf(subject, observations)?.securityGroups ?? [])];
    if (GroupIds.length === 0) return { outcome: 'skipped' };
    const client = new EC2Client(await options('ec2', order, credentials));
    try {
      return await observed('ec2:DescribeSecurityGroups', async () => {
        const said = await client.send(new DescribeSecurityGroupsCommand({ GroupIds }), {
          abortSignal: signal,
        });
        const groups = (said.SecurityGroups ?? []).map(({ GroupId = '', IpPermissions = [] }) => ({
          id: GroupId,
          inbound: IpPermissions.map(ruleOf),
        }));
        return whomTheyLetIn(groups, subject.address.port);
      });
    } finally {
      client.destroy();
    }
  };
}

/** An inbound rule as EC2 says it. */
export function ruleOf(permission: IpPermission): InboundRule {
  const { IpRanges = [], Ipv6Ranges = [], UserIdGroupPairs = [], PrefixListIds = [] } = permission;
  return {
    protocol: permission.IpProtocol ?? '',
    fromPort: permission.FromPort ?? null,
    toPort: permission.ToPort ?? null,
    sources: [
      ...IpRanges.flatMap(({ CidrIp }) => CidrIp ?? []),
      ...Ipv6Ranges.flatMap(({ CidrIpv6 }) => CidrIpv6 ?? []),
      ...UserIdGroupPairs.flatMap(({ GroupId }) => GroupId ?? []),
      ...PrefixListIds.flatMap(({ PrefixListId }) => PrefixListId ?? []),
    ],
  };
}
