import { describe, expect, it } from 'vitest';
import { errorCodesFor, errorLogGroup, readErrorLine } from '../../../../app/doctor/aws/error-log.ts';
import { decodePolicy, readOwnPolicies } from '../../../../app/doctor/aws/own-policies.ts';
import type { IamReads, PolicyHolder, SimulationQuery } from '../../../../app/doctor/aws/ports.ts';
import { whomTheyLetIn } from '../../../../app/doctor/aws/security-groups.ts';
import { principalArns, readSimulation, simulate } from '../../../../app/doctor/aws/simulation.ts';
import type { Observation } from '../../../../app/doctor/observations.ts';
import { allowedUsers } from '../../../../app/doctor/policy/allowed-users.ts';
import type { PolicyDocument } from '../../../../app/doctor/policy/document.ts';
import { principalOf } from '../../../../app/doctor/policy/principal.ts';
import { account, policyOf } from '../sample.ts';

const seen = <T>(value: T): Observation<T> => ({ outcome: 'seen', value });
const denied = (permission: string): Observation<never> => ({ outcome: 'not-allowed', permission });
const failed: Observation<never> = { outcome: 'failed', message: 'NoSuchEntity' };
const encode = (document: PolicyDocument): string => encodeURIComponent(JSON.stringify(document));

/** IAM that holds nothing and denies nothing, and what is to be other. */
function iamWith(over: Partial<IamReads>): IamReads {
  return {
    roleArn: async (name) => seen(`arn:aws:iam::${account}:role/path/${name}`),
    boundaryArn: async () => seen(null),
    inlinePolicies: async () => seen([]),
    inlinePolicy: async () => failed,
    attachedPolicies: async () => seen([]),
    managedPolicy: async () => failed,
    groupsOf: async () => seen([]),
    simulate: async () => failed,
    ...over,
  };
}

/** An answer as the SDK gives it, since 2026-07. */
const result = (decision: string, more: object = {}) => ({
  EvaluationResults: [
    {
      EvalActionName: 'rds-db:connect',
      EvalResourceName: 'arn:${Partition}:rds-db:${Region}:${Account}:dbuser:${DbiResourceId}/${DbUserName}',
      EvalDecision: 'implicitDeny',
      ResourceSpecificResults: [
        {
          EvalResourceName: `arn:aws:rds-db:us-east-1:${account}:dbuser:db-A/u`,
          EvalResourceDecision: decision,
          MissingContextValues: [],
          ...more,
        },
      ],
    },
  ],
});

describe('an answer of the simulator', () => {
  it('is read from the resource, not from the template above it', () => {
    expect(readSimulation(result('allowed'))).toEqual({
      decision: 'allowed',
      boundaryAllows: null,
      missingKeys: [],
    });
  });

  it('says what the boundary does, and which keys nobody has told', () => {
    const more = {
      MissingContextValues: ['aws:SourceIp'],
      PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
    };
    expect(readSimulation(result('implicitDeny', more))).toEqual({
      decision: 'implicit-deny',
      boundaryAllows: false,
      missingKeys: ['aws:SourceIp'],
    });
  });

  it('is read in its older form, without results for each resource', () => {
    expect(readSimulation({ EvaluationResults: [{ EvalDecision: 'explicitDeny' }] })?.decision).toBe(
      'explicit-deny',
    );
  });

  it.each([
    null,
    {},
    { EvaluationResults: [] },
    { EvaluationResults: [{ EvalDecision: 'perhaps' }] },
    'allowed',
  ])('is nothing in any other form: %j', (said) => expect(readSimulation(said)).toBeNull());
});

describe('a simulation', () => {
  const role = `arn:aws:sts::${account}:assumed-role/Reader/jane`;
  const sso = `arn:aws:sts::${account}:assumed-role/AWSReservedSSO_Reader_0123456789abcdef/jane@corp`;
  const question = {
    action: 'rds-db:connect',
    resource: `arn:aws:rds-db:us-east-1:${account}:dbuser:db-A/u`,
  };

  function recorder(answers: (query: SimulationQuery) => Observation<unknown>, over: Partial<IamReads> = {}) {
    const asked: SimulationQuery[] = [];
    const iam = iamWith({
      simulate: async (query) => {
        asked.push(query);
        return answers(query);
      },
      ...over,
    });
    return { iam, asked };
  }

  it('asks for the role with its path, and once more without the organization', async () => {
    const { iam, asked } = recorder(({ withoutOrganization }) =>
      seen(result(withoutOrganization ? 'allowed' : 'explicitDeny')),
    );
    expect(await simulate(iam, role, question, null)).toEqual(
      seen({
        decision: 'explicit-deny',
        withoutOrganization: 'allowed',
        boundaryAllows: null,
        missingKeys: [],
      }),
    );
    const principalArn = `arn:aws:iam::${account}:role/path/Reader`;
    expect(asked).toEqual([
      { principalArn, ...question, withoutOrganization: false },
      { principalArn, ...question, withoutOrganization: true },
    ]);
  });

  it('does not know about the organization where the simulator cannot leave it out', async () => {
    const { iam } = recorder(({ withoutOrganization }) =>
      withoutOrganization ? failed : seen(result('implicitDeny')),
    );
    expect(await simulate(iam, role, question, null)).toMatchObject({ value: { withoutOrganization: null } });
  });

  it('tries the paths of Identity Center where GetRole is denied', async () => {
    const { iam, asked } = recorder(
      ({ principalArn }) => (principalArn.includes('eu-west-1') ? failed : seen(result('allowed'))),
      { roleArn: async () => denied('iam:GetRole') },
    );
    expect((await simulate(iam, sso, question, 'eu-west-1')).outcome).toBe('seen');
    const start = `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com`;
    expect([...new Set(asked.map(({ principalArn }) => principalArn))]).toEqual([
      `${start}/eu-west-1/AWSReservedSSO_Reader_0123456789abcdef`,
      `${start}/AWSReservedSSO_Reader_0123456789abcdef`,
    ]);
  });

  it('is over at once where it is denied', async () => {
    const { iam, asked } = recorder(() => denied('iam:SimulatePrincipalPolicy'));
    expect(await simulate(iam, sso, question, 'eu-west-1')).toEqual(denied('iam:SimulatePrincipalPolicy'));
    expect(asked.length).toBe(2);
  });

  it('is not made for those whom IAM does not know', async () => {
    for (const arn of [`arn:aws:iam::${account}:root`, `arn:aws:sts::${account}:federated-user/x`, '']) {
      expect(principalArns(arn, null)).toEqual([]);
      expect(await simulate(recorder(() => failed).iam, arn, question, null)).toEqual({ outcome: 'skipped' });
    }
  });

  it('says so where the answer is not known', async () => {
    const { iam } = recorder(() => seen({}));
    expect((await simulate(iam, role, question, null)).outcome).toBe('failed');
  });
});

describe('an identity’s own policies', () => {
  const document = policyOf(`arn:aws:rds-db:us-east-1:${account}:dbuser:db-A/u`);
  const principal = principalOf(`arn:aws:iam::${account}:user/jane`);
  if (principal === null) throw new Error('There is no principal.');

  it('are its own, and those of its groups, inline and managed, and the boundary', async () => {
    const asked: PolicyHolder[] = [];
    const iam = iamWith({
      groupsOf: async () => seen(['data']),
      inlinePolicies: async (holder) => {
        asked.push(holder);
        return seen(holder.kind === 'group' ? ['inline'] : []);
      },
      inlinePolicy: async () => seen(encode(document)),
      attachedPolicies: async ({ kind }) =>
        seen(kind === 'user' ? [`arn:aws:iam::${account}:policy/path/Managed`] : []),
      managedPolicy: async () => seen(encode(document)),
      boundaryArn: async () => seen(`arn:aws:iam::${account}:policy/Boundary`),
    });
    expect(await readOwnPolicies(iam, principal)).toEqual(
      seen({
        policies: [
          { name: 'Managed', document },
          { name: 'inline', document },
        ],
        boundary: document,
        isComplete: true,
      }),
    );
    expect(asked).toEqual([
      { kind: 'user', name: 'jane' },
      { kind: 'group', name: 'data' },
    ]);
  });

  it('are those of the role behind a permission set', async () => {
    const sso = principalOf(`arn:aws:sts::${account}:assumed-role/AWSReservedSSO_R_0123456789abcdef/x`);
    if (sso === null) throw new Error('There is no principal.');
    const asked: PolicyHolder[] = [];
    const iam = iamWith({
      inlinePolicies: async (holder) => {
        asked.push(holder);
        return seen([]);
      },
    });
    await readOwnPolicies(iam, sso);
    expect(asked).toEqual([{ kind: 'role', name: 'AWSReservedSSO_R_0123456789abcdef' }]);
  });

  it('are not all where some may not be read, or cannot be', async () => {
    const iam = iamWith({
      inlinePolicies: async () => seen(['a', 'b']),
      inlinePolicy: async (_holder, name) => seen(name === 'a' ? encode(document) : '%7Bnot json'),
      attachedPolicies: async () => denied('iam:ListAttachedUserPolicies'),
    });
    expect(await readOwnPolicies(iam, principal)).toMatchObject({
      outcome: 'seen',
      value: { policies: [{ name: 'a' }], isComplete: false },
    });
  });

  it('are not allowed to be seen where nothing is', async () => {
    const no = async () => denied('iam:ListUserPolicies');
    const iam = iamWith({ groupsOf: no, inlinePolicies: no, attachedPolicies: no, boundaryArn: no });
    expect(await readOwnPolicies(iam, principal)).toEqual(denied('iam:ListUserPolicies'));
  });

  it('are percent-encoded, or nothing', () => {
    expect(decodePolicy(encode(document))).toEqual(document);
    expect(decodePolicy('%')).toBeNull();
    expect(decodePolicy('')).toBeNull();
  });
});

describe('the log of IAM’s errors', () => {
  // the lines of AWS's own pages
  it.each([
    [
      "2025-09-22T12:02:30,806 [ERROR] Failed to authorize the connection request for user 'user_1' due to an internal IAM DB Auth error. (Status Code: 500, Error Code: InternalError)",
      { code: 'InternalError', user: 'user_1', arn: '' },
    ],
    [
      "2025-09-22T12:02:51,954 [ERROR] Failed to authenticate the connection request for user 'user_2' because the provided token is malformed or otherwise invalid. (Status Code: 400, Error Code: InvalidToken)",
      { code: 'InvalidToken', user: 'user_2', arn: '' },
    ],
    [
      '[ERROR] Failed to authenticate the connection request for user db_user because the token age is longer than 15 minutes. (Status Code: 400, Error Code:ExpiredToken)',
      { code: 'ExpiredToken', user: 'db_user', arn: '' },
    ],
    [
      "[ERROR] Failed to authorize the connection request for user db_user because the IAM policy assumed by the caller 'arn:aws:sts::123456789012:assumed-role/Role/Session' is not authorized to perform `rds-db:connect` on the DB instance. (Status Code: 403, Error Code:NotAuthorized)",
      { code: 'NotAuthorized', user: 'db_user', arn: 'arn:aws:sts::123456789012:assumed-role/Role/Session' },
    ],
    [
      '[ERROR] Failed to authorize the connection request for user db_user due to IAM DB authentication throttling. (Status Code: 429, Error Code: ThrottlingException)',
      { code: 'ThrottlingException', user: 'db_user', arn: '' },
    ],
    ['[INFO] started', null],
    ['(Status Code: 400, Error Code: SomethingNew)', null],
  ])('%.60s', (line, error) => {
    expect(readErrorLine(line)).toEqual(error);
  });

  it('is asked about one user, the latest first', () => {
    const line = (user: string, code: string): string =>
      `Failed to authorize the connection request for user '${user}' x (Status Code: 1, Error Code: ${code})`;
    const lines = [
      line('u', 'NotAuthorized'),
      line('other', 'InvalidToken'),
      line('u', 'ThrottlingException'),
      line('u', 'NotAuthorized'),
    ];
    expect(errorCodesFor(lines, 'u')).toEqual(['NotAuthorized', 'ThrottlingException']);
    expect(errorLogGroup('cluster', 'orders')).toBe('/aws/rds/cluster/orders/iam-db-auth-error');
  });
});

describe('security groups', () => {
  const rule = (protocol: string, fromPort: number | null, toPort: number | null, ...sources: string[]) => ({
    protocol,
    fromPort,
    toPort,
    sources,
  });

  it.each([
    [[], false, []],
    [[rule('tcp', 5432, 5432, '0.0.0.0/0')], true, ['0.0.0.0/0']],
    [[rule('tcp', 0, 65_535, '::/0')], true, ['::/0']],
    [[rule('-1', null, null, '0.0.0.0/0')], true, ['0.0.0.0/0']],
    [[rule('-1', -1, -1, 'sg-1')], null, ['sg-1']],
    [[rule('tcp', 443, 443, '0.0.0.0/0')], false, []],
    [[rule('udp', 5432, 5432, '0.0.0.0/0')], false, []],
    [
      [rule('tcp', 5432, 5432, '10.0.0.0/8', 'sg-1'), rule('6', 5400, 5500, 'sg-1', 'pl-2')],
      null,
      ['10.0.0.0/8', 'sg-1', 'pl-2'],
    ],
  ])('%j', (inbound, letsIn, sources) => {
    expect(whomTheyLetIn([{ id: 'sg-db', inbound }], 5432)).toEqual({ letsIn, groups: ['sg-db'], sources });
  });
});

describe('whom policies let somebody be', () => {
  const database = {
    service: 'rds-db',
    partition: 'aws',
    region: 'us-east-1',
    account,
    resourceId: 'db-ABC',
  } as const;
  const start = `arn:aws:rds-db:us-east-1:${account}:dbuser`;
  const of = (...resources: readonly string[]) => resources.map((resource) => policyOf(resource));

  it.each([
    [of(`${start}:db-ABC/app`, `${start}:db-ABC/reporting`), ['app', 'reporting'], []],
    [of(`${start}:*/app`), ['app'], []],
    [of(`${start}:db-OTHER/app`), [], []],
    [of(`${start}/db-ABC/app`), [], []],
    [of(`${start}:db-ABC/*`), [], ['*']],
    [of(`${start}:db-ABC/app_*`, `${start}:db-ABC/app_1`), ['app_1'], ['app_*']],
    [of('*'), [], ['*']],
    [of(`arn:aws:rds-db:*:*:dbuser:*`), [], ['*']],
    [of(`${start}:db-ABC/a\${*}b`), ['a*b'], []],
    [of(`${start}:db-ABC/\${aws:username}`), ['jane'], []],
    [of(`${start}:db-ABC/\${aws:PrincipalTag/user}`), [], []],
    [[policyOf('*', { Action: 's3:*' })], [], []],
    [
      [policyOf('*'), policyOf(`${start}:db-ABC/app`, { Effect: 'Deny' }), policyOf(`${start}:db-ABC/app`)],
      [],
      ['*'],
    ],
  ])('%j', (documents, users, wildcards) => {
    const context = new Map([['aws:username', 'jane']]);
    expect(allowedUsers(documents, database, context)).toEqual({ users, wildcards });
  });
});
