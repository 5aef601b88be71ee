import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSameJson } from '../../../app/common/same-json.ts';

/** The same value with the keys of all its objects in reverse. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]): [string, unknown] => [key, reversed(inner)])
      .toReversed(),
  );
}

/** Text in which the order of keys does not matter. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`);
  return `{${entries.toSorted().join(',')}}`;
}

describe('isSameJson', () => {
  it('takes no notice of the order of keys', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => isSameJson(value, reversed(value))));
  });

  it('tells any two other values apart', () => {
    const small = fc.jsonValue({ maxDepth: 2 });
    fc.assert(
      fc.property(small, small, (a, b) => {
        // JSON knows no negative zero
        expect(isSameJson(a, b)).toBe(canonical(a) === canonical(b));
      }),
    );
  });

  it.each([
    [[], {}],
    [{}, null],
    [{ a: 1 }, { b: 1 }],
    [{ a: 1 }, { a: 1, b: 2 }],
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: null }, {}],
    ['1', 1],
  ])('tells %j from %j', (a, b) => {
    expect(isSameJson(a, b)).toBe(false);
    expect(isSameJson(b, a)).toBe(false);
  });
});
