import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { electronProgram } from './electron-runtime.ts';

/**
 * `npm test`: every suite, and one line at the end that says how many tests ran. A suite
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
async function run(
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<number> {
  const child = spawn(process.execPath, [join(root, 'node_modules', program), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  const [status]: unknown[] = await once(child, 'close');
  return typeof status === 'number' ? status : 1;
}

function report<T>(file: string, form: z.ZodType<T>): T | null {
  try {
    return form.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

async function vitest(suite: string, projects: readonly string[]): Promise<Count> {
  const file = join(results, `${suite}.json`);
  const status = await run('vitest/vitest.mjs', [
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  const said = report(file, vitestReport);
  return count(suite, status, said?.numPassedTests ?? 0, said?.numFailedTests ?? 0);
}

async function playwright(host: 'chromium' | 'electron'): Promise<Count> {
  const file = join(results, `e2e-${host}.json`);
  const status = await run(
    '@playwright/test/cli.js',
    ['test', `--project=${host}`, `--output=test-results/${host}`, '--reporter=list,json'],
    { PLAYWRIGHT_JSON_OUTPUT_NAME: file },
  );
  const said = report(file, playwrightReport)?.stats;
  const failed = (said?.unexpected ?? 0) + (said?.flaky ?? 0);
  return count(`end to end, ${host}`, status, said?.expected ?? 0, failed);
}

/** A runner that failed without a failed test has one failure all the same, and so has one that ran nothing. */
function count(suite: string, status: number, passed: number, failed: number): Count {
  return { suite, passed, failed: failed === 0 && (status !== 0 || passed === 0) ? 1 : failed };
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const counts = [await vitest('unit', ['unit', 'renderer']), await vitest('lab', ['lab'])];
const built = await run('electron-vite/bin/electron-vite.js', ['build', '--logLevel', 'warn']);
const hosts =
  electronProgram().program === null ? ['chromium' as const] : (['chromium', 'electron'] as const);
// each host has a display, a clipboard and a sandbox of its own, so the two can run side by side
if (built === 0) counts.push(...(await Promise.all(hosts.map(playwright))));
else counts.push({ suite: 'end to end', passed: 0, failed: 1 });

const passed = counts.reduce((sum, one) => sum + one.passed, 0);
const failed = counts.reduce((sum, one) => sum + one.failed, 0);
for (const one of counts) console.log(`${one.suite}: ${one.passed} passed, ${one.failed} failed`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
