import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { leftOutOn, posixTests } from '../../scripts/posix-tests.ts';

const root = join(import.meta.dirname, '..', '..');

/** What is used where a test is about POSIX systems: shell scripts, rights, links, signals. */
const posixOnly =
  /\bshellScript\(|\brecorderTerminal\(|'\/bin\/sh'|execFile(?:Sync)?\('(?:sh|bash)'|\.mode & 0o|\bchmod(?:Sync)?\(|\bmkfifo\b|\bsymlink(?:Sync)?\(|'SIGKILL'/;

/** The unit tests by their path, with `/` between names. */
const tests = ['test/app', 'test/main', 'test/fuzz'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
);

describe('unit tests on Windows', () => {
  it('leave out, or ask for the system, where they use what Windows does not have', () => {
    const silent = tests.filter((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      return posixOnly.test(text) && !text.includes('process.platform') && posixTests[path] === undefined;
    });
    expect(silent.filter((path) => path !== 'test/main/posix-tests.test.ts')).toEqual([]);
  });

  it('leave out only what is there, and nothing on other systems', () => {
    expect(leftOutOn('win32').filter((path) => !tests.includes(path))).toEqual([]);
    expect(leftOutOn('darwin')).toEqual([]);
    expect(leftOutOn('linux')).toEqual([]);
  });
});
