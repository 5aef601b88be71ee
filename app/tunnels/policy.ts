/** Which tunnels a policy is for. */
export interface PolicyFor {
  readonly region: string;
  /** The node; null for any. */
  readonly target: string | null;
}

/** The document that forwards to another host than the node itself. */
export const FORWARDING_DOCUMENT = 'AWS-StartPortForwardingSessionToRemoteHost';

/** What finding a node reads; none of these actions can be limited to a resource. */
const LOOKING = [
  'ec2:DescribeInstances',
  'ec2:DescribeSecurityGroups',
  'rds:DescribeDBInstances',
  'ssm:DescribeInstanceInformation',
];

/**
 * The IAM policy that a tunnel needs, as JSON.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-quickstart.html
 */
export function tunnelPolicy({ region, target }: PolicyFor): string {
  const partition = partitionOf(region);
  const own = `arn:${partition}:ssm:*:*:session/\${aws:userid}-*`;
  const statements = [
    {
      Sid: 'StartTheTunnel',
      Effect: 'Allow',
      Action: 'ssm:StartSession',
      Resource: [
        nodeArn(partition, region, target),
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

function nodeArn(partition: string, region: string, target: string | null): string {
  if (target?.startsWith('mi-') === true)
    return `arn:${partition}:ssm:${region}:*:managed-instance/${target}`;
  if (target?.startsWith('ecs:') === true) {
    const [cluster = '*'] = target.slice('ecs:'.length).split(/_(?=[0-9a-f]{32}_)/);
    // a task has another id after each deployment
    return `arn:${partition}:ecs:${region}:*:task/${cluster}/*`;
  }
  return `arn:${partition}:ec2:${region}:*:instance/${target ?? '*'}`;
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
