import {
  DescribeSecurityGroupsCommand,
  EC2Client,
  paginateDescribeInstances,
  type Instance,
} from '@aws-sdk/client-ec2';
import { RDSClient } from '@aws-sdk/client-rds';
import { paginateDescribeInstanceInformation, SSMClient } from '@aws-sdk/client-ssm';
import type { Machine, ManagedNode, NodeSearch } from '../../../app/tunnels/ports.ts';
import type { SettingsOf } from '../../profiles/settings-of.ts';
import { ruleOf } from '../../doctor/aws/security-groups.ts';
import { calling } from './call.ts';
import { placeOf } from './database-place.ts';
import { taskSearch } from './task-search.ts';

/** How many nodes and instances are looked at; more than a person would choose among. */
const MAX_NODES = 1_000;
const PAGE_SIZE = 50;

/** Looks for nodes by AWS's APIs, as each profile's settings say. */
export function nodeSearch(settingsOf: SettingsOf): NodeSearch {
  return {
    place: (scope, host, port) =>
      calling(settingsOf, scope, { name: 'DescribeDBInstances' }, async ({ options, signal }) => {
        const client = new RDSClient(await options('rds'));
        try {
          return await placeOf(client, { host, port }, signal);
        } finally {
          client.destroy();
        }
      }),
    managed: (scope) =>
      calling(settingsOf, scope, { name: 'DescribeInstanceInformation' }, async ({ options, signal }) => {
        const client = new SSMClient(await options('ssm'));
        try {
          const nodes: ManagedNode[] = [];
          const pages = paginateDescribeInstanceInformation(
            { client, pageSize: PAGE_SIZE },
            {},
            { abortSignal: signal },
          );
          for await (const { InstanceInformationList = [] } of pages) {
            nodes.push(
              ...InstanceInformationList.flatMap(
                ({ InstanceId, Name, ComputerName, PingStatus, AgentVersion }) =>
                  InstanceId === undefined
                    ? []
                    : {
                        id: InstanceId,
                        name: Name ?? ComputerName ?? '',
                        isOnline: PingStatus === 'Online',
                        agent: AgentVersion ?? '',
                      },
              ),
            );
            if (nodes.length >= MAX_NODES) break;
          }
          return nodes;
        } finally {
          client.destroy();
        }
      }),
    instances: (scope, vpc) =>
      calling(settingsOf, scope, { name: 'DescribeInstances' }, async ({ options, signal }) => {
        const client = new EC2Client(await options('ec2'));
        try {
          const machines: Machine[] = [];
          const Filters = [
            { Name: 'instance-state-name', Values: ['running'] },
            ...(vpc === null ? [] : [{ Name: 'vpc-id', Values: [vpc] }]),
          ];
          for await (const { Reservations = [] } of paginateDescribeInstances(
            { client },
            { Filters },
            { abortSignal: signal },
          )) {
            machines.push(...Reservations.flatMap(({ Instances = [] }) => Instances.flatMap(machineOf)));
            if (machines.length >= MAX_NODES) break;
          }
          return machines;
        } finally {
          client.destroy();
        }
      }),
    ...taskSearch(settingsOf),
    rules: (scope, securityGroups) =>
      calling(settingsOf, scope, { name: 'DescribeSecurityGroups' }, async ({ options, signal }) => {
        const client = new EC2Client(await options('ec2'));
        try {
          const ask = new DescribeSecurityGroupsCommand({ GroupIds: [...securityGroups] });
          const { SecurityGroups = [] } = await client.send(ask, { abortSignal: signal });
          return SecurityGroups.flatMap(({ IpPermissions = [] }) => IpPermissions.map(ruleOf));
        } finally {
          client.destroy();
        }
      }),
  };
}

function machineOf(instance: Instance): Machine[] {
  const { InstanceId: id, Placement, SecurityGroups = [], NetworkInterfaces = [], Tags = [] } = instance;
  if (id === undefined) return [];
  const tags = Object.fromEntries(
    Tags.flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? '']])),
  );
  const own = instance.PrivateIpAddress === undefined ? [] : [instance.PrivateIpAddress];
  const further = NetworkInterfaces.flatMap(({ PrivateIpAddress }) => PrivateIpAddress ?? []);
  return [
    {
      id,
      name: tags['Name'] ?? '',
      zone: Placement?.AvailabilityZone ?? '',
      addresses: [...new Set([...own, ...further])],
      securityGroups: SecurityGroups.flatMap(({ GroupId }) => GroupId ?? []),
      tags,
    },
  ];
}
