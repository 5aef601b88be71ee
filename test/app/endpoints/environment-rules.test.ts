import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  environmentRule,
  findRuleIn,
  type EnvironmentRule,
} from '../../../app/endpoints/environment-rules.ts';

const prod = { label: 'prod', kind: 'prod' } as const;
const blue = { label: 'team-blue', kind: 'other' } as const;

function rule(of: EnvironmentRule['of'], pattern: string, tag = ''): EnvironmentRule {
  return { of, tag, pattern, environment: prod };
}

const ruleFor = (rules: readonly EnvironmentRule[], subject: typeof orders) => findRuleIn(rules)(subject);

const orders = {
  name: 'orders-p1',
  parent: 'orders-main' as string | null,
  resourceId: 'cluster-ABCDEF012345',
  profile: 'Platform-Live',
  account: '482011780031' as string | null,
  accountName: 'Acme Production' as string | null,
  tags: { Team: 'blue', 'cost-center': '4711 core' } as Readonly<Record<string, string>>,
};

describe('rules for environments', () => {
  it.each([
    [rule('name', 'p1')],
    [rule('name', 'ORDERS')],
    [rule('name', 'orders-p1')],
    [rule('name', '*-p1')],
    [rule('name', 'ord*')],
    [rule('name', 'o*r*1')],
    [rule('name', '*')],
    [rule('name', 'orders-main')],
    [rule('name', 'cluster-abcdef012345')],
    [rule('name', ' ORDERS-P1 ')],
    [rule('profile', 'platform-live')],
    [rule('profile', 'live')],
    [rule('account', '482011780031')],
    [rule('account', '4820-1178-0031')],
    [rule('account', '4820*')],
    [rule('account', '4820-1178*')],
    [rule('account', 'acme production')],
    [rule('account', 'production')],
    [rule('tag', 'blue', 'team')],
    [rule('tag', '4711*', 'Cost-Center')],
    [rule('tag', 'core', 'cost-center')],
  ])('fit: %o', (one) => {
    expect(ruleFor([one], orders)).toEqual(one);
  });

  it.each([
    [rule('name', 'p')],
    [rule('name', 'p*')],
    [rule('name', '*-p')],
    [rule('name', 'orders-p1*p1')],
    [rule('profile', 'orders')],
    [rule('account', '4820')],
    [rule('tag', 'blue', 'owner')],
    [rule('tag', 'blu', 'team')],
    [rule('name', 'rders')],
    [rule('name', 'main-p1')],
    [rule('account', '4820-1178-003')],
  ])('do not fit: %o', (one) => {
    expect(ruleFor([one], orders)).toBeNull();
  });

  it('count in their order', () => {
    const rules = [
      rule('name', 'nothing'),
      { ...rule('name', 'orders'), environment: blue },
      rule('name', 'p1'),
    ];
    expect(ruleFor(rules, orders)?.environment).toEqual(blue);
    expect(ruleFor([], orders)).toBeNull();
  });

  it.each(['orders-non-prod', 'orders-pre_prod', 'nonprod.orders'])(
    'for the word prod leave %s alone, and those for its own word find it',
    (name) => {
      expect(ruleFor([rule('name', 'prod')], { ...orders, name })).toBeNull();
      const own = name.includes('pre') ? 'preprod' : 'non-prod';
      expect(ruleFor([rule('name', own)], { ...orders, name })).not.toBeNull();
    },
  );

  it.each(['', '  '])('that are still empty (“%s”) fit nothing, and end', (pattern) => {
    for (const of of ['name', 'profile', 'account'] as const) {
      expect(ruleFor([rule(of, pattern)], orders)).toBeNull();
    }
    expect(ruleFor([rule('tag', pattern, 'team')], orders)).toBeNull();
  });

  it('of accounts fit no database whose account is not known', () => {
    expect(ruleFor([rule('account', '*')], { ...orders, account: null, accountName: null })).toBeNull();
  });

  it('take stars as a regular expression would', () => {
    const letters = fc.stringMatching(/^[ab]{0,6}$/);
    fc.assert(
      fc.property(letters, fc.stringMatching(/^[ab*]{0,5}\*[ab*]{0,4}$/), (profile, pattern) => {
        const expected = new RegExp(`^${pattern.replaceAll(/\*+/g, '.*')}$`).test(profile);
        expect(ruleFor([rule('profile', pattern)], { ...orders, profile }) !== null).toBe(expected);
      }),
    );
  });

  it('find words as a regular expression would', () => {
    const letters = fc.stringMatching(/^[ab-]{0,8}$/);
    fc.assert(
      fc.property(letters, fc.stringMatching(/^[ab]([ab-]{0,2}[ab])?$/), (profile, pattern) => {
        const expected = new RegExp(`(?<![ab])${pattern}(?![ab])`).test(profile);
        expect(ruleFor([rule('profile', pattern)], { ...orders, profile }) !== null).toBe(expected);
      }),
    );
  });

  it('with many stars take no longer for a name that nearly fits', () => {
    const name = 'a'.repeat(256);
    const rules = Array.from({ length: 50 }, () => rule('name', `${'a*'.repeat(63)}b`));
    const find = findRuleIn(rules);
    // a regular expression needs more than the age of the universe for one of them
    for (let count = 0; count < 100; count += 1) expect(find({ ...orders, name })).toBeNull();
  });

  it('must say what they look for, and a tag by its key', () => {
    const isValid = (one: EnvironmentRule): boolean => environmentRule.safeParse(one).success;
    expect(isValid(rule('name', 'p1'))).toBe(true);
    expect(isValid(rule('name', '  '))).toBe(false);
    expect(isValid(rule('tag', 'blue', ' '))).toBe(false);
    expect(isValid(rule('tag', 'blue', 'team'))).toBe(true);
    expect(isValid(rule('name', 'p\u202e1'))).toBe(false);
    expect(isValid({ ...rule('name', 'p1'), environment: { label: '', kind: 'prod' } })).toBe(false);
  });
});
