import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPolicy } from '../../../../app/doctor/policy/check.ts';
import type { PolicyTarget } from '../../../../app/doctor/policy/correction.ts';
import { connectArn } from '../../../../app/doctor/policy/database.ts';
import { connectPolicy, type PolicyDocument } from '../../../../app/doctor/policy/document.ts';
import { evaluatePolicies } from '../../../../app/doctor/policy/evaluate.ts';
import { matches } from '../../../../app/doctor/policy/matching.ts';
import { MAX_PASTED_POLICY, readPolicy } from '../../../../app/doctor/policy/read.ts';
import { anyText } from '../../any-text.ts';
import { anyDatabase, anyUser } from './any-policy.ts';
import { wildPolicies } from './wild-policies.ts';

const target: PolicyTarget = {
  database: {
    service: 'rds-db',
    partition: 'aws',
    region: 'us-east-1',
    account: '482011780031',
    resourceId: 'cluster-ABCDEFGHIJKL01234',
  },
  dbUser: 'app_readonly',
  names: ['orders', 'orders-1', 'orders-proxy', 'orders.cluster-c9q2x7.us-east-1.rds.amazonaws.com'],
  instanceIds: ['db-MEMBER1', 'db-MEMBER2'],
  formerIds: ['cluster-OLD0000000000001'],
};

function read(text: string): PolicyDocument {
  const policy = readPolicy(text);
  if (!policy.ok) throw new Error(policy.error.message);
  return policy.value;
}

/** The resources of the statements that allow connecting. */
function connectResources({ Statement }: PolicyDocument): readonly string[] {
  return Statement.filter(
    ({ Effect, Action }) => Effect === 'Allow' && [Action].flat().includes('rds-db:connect'),
  )
    .flatMap(({ Resource }) => Resource ?? [])
    .filter((resource) => !resource.startsWith('arn:aws:s3'));
}

describe('policies of the wild', () => {
  it.each(wildPolicies)('$source', ({ text, findings, before, resources }) => {
    const checked = checkPolicy(read(text), target);
    expect(checked.findings.map(({ code }) => code)).toEqual(findings);
    expect(checked.before).toBe(before);
    expect(connectResources(checked.corrected)).toEqual(resources);
    const conditionLeft = text.includes('PrincipalTag');
    expect(checked.after).toBe(before === 'denied' ? 'denied' : conditionLeft ? 'unknown' : 'allowed');
  });

  it.each(wildPolicies)('$source, corrected, needs no correction', ({ text }) => {
    const { corrected } = checkPolicy(read(text), target);
    const again = checkPolicy(corrected, target);
    expect(again.findings.filter(({ after }) => after !== null)).toEqual([]);
    expect(again.corrected).toEqual(corrected);
  });

  it.each(wildPolicies.filter(({ before }) => before === 'not-allowed'))(
    '$source: where it had no effect, correcting it lets nobody be more than the target',
    ({ text }) => {
      const { corrected } = checkPolicy(read(text), target);
      const ask = (resource: string) => evaluatePolicies([corrected], { action: 'rds-db:connect', resource });
      expect(ask(connectArn(target.database, 'postgres'))).toBe('not-allowed');
      expect(ask(connectArn({ ...target.database, resourceId: 'db-OTHER' }, 'app_readonly'))).toBe(
        'not-allowed',
      );
    },
  );

  it('keeps the rest of a statement, and gives both parts their own name', () => {
    const text = JSON.stringify({
      Version: '2012-10-17',
      Id: 'mine',
      Statement: { Sid: 'Rds', Effect: 'Allow', Action: ['rds:Describe*', 'rds:connect'], Resource: '*' },
    });
    expect(checkPolicy(read(text), target).corrected).toEqual({
      Version: '2012-10-17',
      Id: 'mine',
      Statement: [
        { Sid: 'Rds', Effect: 'Allow', Action: 'rds:Describe*', Resource: '*' },
        {
          Sid: 'RdsConnect',
          Effect: 'Allow',
          Action: 'rds-db:connect',
          Resource: connectArn(target.database, 'app_readonly'),
        },
      ],
    });
  });

  it('keeps the conditions that can hold', () => {
    const text = wildPolicies.find(({ text }) => text.includes('PrincipalTag'))?.text ?? '';
    const [statement] = checkPolicy(read(text), target).corrected.Statement;
    expect(statement?.Condition).toEqual({ StringEquals: { 'aws:PrincipalTag/team': 'data' } });
  });

  it('corrects the form of a policy about another database, and adds what is missing', () => {
    const text = 'arn:aws:rds-db:eu-west-1:999999999999:dbuser/db-OTHER/someone';
    const { findings, corrected } = checkPolicy(read(text), target);
    expect(findings.map(({ code }) => code)).toEqual(['form', 'not-covered']);
    expect(connectResources(corrected)).toEqual([
      'arn:aws:rds-db:eu-west-1:999999999999:dbuser:db-OTHER/someone',
      connectArn(target.database, 'app_readonly'),
    ]);
  });

  it('finds nothing to correct in what Latchkey writes', () => {
    fc.assert(
      fc.property(anyDatabase, anyUser, (database, dbUser) => {
        const document = connectPolicy([database], { kind: 'users', names: [dbUser] });
        const checked = checkPolicy(document, { ...target, database, dbUser });
        expect(checked.findings).toEqual([]);
        expect(checked.corrected).toEqual(document);
        expect([checked.before, checked.after]).toEqual(['allowed', 'allowed']);
      }),
    );
  });
});

describe('what is pasted', () => {
  it.each([
    ['a policy', '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a:b","Resource":"*"}]}'],
    ['one statement', '{"Effect":"Allow","Action":"a:b","Resource":"*"}'],
    ['a list of statements', '[{"Effect":"Allow","Action":"a:b","Resource":"*"}]'],
    ['an ARN', 'arn:aws:rds-db:us-east-1:123456789012:dbuser:db-A/b'],
    ['an ARN with its quotes and comma', '  "arn:aws:rds-db:us-east-1:123456789012:dbuser:db-A/b",\n'],
  ])('may be %s', (_what, text) => {
    expect(readPolicy(text).ok).toBe(true);
  });

  it.each([
    ['', 'There is nothing here.'],
    ['resource "aws_iam_policy" "p" {', 'This is not JSON'],
    ['{"Statement":[{"Effect":"Allow"},]}', 'This is not JSON'],
    ['{"Statement":[{"Effect":"allow"}]}', 'This is not a policy: look at Statement'],
    ['{"Version":"2012-10-17"}', 'This is not a policy'],
    ['[]', 'This is not a policy: look at its beginning.'],
    ['"rds-db:connect"', 'This is not a policy'],
    ['null', 'This is not a policy'],
    [' '.repeat(10) + 'x'.repeat(MAX_PASTED_POLICY + 1), 'This is longer than any policy of IAM.'],
  ])('is refused in words: %.30s', (text, message) => {
    const policy = readPolicy(text);
    expect(policy.ok ? '' : policy.error.message).toContain(message);
    expect(policy.ok ? '' : policy.error.hint).toContain('Paste the JSON');
  });

  it('never throws, whatever it is', () => {
    const anyPolicy = fc.record({
      Version: anyText,
      Statement: fc.array(
        fc.record(
          {
            Effect: fc.constantFrom('Allow', 'Deny'),
            Action: fc.oneof(
              anyText,
              fc.array(fc.constantFrom('rds-db:connect', 'rds:Connect', '*', 'rds-db:*')),
            ),
            Resource: fc.oneof(anyText, fc.array(anyText.map((text) => `arn:aws:rds-db:${text}`))),
            Condition: fc.dictionary(anyText, fc.dictionary(anyText, anyText)),
          },
          { requiredKeys: ['Effect'] },
        ),
      ),
    });
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          fc.json(),
          anyPolicy.map((policy) => JSON.stringify(policy)),
        ),
        (text) => {
          const policy = readPolicy(text);
          if (policy.ok) checkPolicy(policy.value, target);
        },
      ),
    );
  });
});

describe('a pattern', () => {
  it.each([
    ['*', 'anything', true],
    ['a*', 'b', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a.c', 'abc', false],
    ['*a*b', 'xxaxxab', true],
    ['${*}', '*', true],
    ['${*}', 'x', false],
    ['${aws:username}', 'jane', null],
    ['${aws:username}x', 'jane', false],
    ["${aws:username, 'anonymous'}", 'anonymous', true],
    ['', '', true],
    ['', 'a', false],
  ])('%s and %s: %s', (pattern, text, found) => {
    expect(matches(pattern, text)).toBe(found);
  });

  it('takes variables from what is known', () => {
    expect(matches('${aws:username}', 'jane', new Map([['aws:username', 'jane']]))).toBe(true);
    expect(matches('${aws:username}', 'jane', new Map([['aws:username', 'j*e']]))).toBe(false);
  });

  it('is judged in no time, however hostile', () => {
    const start = performance.now();
    expect(matches('*a'.repeat(5_000), 'a'.repeat(4_000))).toBe(false);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
