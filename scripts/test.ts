import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * `npm test`: every suite, one after another, and one line at the end that says how many tests ran. A suite
 * that fails does not keep the others from being run; a suite that ran nothing has failed.
 */
const root = join(import.meta.dirname, '..');
const results = join(root, 'out', 'test');

interface Count {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  success: z.boolean(),
});
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});

/** Runs a package's own program with this Node, without a shell. */
function run(program: string, args: readonly string[], env: Record<string, string> = {}): number {
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', program), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return status ?? 1;
}

function report<T>(file: string, form: z.ZodType<T>): T | null {
  try {
    return form.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

function vitest(suite: string, projects: readonly string[]): Count {
  const file = join(results, `${suite}.json`);
  const status = run('vitest/vitest.mjs', [
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  const said = report(file, vitestReport);
  return count(suite, status, said?.numPassedTests ?? 0, said?.numFailedTests ?? 0);
}

function playwright(): Count {
  const file = join(results, 'e2e.json');
  const status = run('@playwright/test/cli.js', ['test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  const said = report(file, playwrightReport)?.stats;
  return count('end to end', status, said?.expected ?? 0, (said?.unexpected ?? 0) + (said?.flaky ?? 0));
}

/** A runner that failed without a failed test has one failure all the same, and so has one that ran nothing. */
function count(suite: string, status: number, passed: number, failed: number): Count {
  return { suite, passed, failed: failed === 0 && (status !== 0 || passed === 0) ? 1 : failed };
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const counts = [vitest('unit', ['unit', 'renderer']), vitest('lab', ['lab'])];
const built = run('electron-vite/bin/electron-vite.js', ['build', '--logLevel', 'warn']);
counts.push(built === 0 ? playwright() : { suite: 'end to end', passed: 0, failed: 1 });

const passed = counts.reduce((sum, one) => sum + one.passed, 0);
const failed = counts.reduce((sum, one) => sum + one.failed, 0);
for (const one of counts) console.log(`${one.suite}: ${one.passed} passed, ${one.failed} failed`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
