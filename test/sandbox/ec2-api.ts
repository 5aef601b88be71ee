import { DEMO_PLACE } from './account.ts';
import type { Databases } from './databases.ts';
import { networkInterfaces } from './private-network/ecs-api.ts';
import { nodeXml, NODES } from './private-network/nodes.ts';
import { fail, type Answer, type Call } from './query-protocol.ts';

/** The one security group that all databases of the sandbox are in. */
export const SECURITY_GROUP = 'sg-0d1c5e8f2a7b94360';

/**
 * Answers `ec2:DescribeRegions` with these enabled regions, or those that were asked for; `DescribeInstances`,
 * `DescribeNetworkInterfaces` and `DescribeSecurityGroups`.
 */
export function ec2(call: Call, regions: readonly string[], databases: Databases): Answer {
  switch (call.action) {
    case 'DescribeRegions':
      return describeRegions(call, regions);
    case 'DescribeInstances':
      return describeInstances(call);
    case 'DescribeNetworkInterfaces':
      return {
        ok: true,
        result: { networkInterfaceSet: { item: networkInterfaces(listOf(call.params, 'Filter.1.Value')) } },
      };
    case 'DescribeSecurityGroups':
      return describeSecurityGroups(call, databases);
    default:
      return fail('InvalidAction', `The action ${call.action} is not valid for this web service.`);
  }
}

function describeRegions({ params }: Call, regions: readonly string[]): Answer {
  const asked = listOf(params, 'RegionName');
  const unknown = asked.filter((name) => !regions.includes(name));
  if (unknown.length > 0) return fail('InvalidParameterValue', `Invalid region names: ${unknown.join(', ')}`);
  return {
    ok: true,
    result: {
      regionInfo: {
        item: regions
          .filter((name) => asked.length === 0 || asked.includes(name))
          .map((name) => ({
            regionName: name,
            regionEndpoint: `ec2.${name}.amazonaws.com`,
            optInStatus: 'opt-in-not-required',
          })),
      },
    },
  };
}

/** The running machines; the filters that Latchkey sets leave them all. */
function describeInstances({ identity, region }: Call): Answer {
  const isHere = identity.account === DEMO_PLACE.account && region === DEMO_PLACE.region;
  return {
    ok: true,
    result: {
      reservationSet: isHere
        ? { item: { reservationId: 'r-0123456789abcdef0', instancesSet: { item: NODES.map(nodeXml) } } }
        : {},
    },
  };
}

function describeSecurityGroups({ params, identity, region }: Call, databases: Databases): Answer {
  const asked = listOf(params, 'GroupId');
  const unknown = asked.find((id) => id !== SECURITY_GROUP);
  if (unknown !== undefined) {
    return fail('InvalidGroup.NotFound', `The security group '${unknown}' does not exist`);
  }
  const here = databases.instances.filter(
    (one) => one.account === identity.account && one.region === region && one.address !== undefined,
  );
  const ports = [...new Set(here.flatMap(({ address }) => address?.port ?? []))];
  return {
    ok: true,
    result: {
      securityGroupInfo: {
        item: {
          ownerId: identity.account,
          groupId: SECURITY_GROUP,
          groupName: 'databases',
          groupDescription: 'Databases, from the offices and the VPN',
          vpcId: 'vpc-0a4b8c2d6e1f39570',
          ipPermissions: {
            item: ports.map((port) => ({
              ipProtocol: 'tcp',
              fromPort: port,
              toPort: port,
              ipRanges: { item: { cidrIp: '10.0.0.0/8', description: 'offices and VPN' } },
            })),
          },
        },
      },
    },
  };
}

function listOf(params: ReadonlyMap<string, string>, name: string): string[] {
  return [...params].filter(([key]) => new RegExp(`^${name}\\.\\d+$`).test(key)).map(([, value]) => value);
}
