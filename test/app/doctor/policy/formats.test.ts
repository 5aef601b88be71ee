import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectArn, literalUser, type PolicyDatabase } from '../../../../app/doctor/policy/database.ts';
import { connectPolicy } from '../../../../app/doctor/policy/document.ts';
import {
  asCloudFormation,
  asCommand,
  asJson,
  asMessage,
  asTerraform,
  policyName,
  type PolicyOrder,
} from '../../../../app/doctor/policy/formats.ts';
import { principalInWords, principalOf, type Principal } from '../../../../app/doctor/policy/principal.ts';
import { anyUser } from './any-policy.ts';

const account = '482011780031';
const orders: PolicyDatabase = {
  service: 'rds-db',
  partition: 'aws',
  region: 'us-east-1',
  account,
  resourceId: 'cluster-ABCDEFGHIJKL01234',
};
const role: Principal = { kind: 'role', name: 'DatabaseReader', account };
const reserved = 'AWSReservedSSO_DatabaseReader_0123456789abcdef';
const permissionSet: Principal = { kind: 'permission-set', name: 'DatabaseReader', role: reserved, account };

const order = (over: Partial<PolicyOrder> = {}, ...names: string[]): PolicyOrder => ({
  name: 'rds-connect-orders-app_readonly',
  document: connectPolicy([orders], { kind: 'users', names: names.length > 0 ? names : ['app_readonly'] }),
  principal: role,
  ...over,
});

describe('who signs', () => {
  it.each<[string, Principal | null, string]>([
    [`arn:aws:iam::${account}:user/jane`, { kind: 'user', name: 'jane', account }, 'user jane'],
    [`arn:aws:iam::${account}:user/team/data/jane`, { kind: 'user', name: 'jane', account }, 'user jane'],
    [`arn:aws:sts::${account}:assumed-role/DatabaseReader/session`, role, 'role DatabaseReader'],
    [`arn:aws-cn:iam::${account}:role/path/DatabaseReader`, role, 'role DatabaseReader'],
    [
      `arn:aws:sts::${account}:assumed-role/${reserved}/jane@corp.example`,
      permissionSet,
      'permission set DatabaseReader',
    ],
    [`arn:aws:iam::${account}:root`, { kind: 'root', account }, `the root user of account ${account}`],
    [
      `arn:aws:sts::${account}:federated-user/jane`,
      { kind: 'federated', name: 'jane', account },
      'federated user jane',
    ],
  ])('%s', (arn, principal, words) => {
    expect(principalOf(arn)).toEqual(principal);
    expect(principal && principalInWords(principal)).toBe(words);
  });

  it.each(['', 'arn', 'arn:aws:iam::1', `arn:aws:iam::${account}:user/`, `arn:aws:iam::${account}:group/a`])(
    'is not read out of "%s"',
    (arn) => expect(principalOf(arn)).toBeNull(),
  );
});

describe('a policy’s name', () => {
  it('is one that IAM takes, whatever database and user are called', () => {
    expect(policyName('orders', ['app_readonly'])).toBe('rds-connect-orders-app_readonly');
    expect(policyName('orders', ['a', 'b'])).toBe('rds-connect-orders');
    fc.assert(
      fc.property(anyUser, anyUser, (database, user) => {
        expect(policyName(database, [user])).toMatch(/^[\w+=,.@-]{1,128}$/);
      }),
    );
  });
});

/** What HCL reads out of a quoted string; null where a template begins in it. */
function hclValue(quoted: string): string | null {
  let value = '';
  for (const [token] of quoted.slice(1, -1).matchAll(/\$\$\{|%%\{|\$\{|%\{|\\(?:u[0-9a-f]{4}|.)|[^]/g)) {
    if (token === '${' || token === '%{') return null;
    const isEscape = token.startsWith('\\');
    value += isEscape ? String(JSON.parse(`"${token}"`)) : token.length === 3 ? token.slice(1) : token;
  }
  return value;
}

describe('a policy as Terraform', () => {
  it('is a document and the policy of the role', () => {
    expect(asTerraform(order())).toBe(`data "aws_iam_policy_document" "rds_connect" {
  statement {
    effect    = "Allow"
    actions   = ["rds-db:connect"]
    resources = ["arn:aws:rds-db:us-east-1:482011780031:dbuser:cluster-ABCDEFGHIJKL01234/app_readonly"]
  }
}

resource "aws_iam_role_policy" "rds_connect" {
  name   = "rds-connect-orders-app_readonly"
  role   = "DatabaseReader"
  policy = data.aws_iam_policy_document.rds_connect.json
}
`);
  });

  it('lists several users, and is a managed policy for whom it cannot be put upon', () => {
    const text = asTerraform(order({ principal: permissionSet }, 'a', 'b'));
    expect(text).toContain(`resources = [
      "arn:aws:rds-db:us-east-1:482011780031:dbuser:cluster-ABCDEFGHIJKL01234/a",
      "arn:aws:rds-db:us-east-1:482011780031:dbuser:cluster-ABCDEFGHIJKL01234/b",
    ]`);
    expect(text).toContain('resource "aws_iam_policy" "rds_connect" {');
    expect(text).not.toContain(reserved);
  });

  it('keeps policy variables from being taken for templates', () => {
    const tag = connectPolicy([orders], { kind: 'tag', key: 'DbUser' });
    expect(asTerraform(order({ document: tag }))).toContain('/$${aws:PrincipalTag/DbUser}"');
    fc.assert(
      fc.property(anyUser, (user) => {
        const text = asTerraform(
          order({ document: connectPolicy([orders], { kind: 'users', names: [user] }) }),
        );
        const [, quoted = ''] = /resources = \[(".*")\]/.exec(text) ?? [];
        expect(hclValue(quoted)).toBe(connectArn(orders, literalUser(user)));
      }),
    );
  });
});

describe('a policy as CloudFormation', () => {
  it('is a template of its own', () => {
    expect(asCloudFormation(order())).toBe(`AWSTemplateFormatVersion: "2010-09-09"
Resources:
  RdsConnect:
    Type: AWS::IAM::RolePolicy
    Properties:
      PolicyName: "rds-connect-orders-app_readonly"
      RoleName: "DatabaseReader"
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action:
              - "rds-db:connect"
            Resource:
              - "arn:aws:rds-db:us-east-1:482011780031:dbuser:cluster-ABCDEFGHIJKL01234/app_readonly"
`);
  });

  it('is a managed policy where nobody is known', () => {
    const text = asCloudFormation(order({ principal: null }));
    expect(text).toContain('Type: AWS::IAM::ManagedPolicy');
    expect(text).toContain('ManagedPolicyName: "rds-connect-orders-app_readonly"');
  });
});

describe('a policy as a command', () => {
  /** What a POSIX shell makes of the command. */
  function argumentsOf(command: string): string[] {
    const script = `aws() { printf '%s\\0' "$@"; }\n${command}\n`;
    return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
  }

  it.each<[Principal | null, string[]]>([
    [role, ['iam', 'put-role-policy', '--role-name', 'DatabaseReader']],
    [{ kind: 'user', name: 'jane', account }, ['iam', 'put-user-policy', '--user-name', 'jane']],
    [permissionSet, ['iam', 'create-policy']],
    [null, ['iam', 'create-policy']],
  ])('for %o', (principal, start) => {
    const args = argumentsOf(asCommand(order({ principal })));
    expect(args.slice(0, start.length)).toEqual(start);
    expect(args.slice(start.length, -1)).toEqual([
      '--policy-name',
      'rds-connect-orders-app_readonly',
      '--policy-document',
    ]);
    expect(JSON.parse(args.at(-1) ?? '')).toEqual(order().document);
  });

  it('reaches the program byte for byte, whatever the user is called', () => {
    fc.assert(
      fc.property(anyUser, (user) => {
        const document = connectPolicy([orders], { kind: 'users', names: [user] });
        const args = argumentsOf(asCommand(order({ document })));
        expect(JSON.parse(args.at(-1) ?? '')).toEqual(document);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a message to an administrator', () => {
  const request = {
    ...order(),
    database: 'orders',
    region: 'us-east-1',
    users: ['app_readonly'],
    reason: 'No policy allows rds-db:connect as app_readonly.',
  };

  it('says who, where, as whom, why, and holds policy and command', () => {
    expect(asMessage(request)).toBe(
      [
        'Please let role DatabaseReader in account 482011780031 log in to the database orders (us-east-1) as app_readonly with IAM authentication.',
        'No policy allows rds-db:connect as app_readonly.',
        `Please add this policy:\n\n${asJson(request)}`,
        `The same as a command:\n\n${asCommand(request)}`,
      ].join('\n\n'),
    );
    expect(asJson(request)).toContain(connectArn(orders, 'app_readonly'));
  });

  it('says where permission sets are changed, and leaves out what is not known', () => {
    expect(asMessage({ ...request, principal: permissionSet })).toContain('IAM Identity Center');
    const short = asMessage({ ...request, principal: null, users: [], reason: '' });
    expect(short).toMatch(/^Please let me log in to the database orders \(us-east-1\) with IAM/);
  });
});
