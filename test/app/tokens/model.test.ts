import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Expiry } from '../../../app/profiles/model.ts';
import { endOf } from '../../../app/tokens/model.ts';

const token = { validUntil: 900_000 };

describe('the end of a lease', () => {
  it.each<[string, Expiry, ReturnType<typeof endOf>]>([
    ['long-lived keys', { kind: 'never' }, { expiresAt: 900_000, limitedBy: 'token', certain: true }],
    [
      'credentials that outlive it',
      { kind: 'at', time: 900_001 },
      { expiresAt: 900_000, limitedBy: 'token', certain: true },
    ],
    [
      'credentials that end with it',
      { kind: 'at', time: 900_000 },
      { expiresAt: 900_000, limitedBy: 'token', certain: true },
    ],
    [
      'credentials that end before it',
      { kind: 'at', time: 899_999 },
      { expiresAt: 899_999, limitedBy: 'credentials', certain: true },
    ],
    [
      'credentials that do not say',
      { kind: 'unstated' },
      { expiresAt: 900_000, limitedBy: 'token', certain: false },
    ],
  ])('with %s', (_what, expiry, expected) => {
    expect(endOf(token, expiry)).toEqual(expected);
  });

  it('is always the earlier of the two', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (validUntil, time) => {
        expect(endOf({ validUntil }, { kind: 'at', time }).expiresAt).toBe(Math.min(validUntil, time));
      }),
    );
  });
});
