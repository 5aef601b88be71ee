import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluatePolicies } from '../../../app/doctor/policy/evaluate.ts';
import { readPolicy } from '../../../app/doctor/policy/read.ts';
import { documentOf, readDocument } from './document.ts';
import { evaluate, type Decision, type Policies } from './evaluate.ts';

const resource = 'arn:aws:rds-db:us-east-1:773100429918:dbuser:db-ABC/app';
const allow = (Resource: string | string[], more: object = {}): object => ({
  Effect: 'Allow',
  Action: 'rds-db:connect',
  Resource,
  ...more,
});
const deny = (Resource: string, more: object = {}): object => ({ ...allow(Resource, more), Effect: 'Deny' });
const policy = (...Statement: object[]) => documentOf(JSON.stringify({ Version: '2012-10-17', Statement }));

/** What IAM says of one policy, and of what stands beside it. */
function decided(
  own: ReturnType<typeof policy>,
  beside: Partial<Omit<Policies, 'own'>> = {},
  context: Readonly<Record<string, string>> = {},
) {
  return evaluate(
    { own: [{ id: 'own', document: own }], boundary: null, organization: null, session: null, ...beside },
    {
      action: 'rds-db:connect',
      resource,
      context: new Map(Object.entries(context).map(([key, value]) => [key, [value]])),
    },
  );
}

describe('one policy', () => {
  const table: readonly (readonly [string, Decision, object[], Record<string, string>?])[] = [
    ['the exact ARN', 'allowed', [allow(resource)]],
    ['another user', 'implicitDeny', [allow(resource.replace('/app', '/admin'))]],
    ['another case', 'implicitDeny', [allow(resource.replace('/app', '/App'))]],
    ['a user by a wildcard', 'allowed', [allow(resource.replace('/app', '/a?*'))]],
    ['everything', 'allowed', [allow('*', { Action: '*' })]],
    ['the action in other letters', 'allowed', [allow(resource, { Action: 'RDS-DB:Connect' })]],
    ['the service alone', 'implicitDeny', [allow(resource, { Action: 'rds:connect' })]],
    ['a wildcard over a colon', 'implicitDeny', [allow('arn:aws:rds-db:*:dbuser:db-ABC/app')]],
    ['an instance of any name', 'allowed', [allow('arn:aws:rds-db:*:773100429918:dbuser:*/app')]],
    ['the name', 'implicitDeny', [allow('arn:aws:rds-db:us-east-1:773100429918:dbuser:orders/app')]],
    ['a slash', 'implicitDeny', [allow('arn:aws:rds-db:us-east-1:773100429918:dbuser/db-ABC/app')]],
    ['all but others', 'allowed', [{ Effect: 'Allow', NotAction: 's3:*', NotResource: 'arn:aws:s3:::x' }]],
    ['all but this', 'implicitDeny', [{ Effect: 'Allow', NotAction: 'rds-db:*', Resource: '*' }]],
    ['a denial', 'explicitDeny', [allow('*'), deny(resource)]],
    ['a denial of another', 'allowed', [allow('*'), deny(resource.replace('/app', '/admin'))]],
    [
      'an address',
      'implicitDeny',
      [allow('*', { Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } })],
    ],
    [
      'a denial of other addresses, which always holds',
      'explicitDeny',
      [allow('*'), deny('*', { Condition: { NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })],
    ],
    [
      'an address if there is one',
      'allowed',
      [allow('*', { Condition: { IpAddressIfExists: { 'aws:SourceIp': '10.0.0.0/8' } } })],
    ],
    [
      'an address in the range',
      'allowed',
      [allow('*', { Condition: { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '2001:db8::/32'] } } })],
      { 'aws:sourceip': '10.1.2.3' },
    ],
    ['a key that is not there', 'allowed', [allow('*', { Condition: { Null: { 'aws:SourceIp': true } } })]],
    [
      'a user by variable',
      'allowed',
      [allow(resource.replace('/app', '/${aws:username}'))],
      { 'aws:username': 'app' },
    ],
    ['a variable without a value', 'implicitDeny', [allow(resource.replace('/app', '/${aws:username}'))]],
    [
      'a variable with a default',
      'allowed',
      [allow(resource.replace('/app', "/${aws:PrincipalTag/user, 'app'}"))],
    ],
    [
      'an account',
      'allowed',
      [allow('*', { Condition: { StringEquals: { 'aws:PrincipalAccount': '773100429918' } } })],
      { 'aws:principalaccount': '773100429918' },
    ],
    [
      'not another account',
      'allowed',
      [allow('*', { Condition: { StringNotEquals: { 'aws:PrincipalAccount': ['1', '2'] } } })],
      { 'aws:principalaccount': '773100429918' },
    ],
    [
      'before a date',
      'allowed',
      [allow('*', { Condition: { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } } })],
      { 'aws:currenttime': '2026-01-01T00:00:00Z' },
    ],
  ];
  it.each(
    table.map(([what, decision, statements, context = {}]) => ({ what, decision, statements, context })),
  )('$what: $decision', ({ decision, statements, context }) => {
    expect(decided(policy(...statements), {}, context).decision).toBe(decision);
  });

  it('of the older version has no variables', () => {
    const older = documentOf(
      JSON.stringify({
        Version: '2008-10-17',
        Statement: allow(resource.replace('/app', '/${aws:username}')),
      }),
    );
    expect(decided(older, {}, { 'aws:username': 'app' }).decision).toBe('implicitDeny');
  });

  it('tells which keys were missing', () => {
    const asks = policy(allow('*', { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }));
    expect(decided(asks).missing).toEqual(['aws:SourceIp']);
    expect(decided(asks, {}, { 'aws:sourceip': '10.0.0.1' }).missing).toEqual([]);
  });

  it.each([
    '{',
    '{"Statement":[]}',
    '{"Statement":[{"Effect":"Allow","Action":"rds-db:connect"}]}',
    '{"Statement":[{"Effect":"allow","Action":"*","Resource":"*"}]}',
    '{"Statement":[{"Effect":"Allow","Action":"connect","Resource":"*"}]}',
    '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"orders"}]}',
    '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}]}',
    '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringSame":{"a":"b"}}}]}',
  ])('is refused where IAM would: %s', (text) => expect(readDocument(text).ok).toBe(false));
});

describe('layers', () => {
  const all = policy(allow('*', { Action: '*' }));
  const nothing = policy(allow('*', { Action: 's3:*' }));
  const none = policy(deny('*', { Action: '*' }));

  it('must each allow it', () => {
    expect(decided(all, { boundary: all, organization: [all], session: all }).decision).toBe('allowed');
    for (const layer of ['boundary', 'session'] as const) {
      expect(decided(all, { [layer]: nothing }).decision).toBe('implicitDeny');
      expect(decided(all, { [layer]: none }).decision).toBe('explicitDeny');
      // what allows it here gives nothing by itself
      expect(decided(nothing, { [layer]: all }).decision).toBe('implicitDeny');
    }
    expect(decided(all, { organization: [nothing] }).decision).toBe('implicitDeny');
    expect(decided(all, { organization: [all, none] }).decision).toBe('explicitDeny');
  });

  it('are told apart', () => {
    expect(decided(all)).toMatchObject({ allowedByBoundary: null, allowedByOrganization: null });
    expect(decided(all, { boundary: nothing, organization: [all] })).toMatchObject({
      allowedByBoundary: false,
      allowedByOrganization: true,
    });
  });
});

it('decides as the application does, wherever that knows', () => {
  const part = (...values: readonly string[]) => fc.constantFrom(...values);
  const arn = fc
    .tuple(
      part('aws', '*', 'aws-cn'),
      part('rds-db', 'rds', '*'),
      part('us-east-1', '*', 'us-*-1', ''),
      part('773100429918', '*', '77310042991?', '123456789012'),
      part('dbuser:db-ABC/app', 'dbuser:*/app', 'dbuser:*', '*', 'dbuser/db-ABC/app', 'dbuser:db-ABC/${*}'),
    )
    .map((parts) => `arn:${parts.join(':')}`);
  const statement = fc.record({
    Effect: fc.constantFrom('Allow' as const, 'Deny' as const),
    Action: part('rds-db:connect', 'rds-db:*', '*', 'rds:*', 'RDS-DB:connec?'),
    Resource: fc.oneof(arn, fc.array(arn, { minLength: 1, maxLength: 3 })),
    Condition: fc.constantFrom(
      {},
      { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
      { NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
      { StringEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' } },
      { Null: { 'aws:SourceVpce': 'true' } },
    ),
  });
  const said = { allowed: 'allowed', denied: 'explicitDeny', 'not-allowed': 'implicitDeny' } as const;
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 4 }), (Statement) => {
      const text = JSON.stringify({ Version: '2012-10-17', Statement });
      const own = readPolicy(text);
      if (!own.ok) throw new Error(own.error.message);
      const ours = evaluatePolicies([own.value], { action: 'rds-db:connect', resource });
      const theirs = decided(documentOf(text)).decision;
      if (ours !== 'unknown') expect(said[ours]).toBe(theirs);
    }),
    { numRuns: 2_000 },
  );
});
