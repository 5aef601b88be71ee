import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

const page = readFileSync(join(root, 'docs', 'security.md'), 'utf8');

it('each row of the threat model names a test that shows it', () => {
  const rows = page.split('\n').filter((line) => /^\| (?!they try to|-)/.test(line));
  expect(rows.length).toBeGreaterThan(20);
  const last = rows.map((row) => row.split('|').at(-2)?.trim() ?? '');
  expect(last.filter((cell) => !/^`(?:app|main|lab|e2e|fuzz)\//.test(cell))).toEqual([]);
});

it('the tests that docs/security.md names are there', () => {
  const named = Array.from(
    page.matchAll(/`((?:app|main|lab|e2e|fuzz)\/[\w./-]+)`/g),
    ([, path = '']) => path,
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((path) => !existsSync(join(root, 'test', path)))).toEqual([]);
});
