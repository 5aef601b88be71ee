import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const folder = join(import.meta.dirname, '..', '..', 'docs', 'decisions');
const records = readdirSync(folder).filter((name) => name !== 'README.md');
const list = readFileSync(join(folder, 'README.md'), 'utf8');

it('each record has a number of its own', () => {
  const numbers = records.map((name) => name.slice(0, 4));
  expect(numbers.filter((number, at) => numbers.indexOf(number) !== at)).toEqual([]);
});

it.each(records)('%s has its number in its heading and a line in the list', (name) => {
  const [, number, title] = /^# (\d+)\. (.+)$/m.exec(readFileSync(join(folder, name), 'utf8')) ?? [];
  expect(number?.padStart(4, '0')).toBe(name.slice(0, 4));
  expect(list).toContain(`- [${number}. ${title}](${name})`);
});
