import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { copyName } from '../../../app/connections/copy-name.ts';
import { connectionName } from '../../../app/connections/model.ts';
import { anyText } from '../any-text.ts';

it.each([
  ['X', [], 'X copy'],
  ['X', ['X copy'], 'X copy 2'],
  ['X', ['X copy', 'X copy 2', 'X copy 4'], 'X copy 3'],
  ['X copy', ['X copy'], 'X copy 2'],
  ['X copy 2', ['X copy', 'X copy 2'], 'X copy 3'],
  [' copy', [' copy'], ' copy copy'],
  ['n'.repeat(128), [], `${'n'.repeat(123)} copy`],
  [`${'n'.repeat(122)}\u{1F600}nnnn`, [], `${'n'.repeat(122)} copy`],
])('a copy of %j beside %j', (name, taken, expected) => {
  expect(copyName(name, new Set(taken))).toBe(expected);
});

it('is always a name, and free', () => {
  fc.assert(
    fc.property(
      anyText.filter((name) => connectionName.safeParse(name).success),
      fc.nat(20),
      (name, copies) => {
        const taken = new Set([name]);
        for (let count = 0; count <= copies; count += 1) {
          const copy = copyName(name, taken);
          expect(connectionName.safeParse(copy).success).toBe(true);
          expect(taken.has(copy)).toBe(false);
          taken.add(copy);
        }
      },
    ),
  );
});
