import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

it('the tests that docs/security.md names are there', () => {
  const page = readFileSync(join(root, 'docs', 'security.md'), 'utf8');
  const named = Array.from(page.matchAll(/`((?:app|main|lab|e2e)\/[\w./-]+)`/g), ([, path = '']) => path);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((path) => !existsSync(join(root, 'test', path)))).toEqual([]);
});
