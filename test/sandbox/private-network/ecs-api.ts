import { z } from 'zod';
import { DEMO_PLACE } from '../account.ts';
import { fail, type Answer, type Call } from '../query-protocol.ts';
import type { XmlValue } from '../xml.ts';

const CLUSTER = 'tools';
const VPC = 'vpc-0a4b8c2d6e1f39570';

/** A task of the sandbox's one cluster. */
interface EcsTask {
  readonly id: string;
  readonly service: string;
  readonly address: string;
  readonly networkInterface: string;
  readonly hasExec: boolean;
}

const TASKS: readonly EcsTask[] = [
  {
    id: '4d1e5f6a7b8c9d0e1f2a3b4c5d6e7f80',
    service: 'admin',
    address: '10.20.3.11',
    networkInterface: 'eni-0a1b2c3d4e5f60711',
    hasExec: true,
  },
  // nobody has turned ECS Exec on for it
  {
    id: '9f3c0d1e2a3b4c5d6e7f8091a2b3c4d5',
    service: 'web',
    address: '10.20.3.12',
    networkInterface: 'eni-0a1b2c3d4e5f60712',
    hasExec: false,
  },
];

/** What Session Manager calls the container of a task. */
function targetOf({ id }: EcsTask): string {
  return `ecs:${CLUSTER}_${id}_${runtimeOf(id)}`;
}

/** The container that Session Manager can connect to. */
export const TASK_TARGETS: readonly string[] = TASKS.filter(({ hasExec }) => hasExec).map(targetOf);

const named = z.looseObject({ cluster: z.string() });
const describe = named.extend({ tasks: z.array(z.string()) });

/** Answers ECS's calls that a search for nodes makes. */
export function ecs(call: Call): Answer {
  const arn = (resource: string): string => `arn:aws:ecs:${call.region}:${call.identity.account}:${resource}`;
  const clusterArn = arn(`cluster/${CLUSTER}`);
  const isHere = call.identity.account === DEMO_PLACE.account && call.region === DEMO_PLACE.region;
  const isCluster = [CLUSTER, clusterArn].includes(named.safeParse(call.json).data?.cluster ?? '');
  if (call.action !== 'ListClusters' && !(isHere && isCluster)) {
    return fail('ClusterNotFoundException', 'Cluster not found.');
  }
  switch (call.action) {
    case 'ListClusters':
      return { ok: true, result: { clusterArns: isHere ? [clusterArn] : [] } };
    case 'ListTasks':
      return { ok: true, result: { taskArns: TASKS.map(({ id }) => arn(`task/${CLUSTER}/${id}`)) } };
    case 'DescribeTasks': {
      const wanted = describe.safeParse(call.json).data?.tasks ?? [];
      const tasks = TASKS.filter(({ id }) => wanted.some((one) => one.endsWith(id)));
      return {
        ok: true,
        result: { tasks: tasks.map((task) => described(task, clusterArn, arn)), failures: [] },
      };
    }
    default:
      return fail('InvalidAction', `The sandbox has no ecs:${call.action}.`);
  }
}

function described(task: EcsTask, clusterArn: string, arn: (resource: string) => string): XmlValue {
  const { id, service, address, networkInterface, hasExec } = task;
  const taskArn = arn(`task/${CLUSTER}/${id}`);
  const details = { networkInterfaceId: networkInterface, privateIPv4Address: address };
  return {
    taskArn,
    clusterArn,
    group: `service:${service}`,
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    launchType: 'FARGATE',
    availabilityZone: `${DEMO_PLACE.region}b`,
    enableExecuteCommand: hasExec,
    attachments: [
      {
        id,
        type: 'ElasticNetworkInterface',
        status: 'ATTACHED',
        details: Object.entries(details).map(([name, value]) => ({ name, value })),
      },
    ],
    containers: [
      {
        name: 'app',
        taskArn,
        runtimeId: runtimeOf(id),
        lastStatus: 'RUNNING',
        networkInterfaces: [{ attachmentId: id, privateIpv4Address: address }],
        managedAgents: hasExec ? [{ name: 'ExecuteCommandAgent', lastStatus: 'RUNNING' }] : [],
      },
    ],
  };
}

/** On Fargate a container's runtime ID begins with its task's. */
function runtimeOf(task: string): string {
  return `${task}-2659278250`;
}

/** `NetworkInterface` of `ec2:DescribeNetworkInterfaces`, for those that are asked for. */
export function networkInterfaces(wanted: readonly string[]): XmlValue[] {
  return TASKS.filter(({ networkInterface }) => wanted.includes(networkInterface)).map(
    ({ networkInterface, address }) => ({
      networkInterfaceId: networkInterface,
      vpcId: VPC,
      privateIpAddress: address,
      status: 'in-use',
      groupSet: { item: { groupId: 'sg-0a1b2c3d4e5f60718', groupName: 'machines' } },
    }),
  );
}
