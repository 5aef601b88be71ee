import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { CheckOrder } from '../../../app/doctor/ports.ts';
import type { CallerSeen, Observation } from '../../../app/doctor/observations.ts';
import type { Subject } from '../../../app/doctor/subject.ts';
import type { Credentials } from '../../../app/profiles/model.ts';
import { awsLooks, stsClient } from '../../../main/doctor/aws/looks.ts';
import { askCaller } from '../../../main/doctor/caller.ts';
import { profileFiles } from '../../../main/profiles/profile-files.ts';
import { settingsOf } from '../../../main/profiles/settings-of.ts';
import { DEV } from '../../sandbox/account.ts';
import { startSandbox, type Sandbox } from '../../sandbox/start-sandbox.ts';
import { awsFiles } from '../profiles/aws-files.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ without: ['postgres', 'mysql'] });
}, 60_000);
afterAll(() => sandbox.stop());

const signal = () => AbortSignal.timeout(20_000);
const credentials = (): Credentials => ({
  accessKeyId: sandbox.directory.developer.accessKeyId,
  secretAccessKey: sandbox.directory.developer.secretAccessKey,
  sessionToken: null,
  expiry: { kind: 'never' },
});
const settings = () => settingsOf(profileFiles(sandbox.env), sandbox.env);

function orderFor(host: string, over: Partial<Subject> = {}): CheckOrder {
  const address = { host, port: 5432 };
  return {
    subject: {
      name: 'one',
      family: 'postgres',
      service: 'rds',
      profile: 'platform-dev',
      region: 'us-east-1',
      address,
      connectAddress: address,
      dbUser: 'app_readonly',
      database: '',
      known: null,
      ...over,
    },
    observations: {},
    limitMs: 20_000,
  };
}

const describeAt = (host: string, over: Partial<Subject> = {}) =>
  awsLooks(settings(), async () => null).description(orderFor(host, over), credentials(), signal());

describe('what RDS says of a database', () => {
  it('finds every kind by its host, with the resource ID that policies name', async () => {
    const { instances, clusters } = sandbox.databases;
    const here = <T extends { account: string; region: string }>(all: readonly T[]): T[] =>
      all.filter((one) => one.account === DEV && one.region === 'us-east-1');
    const alone = here(instances).find(
      (one) => one.cluster === undefined && one.address?.host.endsWith('.amazonaws.com') === true,
    );
    expect(alone).toBeDefined();
    const found = await describeAt(alone?.address?.host ?? '');
    expect(found).toMatchObject({
      outcome: 'seen',
      value: {
        state: 'found',
        facts: {
          kind: 'instance',
          partition: 'aws',
          region: 'us-east-1',
          account: DEV,
          resourceId: alone?.resourceId,
          identifier: alone?.id,
          iam: alone?.iam,
          address: alone?.address,
        },
      },
    });
    for (const one of here(clusters)) {
      for (const host of [one.writer, one.reader, ...one.custom.map((custom) => custom.host)]) {
        const seen = await describeAt(host);
        expect(seen).toMatchObject({
          outcome: 'seen',
          value: { facts: { kind: 'cluster', resourceId: one.resourceId, identifier: one.id } },
        });
      }
    }
  });

  it('looks through all where the host is no name of RDS, and finds a member’s cluster', async () => {
    const member = sandbox.databases.instances.find(
      (one) => one.cluster !== undefined && one.account === DEV,
    );
    if (member?.address !== undefined) {
      const seen = await describeAt(member.address.host, { region: member.region });
      const cluster = sandbox.databases.clusters.find(
        (one) => one.id === member.cluster && one.region === member.region && one.account === DEV,
      );
      expect(seen).toMatchObject({
        value: {
          facts: { kind: 'member', identifier: member.cluster, clusterResourceId: cluster?.resourceId },
        },
      });
    }
    expect(await describeAt('db.corp.example')).toEqual({ outcome: 'seen', value: { state: 'missing' } });
  });

  it('says that a database is not there, and which permission is missing', async () => {
    expect(await describeAt('nobody.c9q2x7k3m1p0.us-east-1.rds.amazonaws.com')).toEqual({
      outcome: 'seen',
      value: { state: 'missing' },
    });
    const undo = sandbox.faults.add({
      account: DEV,
      region: 'us-east-1',
      action: 'rds:DescribeDBInstances',
      effect: { kind: 'deny' },
    });
    try {
      expect(await describeAt('nobody.c9q2x7k3m1p0.us-east-1.rds.amazonaws.com')).toEqual({
        outcome: 'not-allowed',
        permission: 'rds:DescribeDBInstances',
      });
    } finally {
      undo();
    }
  });

  it('knows Aurora DSQL without a call', async () => {
    const before = sandbox.requests.length;
    const host = 'abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws';
    expect(await describeAt(host, { service: 'dsql' })).toMatchObject({
      value: { facts: { kind: 'dsql', resourceId: 'abcdefghijklmnopqrstuvwxyz', iam: true } },
    });
    expect(sandbox.requests.length).toBe(before);
  });
});

it('asks STS who signs, as the profile is set up, and measures the clock', async () => {
  const client = await stsClient(settings(), orderFor('x'), credentials());
  const said: Observation<CallerSeen> = await askCaller(client, signal());
  expect(said).toMatchObject({ outcome: 'seen', value: { state: 'known', account: DEV } });
  expect(said.outcome === 'seen' && Math.abs(said.value.clockOffsetMs ?? Infinity)).toBeLessThan(5_000);
});

/** AWS's services as one server that answers each action as it is told, page by page; what it is not told it denies. */
async function cannedAws(answers: Readonly<Record<string, string | readonly string[]>>) {
  const asked: string[] = [];
  const pages = new Map(Object.entries(answers).map(([action, all]) => [action, [all].flat()]));
  const server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = new URLSearchParams(Buffer.concat(chunks).toString());
      // CloudWatch Logs speaks JSON, and names the action in a header
      const target = String(request.headers['x-amz-target'] ?? '');
      const action = body.get('Action') ?? target.split('.')[1] ?? '';
      asked.push(`${action} ${body.get('PolicySourceArn') ?? body.get('RoleName') ?? ''}`.trim());
      const left = pages.get(action);
      const answer = left !== undefined && left.length > 1 ? left.shift() : left?.[0];
      if (answer === 'silence') return;
      reply.setHeader('content-type', 'text/xml');
      if (answer === undefined) {
        reply.statusCode = 403;
        if (target !== '') {
          reply.end(JSON.stringify({ __type: 'AccessDeniedException', message: 'no' }));
          return;
        }
        reply.end(
          '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>',
        );
      } else reply.end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const bound = server.address();
  const url = `http://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`;
  const { env } = awsFiles(
    `[profile platform-dev]\nregion = us-east-1\nendpoint_url = ${url}\n`,
    '[platform-dev]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = s\n',
  );
  const looks = awsLooks(settingsOf(profileFiles(env), env), async () => null);
  const open = () =>
    new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count)));
  return { looks, asked, open };
}

const arn = 'arn:aws:sts::482011780031:assumed-role/DatabaseReader/jane';
const identified = (): CheckOrder => {
  const order = orderFor('orders.c9q2x7k3m1p0.us-east-1.rds.amazonaws.com');
  const facts = {
    kind: 'instance',
    partition: 'aws',
    region: 'us-east-1',
    account: '482011780031',
    resourceId: 'db-ABCDEFGHIJKL01234',
    clusterResourceId: null,
    identifier: 'orders',
    names: ['orders'],
    instanceIds: [],
    formerIds: [],
    address: order.subject.address,
    status: 'available',
    iam: true,
    iamPending: false,
    masterUser: null,
    isPublic: true,
    proxy: null,
    securityGroups: ['sg-1'],
  } as const;
  return {
    ...order,
    observations: {
      caller: { outcome: 'seen', value: { state: 'known', arn, account: '482011780031', clockOffsetMs: 0 } },
      description: { outcome: 'seen', value: { state: 'found', facts } },
    },
  };
};

const simulated = (decision: string) =>
  `<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><EvaluationResults><member>
   <EvalActionName>rds-db:connect</EvalActionName><EvalDecision>${decision}</EvalDecision>
   <ResourceSpecificResults><member><EvalResourceName>x</EvalResourceName>
   <EvalResourceDecision>${decision}</EvalResourceDecision></member></ResourceSpecificResults>
   </member></EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`;
const role = `<GetRoleResponse><GetRoleResult><Role><Arn>arn:aws:iam::482011780031:role/team/DatabaseReader</Arn>
  <RoleName>DatabaseReader</RoleName></Role></GetRoleResult></GetRoleResponse>`;

describe('what IAM says', () => {
  it('is asked of the role with its path, with and without the organization’s policies', async () => {
    const { looks, asked } = await cannedAws({
      GetRole: role,
      SimulatePrincipalPolicy: simulated('implicitDeny'),
    });
    expect(await looks.simulation(identified(), credentials(), signal())).toEqual({
      outcome: 'seen',
      value: {
        decision: 'implicit-deny',
        withoutOrganization: 'implicit-deny',
        boundaryAllows: null,
        missingKeys: [],
      },
    });
    expect(asked).toEqual([
      'GetRole DatabaseReader',
      'SimulatePrincipalPolicy arn:aws:iam::482011780031:role/team/DatabaseReader',
      'SimulatePrincipalPolicy arn:aws:iam::482011780031:role/team/DatabaseReader',
    ]);
  });

  it('costs nothing where it is denied', async () => {
    const { looks } = await cannedAws({});
    expect(await looks.simulation(identified(), credentials(), signal())).toEqual({
      outcome: 'not-allowed',
      permission: 'iam:SimulatePrincipalPolicy',
    });
    expect(await looks.policies(identified(), credentials(), signal())).toMatchObject({
      outcome: 'not-allowed',
    });
  });

  it('reads the policies of a role, inline and attached', async () => {
    const policy = encodeURIComponent(
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'rds-db:connect', Resource: '*' }],
      }),
    );
    const { looks } = await cannedAws({
      GetRole: role,
      ListRolePolicies:
        '<ListRolePoliciesResponse><ListRolePoliciesResult><PolicyNames><member>Inline</member></PolicyNames></ListRolePoliciesResult></ListRolePoliciesResponse>',
      GetRolePolicy: `<GetRolePolicyResponse><GetRolePolicyResult><PolicyName>Inline</PolicyName><PolicyDocument>${policy}</PolicyDocument></GetRolePolicyResult></GetRolePolicyResponse>`,
      ListAttachedRolePolicies:
        '<ListAttachedRolePoliciesResponse><ListAttachedRolePoliciesResult><AttachedPolicies><member><PolicyName>Managed</PolicyName><PolicyArn>arn:aws:iam::aws:policy/Managed</PolicyArn></member></AttachedPolicies></ListAttachedRolePoliciesResult></ListAttachedRolePoliciesResponse>',
      GetPolicy:
        '<GetPolicyResponse><GetPolicyResult><Policy><DefaultVersionId>v3</DefaultVersionId></Policy></GetPolicyResult></GetPolicyResponse>',
      GetPolicyVersion: `<GetPolicyVersionResponse><GetPolicyVersionResult><PolicyVersion><Document>${policy}</Document></PolicyVersion></GetPolicyVersionResult></GetPolicyVersionResponse>`,
    });
    const seen = await looks.policies(identified(), credentials(), signal());
    expect(seen).toMatchObject({
      outcome: 'seen',
      value: { policies: [{ name: 'Inline' }, { name: 'Managed' }], boundary: null, isComplete: true },
    });
  });
});

it('asks EC2 whom the security groups let in', async () => {
  const { looks } = await cannedAws({
    DescribeSecurityGroups: `<DescribeSecurityGroupsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>r</requestId><securityGroupInfo><item><groupId>sg-1</groupId><ipPermissions><item>
      <ipProtocol>tcp</ipProtocol><fromPort>5432</fromPort><toPort>5432</toPort>
      <groups><item><groupId>sg-9</groupId></item></groups>
      <ipRanges><item><cidrIp>10.0.0.0/8</cidrIp></item></ipRanges></item></ipPermissions></item>
      </securityGroupInfo></DescribeSecurityGroupsResponse>`,
  });
  expect(await looks.securityGroups(identified(), credentials(), signal())).toEqual({
    outcome: 'seen',
    value: { letsIn: null, groups: ['sg-1'], sources: ['10.0.0.0/8', 'sg-9'] },
  });
});

const line = (user: string, code: string) =>
  `Failed to authenticate the connection request for user '${user}' because of the token. (Error Code: ${code})`;
const events = (...messages: readonly string[]) => messages.map((message) => ({ message }));
const metric = (Id: string, ...Values: readonly number[]) => ({ Id, Values, StatusCode: 'Complete' });

describe('what CloudWatch says', () => {
  it('is read in all its pages: the user’s lines of the log, and the metrics of all users', async () => {
    const { looks, asked } = await cannedAws({
      // a page without lines is not the last one
      FilterLogEvents: [
        JSON.stringify({ events: events(line('app_readonly', 'ExpiredToken')), nextToken: 'a' }),
        JSON.stringify({ events: [], nextToken: 'b' }),
        JSON.stringify({
          events: events(line('other', 'InvalidToken'), line('app_readonly', 'NotAuthorized')),
        }),
      ],
      GetMetricData: [
        JSON.stringify({
          MetricDataResults: [metric('memory', 9e8, 7e8), metric('ofNotAuthorized', 2)],
          NextToken: 'a',
        }),
        JSON.stringify({
          MetricDataResults: [metric('ofNotAuthorized', 0, 1), metric('ofThrottlingException', 4)],
        }),
      ],
    });
    expect(await looks.errors(identified(), credentials(), signal())).toEqual({
      outcome: 'seen',
      value: {
        // what the metrics count of one user’s faults may be another’s
        codes: ['NotAuthorized', 'ExpiredToken', 'ThrottlingException'],
        counted: [
          { code: 'NotAuthorized', count: 3 },
          { code: 'ThrottlingException', count: 4 },
        ],
        freeMemory: 7e8,
        logUnseen: null,
        metricsUnseen: null,
      },
    });
    expect(asked.toSorted()).toEqual([
      ...Array<string>(3).fill('FilterLogEvents'),
      ...Array<string>(2).fill('GetMetricData'),
    ]);
  });

  it('is half of it where one is denied, and which permission is missing', async () => {
    const log = await cannedAws({
      GetMetricData: JSON.stringify({ MetricDataResults: [metric('memory', 8)] }),
    });
    expect(await log.looks.errors(identified(), credentials(), signal())).toMatchObject({
      value: {
        freeMemory: 8,
        logUnseen: { outcome: 'not-allowed', permission: 'logs:FilterLogEvents' },
        metricsUnseen: null,
      },
    });
    const metrics = await cannedAws({
      FilterLogEvents: JSON.stringify({ events: events(line('app_readonly', 'NotAuthorized')) }),
    });
    expect(await metrics.looks.errors(identified(), credentials(), signal())).toMatchObject({
      value: {
        codes: ['NotAuthorized'],
        logUnseen: null,
        metricsUnseen: { outcome: 'not-allowed', permission: 'cloudwatch:GetMetricData' },
      },
    });
    const both = await cannedAws({});
    expect(await both.looks.errors(identified(), credentials(), signal())).toEqual({
      outcome: 'not-allowed',
      permission: 'logs:FilterLogEvents, cloudwatch:GetMetricData',
    });
  });

  it('is what has come where the other is silent, and nothing is left open', async () => {
    const { looks, open } = await cannedAws({
      FilterLogEvents: 'silence',
      GetMetricData: JSON.stringify({ MetricDataResults: [metric('memory', 8)] }),
    });
    expect(await looks.errors({ ...identified(), limitMs: 900 }, credentials(), signal())).toMatchObject({
      value: { freeMemory: 8, logUnseen: { outcome: 'timed-out' } },
    });
    await expect.poll(open).toBe(0);
  });
});
