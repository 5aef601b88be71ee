import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { readPlaywrightReport, readVitestReport } from '../../scripts/failed-tests.ts';

const root = join(import.meta.dirname, '..', '..');

/** Runs a runner's own program on planted files, which must fail, and gives the report that it wrote. */
async function reportOf(
  program: string,
  files: Readonly<Record<string, string>>,
  args: (folder: string) => readonly string[],
): Promise<unknown> {
  // within the project, so that a planted file finds its runner; no suite looks into `out`
  mkdirSync(join(root, 'out'), { recursive: true });
  const folder = mkdtempSync(join(root, 'out', 'planted-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const report = join(folder, 'report.json');
  const ran = promisify(execFile)(process.execPath, [join(root, 'node_modules', program), ...args(folder)], {
    cwd: folder,
    env: { PATH: process.env['PATH'], NO_COLOR: '1', PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  });
  await expect(ran).rejects.toThrow('Command failed');
  return JSON.parse(readFileSync(report, 'utf8'));
}

it('reads what failed in Vitest’s own report, a file that cannot be loaded among it', async () => {
  const report = readVitestReport(
    await reportOf(
      'vitest/vitest.mjs',
      {
        // without one of its own the project's would be found
        'vitest.config.mjs': 'export default {};',
        'one.test.js': `import { describe, expect, it } from 'vitest';
          it('holds', () => {});
          describe('a group', () => it('is wrong', () => expect(1, 'one is not two').toBe(2)));`,
        'two.test.js': `throw new Error('no such thing');`,
      },
      (folder) => [
        'run',
        `--root=${folder}`,
        '--reporter=json',
        `--outputFile=${join(folder, 'report.json')}`,
      ],
    ),
  );
  expect(report).toMatchObject({ passed: 1, failed: 1 });
  expect(report?.tests.map(({ name }) => name.replace(/.*\//, '')).toSorted()).toEqual([
    'one.test.js > a group is wrong',
    'two.test.js',
  ]);
  const told = report?.tests.map(({ message }) => message).join('\n');
  expect(told).toContain('one is not two');
  expect(told).toContain('no such thing');
});

it('reads what failed in Playwright’s own report', async () => {
  const report = readPlaywrightReport(
    await reportOf(
      '@playwright/test/cli.js',
      {
        'playwright.config.mjs': `export default { testDir: '.', reporter: 'json' };`,
        'one.spec.mjs': `import { expect, test } from '@playwright/test';
          test('holds', () => {});
          test.describe('a group', () => test('is wrong', () => expect(1).toBe(2)));`,
      },
      () => ['test'],
    ),
  );
  expect(report).toMatchObject({ passed: 1, failed: 1 });
  expect(report?.tests).toEqual([
    { name: 'a group > is wrong', message: expect.stringContaining('Expected: 2') },
  ]);
});

it.each([null, [], {}, { stats: 1, testResults: 'none' }])('says that %j is not a report', (report) => {
  expect(readVitestReport(report)).toBeNull();
  expect(readPlaywrightReport(report)).toBeNull();
});
