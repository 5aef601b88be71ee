import {
  IAMClient,
  SimulatePrincipalPolicyCommand,
  type SimulatePrincipalPolicyCommandInput,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DEV, PROD } from './account.ts';
import { sandboxEnvironment } from './aws-files.ts';
import { AWS_PROGRAM } from './aws-program.ts';
import { DEV_ALIAS, ENGINEER_ROLE } from './directory.ts';
import { addHolder, addManaged } from './iam/account.ts';
import { runProgram } from './run-program.ts';
import { startSandbox, type Sandbox } from './start-sandbox.ts';

/** The AWS CLI is a Python program that takes its time to start on a busy machine. */
vi.setConfig({ testTimeout: 180_000 });

let sandbox: Sandbox;
const orders = 'arn:aws:rds-db:us-east-1:773100429918:dbuser:db-ORDERS/app';
const reader = `arn:aws:iam::${DEV}:role/teams/data/reader`;
const boundary = `arn:aws:iam::${DEV}:policy/teams/boundary`;
const shared = `arn:aws:iam::${DEV}:policy/shared-databases`;
const document = (Statement: object): string => JSON.stringify({ Version: '2012-10-17', Statement });
const connect = (Resource: string, more: object = {}) => ({
  Effect: 'Allow',
  Action: 'rds-db:connect',
  Resource,
  ...more,
});

beforeAll(async () => {
  sandbox = await startSandbox({ without: ['postgres', 'mysql'] });
  const { iam } = sandbox.directory;
  addManaged(iam, boundary, document({ Effect: 'Allow', Action: ['rds-db:*', 'iam:*'], Resource: '*' }));
  addManaged(iam, shared, document(connect(orders)));
  addHolder(iam, {
    kind: 'Role',
    name: 'reader',
    path: '/teams/data/',
    account: DEV,
    attached: [shared],
    inline: { own: JSON.parse(document(connect(`${orders}_ro`))) },
    boundary,
    tags: { team: 'data' },
  });
});
afterAll(() => sandbox?.stop());

/** The AWS CLI as the account's administrator; a failure is what it says of it. */
async function aws(...args: readonly string[]): Promise<unknown> {
  const { stdout, stderr } = await runProgram(
    AWS_PROGRAM,
    [...args, '--profile', 'platform-dev', '--endpoint-url', sandbox.url],
    { ...sandboxEnvironment(process.env, sandbox.env), HOME: sandbox.folder },
  );
  return stdout.trim() === '' ? stderr.trim() : JSON.parse(stdout);
}

/** What the simulator decides over one ARN for the reader, read by the AWS SDK, which is quicker than the AWS CLI. */
async function decision(
  arn: string,
  more: Partial<SimulatePrincipalPolicyCommandInput> = {},
): Promise<string | undefined> {
  const { accessKeyId, secretAccessKey } = sandbox.directory.developer;
  const credentials = { accessKeyId, secretAccessKey };
  const client = new IAMClient({ endpoint: sandbox.url, region: 'us-east-1', credentials });
  try {
    const said = await client.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: reader,
        ActionNames: ['rds-db:connect'],
        ResourceArns: [arn],
        ...more,
      }),
    );
    return said.EvaluationResults?.[0]?.ResourceSpecificResults?.[0]?.EvalResourceDecision;
  } finally {
    client.destroy();
  }
}

describe('the AWS CLI reads', () => {
  it('roles and users, with path, boundary and tags', async () => {
    expect(await aws('iam', 'get-role', '--role-name', 'reader')).toMatchObject({
      Role: {
        Path: '/teams/data/',
        RoleName: 'reader',
        Arn: reader,
        RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
        AssumeRolePolicyDocument: { Statement: [{ Action: 'sts:AssumeRole' }] },
        PermissionsBoundary: { PermissionsBoundaryArn: boundary },
        Tags: [{ Key: 'team', Value: 'data' }],
      },
    });
    expect(await aws('iam', 'get-user')).toMatchObject({
      User: { UserName: 'dana.reyes', Arn: `arn:aws:iam::${DEV}:user/dana.reyes` },
    });
    expect(await aws('iam', 'get-role', '--role-name', 'nobody')).toContain(
      'An error occurred (NoSuchEntity) when calling the GetRole operation: The role with name nobody cannot be found.',
    );
  });

  it('the alias of an account', async () => {
    expect(await aws('iam', 'list-account-aliases')).toEqual({ AccountAliases: [DEV_ALIAS] });
  });

  it('inline policies', async () => {
    const of = ['--role-name', 'reader'];
    expect(await aws('iam', 'list-role-policies', ...of)).toEqual({ PolicyNames: ['own'] });
    expect(await aws('iam', 'get-role-policy', ...of, '--policy-name', 'own')).toEqual({
      RoleName: 'reader',
      PolicyName: 'own',
      PolicyDocument: { Version: '2012-10-17', Statement: connect(`${orders}_ro`) },
    });
    expect(await aws('iam', 'list-user-policies', '--user-name', 'dana.reyes')).toEqual({
      PolicyNames: ['administration', 'databases'],
    });
  });

  it('managed policies and their versions', async () => {
    expect(await aws('iam', 'list-attached-role-policies', '--role-name', 'reader')).toEqual({
      AttachedPolicies: [{ PolicyName: 'shared-databases', PolicyArn: shared }],
    });
    expect(await aws('iam', 'get-policy', '--policy-arn', shared)).toMatchObject({
      Policy: { PolicyName: 'shared-databases', DefaultVersionId: 'v1', AttachmentCount: 1, Path: '/' },
    });
    const version = ['--policy-arn', shared, '--version-id', 'v1'];
    expect(await aws('iam', 'get-policy-version', ...version)).toMatchObject({
      PolicyVersion: {
        Document: { Version: '2012-10-17', Statement: connect(orders) },
        VersionId: 'v1',
        IsDefaultVersion: true,
      },
    });
  });

  it('simulations', async () => {
    const said = await aws(
      'iam',
      'simulate-principal-policy',
      '--policy-source-arn',
      reader,
      '--action-names',
      'rds-db:connect',
      '--resource-arns',
      orders,
      `${orders}x`,
    );
    expect(said).toMatchObject({
      EvaluationResults: [
        {
          EvalActionName: 'rds-db:connect',
          EvalResourceName: expect.stringContaining('${DbiResourceId}/${DbUserName}'),
          EvalDecision: 'implicitDeny',
          PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: true },
          ResourceSpecificResults: [
            {
              EvalResourceName: orders,
              EvalResourceDecision: 'allowed',
              MatchedStatements: [{ SourcePolicyId: 'shared-databases' }],
            },
            { EvalResourceName: `${orders}x`, EvalResourceDecision: 'implicitDeny' },
          ],
        },
      ],
    });
  });

  it('what the simulator refuses', async () => {
    const ask = (source: string) =>
      aws(
        'iam',
        'simulate-principal-policy',
        '--policy-source-arn',
        source,
        '--action-names',
        's3:GetObject',
      );
    expect(await ask(`arn:aws:sts::${DEV}:assumed-role/reader/me`)).toContain(
      '(InvalidInput) when calling the SimulatePrincipalPolicy operation: Invalid Entity Arn',
    );
    // without its path IAM does not find it
    expect(await ask(`arn:aws:iam::${DEV}:role/reader`)).toContain('(NoSuchEntity)');
    expect(await ask(ENGINEER_ROLE)).toContain('(NoSuchEntity)');
  });
});

describe('what the AWS CLI puts', () => {
  it('is read back, and decides', async () => {
    const policy = document(connect(`${orders}_new`));
    const put = ['--role-name', 'reader', '--policy-name', 'new', '--policy-document', policy];
    expect(await decision(`${orders}_new`)).toBe('implicitDeny');
    expect(await aws('iam', 'put-role-policy', ...put)).toBe('');
    expect(await decision(`${orders}_new`)).toBe('allowed');
    expect(
      await aws('iam', 'get-role-policy', '--role-name', 'reader', '--policy-name', 'new'),
    ).toMatchObject({ PolicyDocument: JSON.parse(policy) });
    await aws('iam', 'delete-role-policy', '--role-name', 'reader', '--policy-name', 'new');
    expect(await decision(`${orders}_new`)).toBe('implicitDeny');
  });

  it('as a managed policy is attached, and has versions', async () => {
    const made = await aws(
      'iam',
      'create-policy',
      '--policy-name',
      'more',
      '--policy-document',
      document(connect(`${orders}_more`)),
    );
    const arn = `arn:aws:iam::${DEV}:policy/more`;
    expect(made).toMatchObject({ Policy: { Arn: arn, AttachmentCount: 0 } });
    await aws('iam', 'attach-role-policy', '--role-name', 'reader', '--policy-arn', arn);
    expect(await decision(`${orders}_more`)).toBe('allowed');
    const second = document(connect(`${orders}_other`));
    await aws(
      'iam',
      'create-policy-version',
      '--policy-arn',
      arn,
      '--policy-document',
      second,
      '--set-as-default',
    );
    expect(await decision(`${orders}_more`)).toBe('implicitDeny');
    expect(await decision(`${orders}_other`)).toBe('allowed');
  });

  it('is refused where it is wrong or too long', async () => {
    const put = (text: string) =>
      aws('iam', 'put-role-policy', '--role-name', 'reader', '--policy-name', 'x', '--policy-document', text);
    expect(await put('{"Statement":')).toContain('(MalformedPolicyDocument)');
    expect(await put(document(connect('orders')))).toContain('Resource orders must be in ARN format or "*".');
    expect(await put(document(connect(`${orders}${'x'.repeat(10_200)}`)))).toContain(
      '(LimitExceeded) when calling the PutRolePolicy operation: Maximum policy size of 10240 bytes exceeded for role reader',
    );
  });

  it('is somebody’s who may', async () => {
    const { iam } = sandbox.directory;
    const user = addHolder(iam, { kind: 'User', name: 'guest', account: DEV, inline: {} });
    const { accessKeyId, secretAccessKey } = sandbox.directory.keysFor(user);
    const { stderr } = await runProgram(
      AWS_PROGRAM,
      ['iam', 'get-role', '--role-name', 'reader', '--endpoint-url', sandbox.url],
      {
        ...sandboxEnvironment(process.env, sandbox.env),
        HOME: sandbox.folder,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_REGION: 'us-east-1',
      },
    );
    expect(stderr).toContain('An error occurred (AccessDenied) when calling the GetRole operation');
    expect(stderr).toContain(
      `User: arn:aws:iam::${DEV}:user/guest is not authorized to perform: iam:GetRole`,
    );
  });
});

describe('the organization and the boundary', () => {
  it('are told in a simulation', async () => {
    const { iam } = sandbox.directory;
    const all = document({ Effect: 'Allow', Action: '*', Resource: '*' });
    iam.organization.set(DEV, [all, document({ Effect: 'Deny', Action: 'rds-db:*', Resource: '*' })]);
    try {
      expect(await decision(orders)).toBe('explicitDeny');
      const without = { PolicyExclusionList: [{ PolicyType: 'scp' as const }] };
      expect(await decision(orders, without)).toBe('allowed');
    } finally {
      iam.organization.delete(DEV);
    }
    expect(await decision(orders)).toBe('allowed');
    const narrow = document({ Effect: 'Allow', Action: 's3:*', Resource: '*' });
    expect(await decision(orders, { PermissionsBoundaryPolicyInputList: [narrow] })).toBe('implicitDeny');
    expect(iam.organization.get(PROD)).toBeUndefined();
  });

  it('tell which keys nobody has said', async () => {
    const asks = document(
      connect(`${orders}_vpn`, { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }),
    );
    const input = { PolicyInputList: [asks] };
    expect(await decision(`${orders}_vpn`, input)).toBe('implicitDeny');
    const entry = {
      ContextKeyName: 'aws:SourceIp',
      ContextKeyValues: ['10.1.1.1'],
      ContextKeyType: 'ip' as const,
    };
    expect(await decision(`${orders}_vpn`, { ...input, ContextEntries: [entry] })).toBe('allowed');
  });
});

it('tells whom the security groups let in', async () => {
  expect(await aws('ec2', 'describe-security-groups')).toMatchObject({
    SecurityGroups: [
      {
        GroupId: 'sg-0d1c5e8f2a7b94360',
        IpPermissions: expect.arrayContaining([
          expect.objectContaining({
            IpProtocol: 'tcp',
            FromPort: 5432,
            ToPort: 5432,
            IpRanges: [expect.objectContaining({ CidrIp: '10.0.0.0/8' })],
          }),
        ]),
      },
    ],
  });
  expect(await aws('ec2', 'describe-security-groups', '--group-ids', 'sg-other')).toContain(
    '(InvalidGroup.NotFound)',
  );
});
