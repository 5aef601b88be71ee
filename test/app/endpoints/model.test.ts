import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../any-text.ts';
import { endpointsFrom } from '../../../app/endpoints/from-descriptions.ts';
import {
  blockedBy,
  databaseName,
  databaseUser,
  regionCode,
  type Endpoint,
} from '../../../app/endpoints/model.ts';
import { scanScopesOf } from '../../../app/endpoints/scan-scopes.ts';
import { instance, scope } from './descriptions.ts';

function one(over: Partial<Endpoint>): Endpoint {
  const [found] = endpointsFrom(scope, [instance('orders')], []);
  if (found === undefined) throw new Error('no endpoint');
  return { ...found, ...over };
}

describe('a token cannot be used', () => {
  it.each([
    [{ iam: 'unsupported', engine: 'oracle-ee' }, 'iam-off', /oracle-ee has no/],
    [{ iam: 'off' }, 'iam-off', /is off for orders/],
    [{ address: null, status: 'creating' }, 'endpoint-not-ready', /creating/],
    [{ iam: 'off', address: null }, 'iam-off', /is off/],
  ] as const)('on %j', (over, code, message) => {
    expect(blockedBy(one(over))).toMatchObject({
      code,
      message: expect.stringMatching(message),
      hint: expect.any(String),
    });
  });

  it('but on one with IAM and an address', () => {
    expect(blockedBy(one({}))).toBeNull();
  });
});

describe('a region code', () => {
  it.each([
    'us-east-1',
    'eu-central-2',
    'us-gov-west-1',
    'cn-northwest-1',
    'us-iso-east-1',
    'us-isob-east-1',
    'eusc-de-east-1',
    'ap-southeast-7',
    'il-central-1',
  ])('%s is one', (code) => {
    expect(regionCode.safeParse(code).success).toBe(true);
  });

  it.each([
    '',
    'us-east',
    'US-EAST-1',
    'us-east-1\n',
    'us-east-1.evil.example',
    'us-east-1/',
    '../us-east-1',
    'us-east-1@x',
    'us--east-1',
    'aws-global',
    'us-east-123',
  ])('%j is none', (code) => {
    expect(regionCode.safeParse(code).success).toBe(false);
  });

  it('holds nothing that could leave a host name', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.stringMatching(/^[a-z]+-[a-z]+-\d.?$/)), (text) => {
        if (regionCode.safeParse(text).success) expect(text).toMatch(/^[a-z0-9-]{6,60}$/);
      }),
    );
  });
});

it('names of users and databases hold no control characters', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      // eslint-disable-next-line no-control-regex
      const isRefused = /[\u0000-\u001f\u007f-\u009f]/.test(text) || text.length > 128;
      const isPlain = /^[\x20-\x7eÀ-ÿ]*$/.test(text);
      // between the two there is what nobody sees, which has tests of its own
      if (!isRefused && !isPlain) return;
      expect(databaseName.safeParse(text).success).toBe(!isRefused);
      expect(databaseUser.safeParse(text).success).toBe(!isRefused && text !== '');
    }),
  );
});

describe('the places to look into', () => {
  it('are each profile\u2019s region and those set, once each', () => {
    const profiles = [
      { name: 'a', region: 'us-east-1', kind: 'static' },
      { name: 'b', region: null, kind: 'sso' },
      { name: 'c', region: 'us-east-1', kind: 'incomplete' },
      { name: 'd', region: 'not a region', kind: 'static' },
    ] as const;
    expect(
      scanScopesOf(profiles, {
        regions: ['eu-west-1', 'us-east-1', 'eu-west-1'],
        scanScopes: {},
        enabledRegions: () => null,
      }),
    ).toEqual([
      { profile: 'a', region: 'us-east-1' },
      { profile: 'a', region: 'eu-west-1' },
      { profile: 'b', region: 'eu-west-1' },
      { profile: 'b', region: 'us-east-1' },
      { profile: 'd', region: 'eu-west-1' },
      { profile: 'd', region: 'us-east-1' },
    ]);
  });
});
