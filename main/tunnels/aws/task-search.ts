import { EC2Client, paginateDescribeNetworkInterfaces } from '@aws-sdk/client-ec2';
import {
  DescribeTasksCommand,
  ECSClient,
  paginateListClusters,
  paginateListTasks,
  type Task,
} from '@aws-sdk/client-ecs';
import type { InterfacePlace, NodeSearch, TaskContainer, TaskRef } from '../../../app/tunnels/ports.ts';
import type { SettingsOf } from '../../profiles/settings-of.ts';
import { calling, type Calling } from './call.ts';

/** How many clusters and tasks are looked at; more than a person would choose among. */
const MAX_CLUSTERS = 50;
const MAX_TASKS = 500;
/** How many clusters are asked about at once: ECS answers 20 such calls a second, and 50 at first. */
const CLUSTERS_AT_ONCE = 10;
/** What one call takes: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html */
const TASKS_PER_CALL = 100;
/** EC2 takes 200 values in a filter. */
const INTERFACES_PER_CALL = 200;

/** What of the search for nodes looks at ECS: tasks in which ECS Exec is on. */
export function taskSearch(
  settingsOf: SettingsOf,
): Pick<NodeSearch, 'clusters' | 'tasks' | 'containers' | 'interfaces'> {
  async function withEcs<T>({ options }: Calling, use: (client: ECSClient) => Promise<T>): Promise<T> {
    const client = new ECSClient(await options('ecs'));
    try {
      return await use(client);
    } finally {
      client.destroy();
    }
  }

  return {
    clusters: (scope) =>
      calling(settingsOf, scope, { name: 'ListClusters' }, (by) =>
        withEcs(by, async (client) => {
          const arns: string[] = [];
          for await (const { clusterArns = [] } of paginateListClusters(
            { client },
            {},
            { abortSignal: by.signal },
          )) {
            arns.push(...clusterArns);
            if (arns.length >= MAX_CLUSTERS) break;
          }
          return arns.slice(0, MAX_CLUSTERS);
        }),
      ),
    tasks: (scope, clusters) =>
      calling(settingsOf, scope, { name: 'ListTasks' }, (by) =>
        withEcs(by, async (client) => {
          const ofCluster = async (cluster: string): Promise<readonly TaskRef[]> => {
            const tasks: TaskRef[] = [];
            const pages = paginateListTasks(
              { client },
              { cluster, desiredStatus: 'RUNNING' },
              { abortSignal: by.signal },
            );
            for await (const { taskArns = [] } of pages) {
              tasks.push(...taskArns.map((task) => ({ cluster, task })));
              if (tasks.length >= MAX_TASKS) break;
            }
            return tasks;
          };
          const all: TaskRef[] = [];
          for (const some of chunks(clusters, CLUSTERS_AT_ONCE)) {
            all.push(...(await Promise.all(some.map(ofCluster))).flat());
            if (all.length >= MAX_TASKS) break;
          }
          return all.slice(0, MAX_TASKS);
        }),
      ),
    containers: (scope, tasks) =>
      calling(settingsOf, scope, { name: 'DescribeTasks' }, (by) =>
        withEcs(by, async (client) => {
          const found: TaskContainer[] = [];
          for (const cluster of new Set(tasks.map((one) => one.cluster))) {
            const arns = tasks.filter((one) => one.cluster === cluster).map(({ task }) => task);
            for (const some of chunks(arns, TASKS_PER_CALL)) {
              const ask = new DescribeTasksCommand({ cluster, tasks: [...some] });
              const { tasks: described = [] } = await client.send(ask, { abortSignal: by.signal });
              found.push(...described.flatMap(containerOf));
            }
          }
          return found;
        }),
      ),
    interfaces: (scope, ids) =>
      calling(settingsOf, scope, { name: 'DescribeNetworkInterfaces' }, async ({ options, signal }) => {
        const client = new EC2Client(await options('ec2'));
        try {
          const found: InterfacePlace[] = [];
          for (const some of chunks(ids, INTERFACES_PER_CALL)) {
            // by a filter, for one that is gone would make a list of IDs fail as a whole
            const Filters = [{ Name: 'network-interface-id', Values: [...some] }];
            for await (const { NetworkInterfaces = [] } of paginateDescribeNetworkInterfaces(
              { client },
              { Filters },
              { abortSignal: signal },
            )) {
              found.push(
                ...NetworkInterfaces.flatMap(({ NetworkInterfaceId: id, VpcId: vpc, Groups = [] }) =>
                  id === undefined || vpc === undefined
                    ? []
                    : [{ id, vpc, securityGroups: Groups.flatMap(({ GroupId }) => GroupId ?? []) }],
                ),
              );
            }
          }
          return found;
        } finally {
          client.destroy();
        }
      }),
  };
}

/**
 * The container of a task that Session Manager can connect to, by its target `ecs:CLUSTER_TASK_RUNTIME`. A task without a
 * network interface of its own is in that of its instance, which is found as one.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
 */
function containerOf(task: Task): TaskContainer[] {
  const { taskArn = '', clusterArn = '', group = '', containers = [], attachments = [] } = task;
  if (task.enableExecuteCommand !== true || task.lastStatus !== 'RUNNING') return [];
  const container = containers.find(
    ({ runtimeId, managedAgents = [] }) =>
      runtimeId !== undefined &&
      managedAgents.some(
        ({ name, lastStatus }) => name === 'ExecuteCommandAgent' && lastStatus === 'RUNNING',
      ),
  );
  const details = attachments.find(({ type }) => type === 'ElasticNetworkInterface')?.details ?? [];
  const detail = (wanted: string): string => details.find(({ name }) => name === wanted)?.value ?? '';
  const networkInterface = detail('networkInterfaceId');
  if (container === undefined || networkInterface === '') return [];
  const [cluster, id] = [lastOf(clusterArn), lastOf(taskArn)];
  const address = detail('privateIPv4Address');
  return [
    {
      id: `ecs:${cluster}_${id}_${container.runtimeId}`,
      name: `ECS ${group.replace(/^(service|family):/, '') || cluster} ${container.name ?? ''}`.trim(),
      zone: task.availabilityZone ?? '',
      addresses: address === '' ? [] : [address],
      networkInterface,
    },
  ];
}

function lastOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function* chunks<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size);
}
