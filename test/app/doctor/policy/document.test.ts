import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  connectArn,
  policyDatabaseOf,
  type KnownDatabase,
  type PolicyDatabase,
} from '../../../../app/doctor/policy/database.ts';
import { connectPolicy, notesOn, type GrantedUsers } from '../../../../app/doctor/policy/document.ts';
import { evaluatePolicies } from '../../../../app/doctor/policy/evaluate.ts';
import { connectPolicies, fitsAs, policySize } from '../../../../app/doctor/policy/size.ts';
import { anyDatabase, anyUser } from './any-policy.ts';

const orders: PolicyDatabase = {
  service: 'rds-db',
  partition: 'aws',
  region: 'us-east-1',
  account: '482011780031',
  resourceId: 'cluster-ABCDEFGHIJKL01234',
};
const dsql: PolicyDatabase = { ...orders, service: 'dsql', resourceId: 'foo0bar1baz2quux3quuux4abc' };

const known: KnownDatabase = {
  kind: 'instance',
  partition: 'aws',
  region: 'us-east-1',
  account: '482011780031',
  resourceId: 'db-ABC123',
  clusterResourceId: null,
};

describe('the database that a policy names', () => {
  it.each<[string, Partial<KnownDatabase>, string]>([
    ['an instance', {}, 'arn:aws:rds-db:us-east-1:482011780031:dbuser:db-ABC123/app'],
    [
      'an Aurora or Multi-AZ cluster',
      { kind: 'cluster', resourceId: 'cluster-XYZ' },
      'arn:aws:rds-db:us-east-1:482011780031:dbuser:cluster-XYZ/app',
    ],
    [
      'an instance of a cluster, by its cluster',
      { kind: 'member', clusterResourceId: 'cluster-XYZ' },
      'arn:aws:rds-db:us-east-1:482011780031:dbuser:cluster-XYZ/app',
    ],
    [
      'a proxy',
      { kind: 'proxy', resourceId: 'prx-0123456789abcdef0' },
      'arn:aws:rds-db:us-east-1:482011780031:dbuser:prx-0123456789abcdef0/app',
    ],
    [
      'a cluster of Aurora DSQL, without the user',
      { kind: 'dsql', resourceId: 'foo0bar1baz2quux3quuux4abc' },
      'arn:aws:dsql:us-east-1:482011780031:cluster/foo0bar1baz2quux3quuux4abc',
    ],
    [
      'an instance in China',
      { partition: 'aws-cn', region: 'cn-north-1' },
      'arn:aws-cn:rds-db:cn-north-1:482011780031:dbuser:db-ABC123/app',
    ],
    [
      'an instance in GovCloud',
      { partition: 'aws-us-gov', region: 'us-gov-west-1' },
      'arn:aws-us-gov:rds-db:us-gov-west-1:482011780031:dbuser:db-ABC123/app',
    ],
  ])('is %s', (_what, over, arn) => {
    const database = policyDatabaseOf({ ...known, ...over });
    if (!database.ok) throw new Error(database.error.message);
    expect(connectArn(database.value, 'app')).toBe(arn);
  });

  it.each<[string, Partial<KnownDatabase>, string]>([
    ['a member whose cluster is not known', { kind: 'member' }, 'rds:DescribeDBClusters'],
    [
      'a member, never by its own ID',
      { kind: 'member', clusterResourceId: 'db-ABC123' },
      'rds:DescribeDBClusters',
    ],
    ['an instance that nobody may describe', { resourceId: null }, 'rds:DescribeDBInstances'],
    ['a name in the place of an ID', { resourceId: 'orders' }, 'rds:DescribeDBInstances'],
    ['what would widen the policy', { resourceId: 'db-*' }, 'rds:DescribeDBInstances'],
    ['an unknown account', { account: null }, 'rds:DescribeDBInstances'],
    ['an account that is none', { account: '*' }, 'rds:DescribeDBInstances'],
    ['a proxy of which only the name is known', { kind: 'proxy', resourceId: 'p' }, 'rds:DescribeDBProxies'],
  ])('is refused for %s', (_what, over, permission) => {
    const database = policyDatabaseOf({ ...known, ...over });
    expect(database.ok ? '' : database.error.hint).toContain(permission);
  });
});

describe('a policy', () => {
  it('names one user of one database', () => {
    expect(connectPolicy([orders], { kind: 'users', names: ['app_readonly'] })).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'rds-db:connect',
          Resource: 'arn:aws:rds-db:us-east-1:482011780031:dbuser:cluster-ABCDEFGHIJKL01234/app_readonly',
        },
      ],
    });
  });

  it('names several users of several databases, each once', () => {
    const replica = { ...orders, resourceId: 'db-REPLICA' };
    const { Statement } = connectPolicy([orders, replica], { kind: 'users', names: ['a', 'b', 'a'] });
    const start = 'arn:aws:rds-db:us-east-1:482011780031:dbuser';
    expect(Statement.map(({ Resource }) => Resource)).toEqual([
      [
        `${start}:cluster-ABCDEFGHIJKL01234/a`,
        `${start}:cluster-ABCDEFGHIJKL01234/b`,
        `${start}:db-REPLICA/a`,
        `${start}:db-REPLICA/b`,
      ],
    ]);
  });

  it('has two actions in Aurora DSQL, and names no user', () => {
    const { Statement } = connectPolicy([dsql], { kind: 'users', names: ['admin', 'app', 'other'] });
    const arn = 'arn:aws:dsql:us-east-1:482011780031:cluster/foo0bar1baz2quux3quuux4abc';
    expect(Statement).toEqual([
      { Effect: 'Allow', Action: 'dsql:DbConnectAdmin', Resource: arn },
      { Effect: 'Allow', Action: 'dsql:DbConnect', Resource: arn },
    ]);
  });

  it.each<[GrantedUsers, string, string[]]>([
    [{ kind: 'users', names: ['app'] }, 'app', []],
    [{ kind: 'tag', key: 'DbUser' }, '${aws:PrincipalTag/DbUser}', ['variable-untested']],
    [{ kind: 'iam-user-name' }, '${aws:username}', ['iam-users-only', 'variable-untested']],
    [{ kind: 'anyone' }, '*', ['anyone']],
  ])('for %o ends in %s, and says what is to be known', (users, end, codes) => {
    const [statement] = connectPolicy([orders], users).Statement;
    expect(statement?.Resource).toBe(`${connectArn(orders, '')}${end}`);
    expect(notesOn([orders], users).map(({ code }) => code)).toEqual(codes);
  });

  it('says that Aurora DSQL decides about roles in the database', () => {
    expect(notesOn([dsql], { kind: 'users', names: ['app'] }).map(({ code }) => code)).toEqual([
      'dsql-roles',
    ]);
    expect(notesOn([dsql], { kind: 'users', names: ['admin'] })).toEqual([]);
  });

  it('allows this user, and nobody else, whatever the names hold', () => {
    fc.assert(
      fc.property(anyDatabase, anyUser, anyUser, (database, user, other) => {
        const policy = connectPolicy([database], { kind: 'users', names: [user] });
        const ask = (name: string) =>
          evaluatePolicies([policy], { action: 'rds-db:connect', resource: connectArn(database, name) });
        expect(ask(user)).toBe('allowed');
        if (other !== user) expect(ask(other)).toBe('not-allowed');
      }),
    );
  });
});

describe('the size of a policy', () => {
  it('leaves white space out, as IAM does', () => {
    const policy = connectPolicy([orders], { kind: 'users', names: ['a b'] });
    expect(policySize(policy)).toBe(JSON.stringify(policy).length - 1);
  });

  it('says what a policy fits as', () => {
    const of = (count: number) =>
      connectPolicy([orders], {
        kind: 'users',
        names: Array.from({ length: count }, (_, index) => `user_${String(index).padStart(6, '0')}`),
      });
    // 75 characters an ARN with 12 of the user, its quotes and its comma
    expect(fitsAs(of(1))).toEqual(['managed', 'role', 'group', 'user']);
    expect(fitsAs(of(50))).toEqual(['managed', 'role', 'group']);
    expect(fitsAs(of(70))).toEqual(['managed', 'role']);
    expect(fitsAs(of(90))).toEqual(['role']);
    expect(fitsAs(of(500))).toEqual([]);
  });

  it('makes as many policies as are needed, each within the limit, and loses nobody', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyUser, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 400, max: 2_000 }),
        (names, limit) => {
          const policies = connectPolicies([orders], { kind: 'users', names }, limit);
          for (const policy of policies) expect(policySize(policy)).toBeLessThanOrEqual(limit);
          for (const name of names) {
            const question = { action: 'rds-db:connect', resource: connectArn(orders, name) };
            expect(evaluatePolicies(policies, question)).toBe('allowed');
          }
          const resources = policies.flatMap(({ Statement }) =>
            Statement.flatMap((one) => one.Resource ?? []),
          );
          expect(resources.length).toBe(names.length);
        },
      ),
      { numRuns: 30 },
    );
  });
});
