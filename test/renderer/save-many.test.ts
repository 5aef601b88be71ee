import { describe, expect, it } from 'vitest';
import { patternText } from '../../renderer/connections/name-pattern.ts';
import { planOf } from '../../renderer/connections/save-many.ts';
import { connection, endpoint, orders, ordersReader } from './samples.ts';

const patterns = { name: '{name} {role}', dbUser: 'app_readonly', database: '{database}' };

describe('a pattern', () => {
  it.each([
    ['{name}', 'orders'],
    ['{name} {role}', 'orders'],
    ['{name}-{environment}', 'orders-prod'],
    ['{account}/{region} {name}', '4820-1178-0031/us-east-1 orders'],
    ['{engine} of {profile}', 'Aurora PostgreSQL of platform-prod'],
    ['app_{database}', 'app_orders'],
    ['{nothing} {name}', '{nothing} orders'],
    ['plain', 'plain'],
    ['', ''],
  ])('%s is %s', (pattern, text) => {
    expect(patternText(pattern, orders, null)).toBe(text);
  });

  it('takes the role of a reader, and the database that is remembered', () => {
    expect(patternText('{name} {role}', ordersReader, null)).toBe('orders reader');
    expect(patternText('{database}', orders, { dbUser: 'a', database: 'shop' })).toBe('shop');
    expect(patternText('{name}-{environment}', endpoint({ name: 'x', environment: null }), null)).toBe('x');
  });
});

describe('a plan', () => {
  it('makes names different from those that there are and from each other', () => {
    const twin = endpoint({ name: 'orders', region: 'eu-west-1' });
    const there = connection(endpoint({ name: 'other' }), { name: 'orders' });
    const plan = planOf([orders, ordersReader, twin], patterns, [there], {});
    expect(plan.map(({ name }) => name)).toEqual(['orders 2', 'orders reader', 'orders 3']);
    expect(plan.every(({ draft }) => draft !== null)).toBe(true);
  });

  it('knows what is saved already: the same database, as the same user', () => {
    const there = connection(orders, { name: 'mine', dbUser: 'app_readonly', database: 'orders' });
    expect(planOf([orders], patterns, [there], {})[0]?.savedAs).toBe('mine');
    expect(planOf([orders], { ...patterns, dbUser: 'other' }, [there], {})[0]?.savedAs).toBeNull();
    // with which of several profiles makes no difference
    expect(planOf([orders], patterns, [{ ...there, profile: 'ci' }], {})[0]?.savedAs).toBe('mine');
  });

  it('says why one cannot be saved', () => {
    const one = (given: Parameters<typeof endpoint>[0], change = {}) =>
      planOf([endpoint(given)], { ...patterns, ...change }, [], {})[0]?.problem;
    expect(one({ name: 'x', address: null })).toBe('It has no address yet.');
    expect(one({ name: 'x', engine: 'oracle-ee' })).toMatch(/has no IAM database authentication/);
    expect(one({ name: 'x' }, { dbUser: '' })).toBe('The database user is missing.');
    expect(one({ name: 'x' }, { name: ' ' })).toBe('The name is empty.');
    expect(one({ name: 'x' }, { dbUser: 'a'.repeat(129) })).toMatch(/too long/);
    expect(one({ name: 'x' })).toBeNull();
  });
});
