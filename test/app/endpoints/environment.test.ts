import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../any-text.ts';
import { environment, environmentOf } from '../../../app/endpoints/environment.ts';

describe('the environment of a database', () => {
  it.each([
    ['orders-prod', 'prod'],
    ['prod1-orders', 'prod'],
    ['orders_production', 'prod'],
    ['live.orders', 'prod'],
    ['orders-stg', 'staging'],
    ['preprod-orders', 'staging'],
    ['orders-pre-prod', 'staging'],
    ['orders-non-prod', 'dev'],
    ['nonprod', 'dev'],
    ['non_production-orders', 'dev'],
    ['QA-orders', 'dev'],
    ['product-catalogue', undefined],
    ['delivery', undefined],
    ['attestation', undefined],
    ['canon-prod', 'prod'],
  ] as const)('called %s is %s', (name, kind) => {
    expect(environmentOf({}, [name])?.kind).toBe(kind);
  });

  it.each([
    [{ Environment: 'Production' }, { label: 'prod', kind: 'prod' }],
    [{ env: 'eu-prod' }, { label: 'prod', kind: 'prod' }],
    [{ STAGE: ' Blue ' }, { label: 'blue', kind: 'other' }],
    [{ Environment: '' }, { label: 'dev', kind: 'dev' }],
    [{ Name: 'prod' }, { label: 'dev', kind: 'dev' }],
  ])('tagged %j, called orders-dev, is %j', (tags, expected) => {
    expect(environmentOf(tags, ['orders-dev'])).toEqual(expected);
  });

  it('takes the most specific name that says something', () => {
    expect(environmentOf({}, ['orders', 'acme-staging'])?.kind).toBe('staging');
    expect(environmentOf({}, ['orders-dev', 'acme-prod'])?.kind).toBe('dev');
    expect(environmentOf({}, ['orders', 'acme'])).toBeNull();
  });

  it('fits the contract whatever the tags are', () => {
    fc.assert(
      fc.property(anyText, fc.string(), (value, name) => {
        const found = environmentOf({ env: value }, [name]);
        expect(environment.nullable().safeParse(found).success).toBe(true);
      }),
    );
  });
});
