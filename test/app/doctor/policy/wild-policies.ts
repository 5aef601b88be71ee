import type { FindingCode } from '../../../../app/doctor/policy/correction.ts';

/** A policy as people have written it, its names replaced by those of the tests' database. */
export interface WildPolicy {
  readonly source: string;
  readonly text: string;
  /** What is wrong with it, in order. */
  readonly findings: readonly FindingCode[];
  /** Whether it had any effect for the target as it was. */
  readonly before: 'allowed' | 'not-allowed' | 'denied' | 'unknown';
  /** The resources of the statement about connecting, corrected. */
  readonly resources: readonly string[];
}

const allow = (action: string, resource: string | readonly string[], more: object = {}): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: action, Resource: resource, ...more }],
  });

const start = 'arn:aws:rds-db:us-east-1:482011780031';
const right = `${start}:dbuser:cluster-ABCDEFGHIJKL01234/app_readonly`;

/** The target of all of them: user app_readonly of the Aurora cluster orders. */
export const wildPolicies: readonly WildPolicy[] = [
  {
    source: 'aws/aws-cdk#11851: grantConnect of an instance',
    text: allow('rds-db:connect', 'arn:aws:rds:us-east-1:482011780031:db:orders'),
    findings: ['service', 'name', 'user-missing'],
    before: 'not-allowed',
    resources: [right],
  },
  {
    source: 'aws/aws-cdk#31061: grantConnect of a read replica',
    text: allow(
      'rds-db:connect',
      `${start}:dbuser:arn:aws:rds:us-east-1:482011780031:db:orders/app_readonly`,
    ),
    findings: ['nested-arn', 'name'],
    before: 'not-allowed',
    resources: [right],
  },
  {
    source: 'aws/aws-cdk#12415: grantConnect of a proxy named the proxy itself',
    text: allow('rds-db:connect', 'arn:aws:rds:us-east-1:482011780031:db-proxy:orders-proxy'),
    findings: ['service', 'name', 'user-missing'],
    before: 'not-allowed',
    resources: [right],
  },
  {
    source: 'aws/aws-cdk#12416: the name of a proxy',
    text: allow('rds-db:connect', `${start}:dbuser:orders-proxy/app_readonly`),
    findings: ['name'],
    before: 'not-allowed',
    resources: [right],
  },
  {
    source: 'awsdocs/amazon-rds-user-guide#36: the ARN of rds with a user behind it',
    text: allow('rds-db:connect', 'arn:aws:rds:us-east-1:482011780031:db:orders/app_readonly'),
    findings: ['service', 'form', 'name'],
    before: 'not-allowed',
    resources: [right],
  },
  {
    source: 'terraform-aws-modules/terraform-aws-rds-aurora#139: an instance of the cluster',
    text: allow('rds-db:connect', `${start}:dbuser:db-MEMBER1/app_readonly`),
    findings: ['instance-for-cluster'],
    before: 'not-allowed',
    resources: [right],
  },
  {
    source: 'https://hoop.dev/blog/mastering-aws-rds-iam-authentication-constraints-for-seamless-connections',
    text: allow('rds-db:connect', `${start}:dbuser/cluster-ABCDEFGHIJKL01234/app_readonly`),
    findings: ['form'],
    before: 'not-allowed',
    resources: [right],
  },
  {
    source: 'https://www.dev-toolbox.tech/tools/aws-iam-policy-generator/examples/rds-connect-only',
    text: allow('rds-db:connect', `${start}:dbuser:my-db-resource-id/app_readonly`),
    findings: ['name', 'not-covered'],
    before: 'not-allowed',
    resources: [`${start}:dbuser:my-db-resource-id/app_readonly`, right],
  },
  {
    source: 'CDCgov/phdi-playground terraform/aws/implementation/modules/rds/data.tf',
    text: JSON.stringify({
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Action: ['rds:Connect', 'rds:DescribeDBInstances'],
        Resource: [
          'arn:aws:rds:us-east-1:482011780031:db:orders',
          'arn:aws:rds:us-east-1:482011780031:db:orders/*',
        ],
      },
    }),
    findings: ['action', 'service', 'name', 'user-missing', 'service', 'form', 'name'],
    before: 'not-allowed',
    resources: [right],
  },
  {
    source: 'public Terraform of ECS tasks: rds:Connect and rds-db:connect on everything',
    text: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['rds:Connect', 'rds-db:connect', 'rds:Describe*'], Resource: '*' },
      ],
    }),
    findings: ['action', 'wildcard-user', 'wildcard-database'],
    before: 'allowed',
    resources: ['*'],
  },
  {
    source: 'public Terraform of Lambda: rds:Connect on everything had no effect, and gets the exact ARN',
    text: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'AccessRDS',
          Effect: 'Allow',
          Action: ['rds:DescribeDBInstances', 'rds:Connect'],
          Resource: '*',
        },
      ],
    }),
    findings: ['action'],
    before: 'not-allowed',
    resources: [right],
  },
  {
    source: 'public CDK of a Django stack: signing is no action',
    text: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['rds-db:connect', 'rds:GenerateDbAuthToken'], Resource: right },
      ],
    }),
    findings: ['no-action'],
    before: 'allowed',
    resources: [right],
  },
  {
    source: 'public Terraform of Elastic Beanstalk: wildcards behind a slash had no effect, and are narrowed',
    text: allow('rds-db:connect', 'arn:aws:rds-db:*:*:dbuser/*/*'),
    findings: ['form'],
    before: 'not-allowed',
    resources: [right],
  },
  {
    source: 'a generated policy with the identifier, no account, and anybody',
    text: allow('rds-db:connect', 'arn:aws:rds-db:us-east-1:*:dbuser/orders/*'),
    findings: ['form', 'name'],
    before: 'not-allowed',
    resources: [right],
  },
  {
    source: 'public documentation: rds:Connect with the name of the database',
    text: allow('rds:Connect', `${start}:dbuser:orders/app_readonly`),
    findings: ['action', 'name'],
    before: 'not-allowed',
    resources: [right],
  },
  {
    source: 'public Terraform of a permission set: a variable without its dollar sign',
    text: allow('rds-db:connect', [right, `${start}:dbuser:cluster-ABCDEFGHIJKL01234/ro_{aws:userid}`]),
    findings: ['variable'],
    before: 'allowed',
    resources: [right, `${start}:dbuser:cluster-ABCDEFGHIJKL01234/ro_\${aws:userid}`],
  },
  {
    source: 'aws/aws-cli#5271: a condition on the time does not seem to hold',
    text: allow('rds-db:connect', right, {
      Condition: { DateGreaterThan: { 'aws:CurrentTime': '2020-06-06T00:00:00Z' } },
    }),
    findings: ['condition'],
    before: 'unknown',
    resources: [right],
  },
  {
    source: 'RDS User Guide, Limitations for IAM database authentication: source addresses',
    text: allow('rds-db:connect', right, {
      Condition: {
        IpAddress: { 'aws:SourceIp': '10.0.0.0/8' },
        StringEquals: { 'aws:PrincipalTag/team': 'data' },
      },
    }),
    findings: ['condition'],
    before: 'not-allowed',
    resources: [right],
  },
  {
    source: 'RDS User Guide, Limitations: with a condition that never held, wildcards are narrowed',
    text: allow('rds-db:connect', '*', { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }),
    findings: ['condition'],
    before: 'not-allowed',
    resources: [right],
  },
  {
    source: 'RDS User Guide, Limitations: a denial outside of an address range always holds',
    text: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'rds-db:connect', Resource: right },
        {
          Sid: 'OnlyFromOffice',
          Effect: 'Deny',
          Action: '*',
          Resource: '*',
          Condition: { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
        },
      ],
    }),
    findings: ['denied'],
    before: 'denied',
    resources: [right],
  },
  {
    source: 'aws/aws-cdk#31061, RDS User Guide, blue/green deployments: the ID from before a replacement',
    text: allow('rds-db:connect', `${start}:dbuser:cluster-OLD0000000000001/app_readonly`),
    findings: ['former-id'],
    before: 'not-allowed',
    resources: [right],
  },
  {
    source: 'field: an ARN of another partition, region and account',
    text: allow(
      'rds-db:connect',
      'arn:aws-cn:rds-db:us-west-2:1234567890:dbuser:cluster-ABCDEFGHIJKL01234/app_readonly',
    ),
    findings: ['partition', 'region', 'account'],
    before: 'not-allowed',
    resources: [right],
  },
  {
    source: 'field: the ID in small letters, the user in capitals, a colon before the user',
    text: allow('rds-db:connect', `${start}:dbuser:cluster-abcdefghijkl01234:APP_READONLY`),
    findings: ['form', 'id-case', 'user-case'],
    before: 'not-allowed',
    resources: [right],
  },
  {
    source: 'field: MySQL’s user with its host, and the endpoint in the place of the ID',
    text: allow(
      'rds-db:connect',
      `${start}:dbuser:orders.cluster-c9q2x7.us-east-1.rds.amazonaws.com/app_readonly@%`,
    ),
    findings: ['name', 'user-host'],
    before: 'not-allowed',
    resources: [right],
  },
  {
    source: 'RDS User Guide: any database by its user',
    text: allow('rds-db:connect', 'arn:aws:rds-db:us-east-1:482011780031:dbuser:*/app_readonly'),
    findings: ['wildcard-database'],
    before: 'allowed',
    resources: ['arn:aws:rds-db:us-east-1:482011780031:dbuser:*/app_readonly'],
  },
  {
    source: 'aws/aws-toolkit-jetbrains#3765: any user of the database',
    text: allow('rds-db:connect', `${start}:dbuser:cluster-ABCDEFGHIJKL01234/*`),
    findings: ['wildcard-user'],
    before: 'allowed',
    resources: [`${start}:dbuser:cluster-ABCDEFGHIJKL01234/*`],
  },
  {
    source: 'variables in a policy of the version that has none',
    text: JSON.stringify({
      Version: '2008-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'rds-db:connect',
          Resource: [right, `${start}:dbuser:cluster-ABCDEFGHIJKL01234/\${aws:username}`],
        },
      ],
    }),
    findings: ['version'],
    before: 'allowed',
    resources: [right, `${start}:dbuser:cluster-ABCDEFGHIJKL01234/\${aws:username}`],
  },
  {
    source: 'an ARN alone, as it is pasted from a ticket',
    text: `"${start}:dbuser/orders/app_readonly",`,
    findings: ['form', 'name'],
    before: 'not-allowed',
    resources: [right],
  },
  {
    source: 'nothing about databases',
    text: allow('s3:GetObject', 'arn:aws:s3:::bucket/*'),
    findings: ['not-covered'],
    before: 'not-allowed',
    resources: [right],
  },
];
