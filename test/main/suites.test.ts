import { expect, it } from 'vitest';
import { suitesOn } from '../../scripts/suites.ts';

it('runs every suite on Linux', () => {
  expect(suitesOn('linux')).toEqual({ run: ['lab', 'unit', 'end to end', 'pictures'], leftOut: [] });
});

it.each(['darwin', 'win32'] as const)('says what is left out on %s, and why', (platform) => {
  const { run, leftOut } = suitesOn(platform);
  expect(run).toEqual(['unit', 'end to end']);
  expect(leftOut.map(({ suite }) => suite)).toEqual(['lab', 'pictures']);
  expect(leftOut.every(({ why }) => why.length > 10)).toBe(true);
});
