import { partitionOfRegion } from '../endpoints/model.ts';
import { clusterOf } from './find-containers.ts';

/** Which tunnels a policy is for. */
export interface PolicyFor {
  readonly region: string;
  /** The node; null for any. */
  readonly target: string | null;
}

/** The document that forwards to another host than the node itself. */
export const FORWARDING_DOCUMENT = 'AWS-StartPortForwardingSessionToRemoteHost';

/** What finding a node reads; most of these actions cannot be limited to a resource. */
const LOOKING = [
  'ec2:DescribeInstances',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ecs:DescribeTasks',
  'ecs:ListClusters',
  'ecs:ListTasks',
  'rds:DescribeDBInstances',
  'ssm:DescribeInstanceInformation',
];

/**
 * The IAM policy that a tunnel needs, as JSON.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-quickstart.html
 */
export function tunnelPolicy({ region, target }: PolicyFor): string {
  const partition = partitionOfRegion(region);
  const own = `arn:${partition}:ssm:*:*:session/\${aws:userid}-*`;
  const statements = [
    {
      Sid: 'StartTheTunnel',
      Effect: 'Allow',
      Action: 'ssm:StartSession',
      Resource: [
        ...nodeArns(partition, region, target),
        `arn:${partition}:ssm:${region}::document/${FORWARDING_DOCUMENT}`,
      ],
    },
    {
      Sid: 'KeepTheTunnel',
      Effect: 'Allow',
      Action: ['ssm:ResumeSession', 'ssm:TerminateSession', 'ssmmessages:OpenDataChannel'],
      Resource: own,
    },
    ...(target === null ? [{ Sid: 'FindTheNode', Effect: 'Allow', Action: LOOKING, Resource: '*' }] : []),
  ];
  return JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2);
}

function nodeArns(partition: string, region: string, target: string | null): readonly string[] {
  const instance = `arn:${partition}:ec2:${region}:*:instance/`;
  const task = `arn:${partition}:ecs:${region}:*:task/`;
  if (target === null) return [`${instance}*`, `${task}*`];
  if (target.startsWith('mi-')) return [`arn:${partition}:ssm:${region}:*:managed-instance/${target}`];
  const cluster = clusterOf(target);
  // a task has another id after each deployment
  return [cluster === null ? `${instance}${target}` : `${task}${cluster}/*`];
}
