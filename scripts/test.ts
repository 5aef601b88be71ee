import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pLimit from 'p-limit';
import { electronNodes, type NodeProgram } from './electron-node.ts';
import { electronProgram } from './electron-runtime.ts';
import { readPlaywrightReport, readVitestReport, type FailedTest, type SuiteReport } from './failed-tests.ts';
import { leftOutOn, posixTests } from './posix-tests.ts';
import { suitesOn, type Suite } from './suites.ts';

/**
 * `npm test`: every suite, and one line at the end that says how many tests ran. A suite
 * that fails does not keep the others from being run; a suite that ran nothing has failed.
 * Two run side by side: where one waits for a server or a window the other computes.
 */
const SIDE_BY_SIDE = 2;
/** Where Node and its cryptography matter most. `npm run test:electron-node` runs the whole suite. */
const ON_ELECTRONS_NODE = ['gateway', 'command', 'tokens'].map((name) => `test/main/${name}`);
const root = join(import.meta.dirname, '..');
const results = join(root, 'out', 'test');

interface Count {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly tests: readonly FailedTest[];
}

/** Runs a package's own program with this Node or another, without a shell; each of its lines is told with the suite's name. */
async function run(
  suite: string,
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  node: string = process.execPath,
): Promise<number> {
  const child = spawn(node, [join(root, 'node_modules', program), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  for (const output of [child.stdout, child.stderr])
    createInterface({ input: output }).on('line', (line) => console.log(`${suite} | ${line}`));
  const [status]: unknown[] = await once(child, 'close');
  return typeof status === 'number' ? status : 1;
}

function report(file: string, read: (report: unknown) => SuiteReport | null): SuiteReport | null {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** @param on another Node than this one, and the folders of the tests to run on it */
async function vitest(
  suite: string,
  projects: readonly string[],
  on?: { readonly node: NodeProgram; readonly folders: readonly string[] },
): Promise<Count> {
  const file = join(results, `${suite}.json`);
  const args = [
    'run',
    ...(on?.folders ?? []),
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ];
  const status = await run(suite, 'vitest/vitest.mjs', args, on?.node.env, on?.node.program);
  return count(suite, status, report(file, readVitestReport));
}

async function playwright(host: 'chromium' | 'electron'): Promise<Count> {
  const file = join(results, `e2e-${host}.json`);
  const status = await run(
    host,
    '@playwright/test/cli.js',
    ['test', `--project=${host}`, `--output=test-results/${host}`, '--reporter=list,json'],
    { PLAYWRIGHT_JSON_OUTPUT_NAME: file },
  );
  return count(`end to end, ${host}`, status, report(file, readPlaywrightReport));
}

/** A runner that failed without a failed test has one failure all the same, and so has one that ran nothing. */
function count(suite: string, status: number, said: SuiteReport | null): Count {
  const { passed, failed, tests } = said ?? { passed: 0, failed: 0, tests: [] };
  return { suite, passed, failed: failed === 0 && (status !== 0 || passed === 0) ? 1 : failed, tests };
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const started = performance.now();
const built = await run('build', 'electron-vite/bin/electron-vite.js', ['build', '--logLevel', 'warn']);
const hosts =
  electronProgram().program === null ? ['chromium' as const] : (['electron', 'chromium'] as const);
interface Runner {
  readonly suite: Suite;
  readonly run: () => Promise<Count>;
}
/**
 * The longest first, so that two beside each other end at about the same time. Each host has a display, a clipboard
 * and a sandbox of its own, and disturbs no other suite.
 */
const runners: readonly Runner[] = [
  { suite: 'lab', run: () => vitest('lab', ['lab']) },
  { suite: 'unit', run: () => vitest('unit', ['unit', 'renderer']) },
  { suite: 'pictures', run: () => vitest('pictures', ['pictures']) },
  ...(built === 0
    ? hosts.map((host): Runner => ({ suite: 'end to end', run: () => playwright(host) }))
    : [{ suite: 'end to end' as const, run: async () => count('end to end', built, null) }]),
  ...electronNodes().map((node): Runner => ({
    suite: 'unit',
    run: () => vitest(`unit on ${node.name}`, ['unit'], { node, folders: ON_ELECTRONS_NODE }),
  })),
  { suite: 'lab', run: () => vitest('doctor', ['doctor']) },
];
const chosen = suitesOn(process.platform);
const suites = runners.flatMap(({ suite, run: runSuite }) => (chosen.run.includes(suite) ? [runSuite] : []));
const limit = pLimit(SIDE_BY_SIDE);
const counts = await Promise.all(suites.map((suite) => limit(() => timed(suite))));

/** Runs a suite, and says how long it took. */
async function timed(suite: () => Promise<Count>): Promise<Count & { readonly seconds: number }> {
  const start = performance.now();
  return { ...(await suite()), seconds: Math.round((performance.now() - start) / 1_000) };
}

const passed = counts.reduce((sum, one) => sum + one.passed, 0);
const failed = counts.reduce((sum, one) => sum + one.failed, 0);
console.log();
// at the end, where a log that is cut still has them
for (const { suite, tests } of counts)
  for (const { name, message } of tests) console.log(`FAILED ${suite}: ${name}\n${message}\n`);
for (const { suite, why } of chosen.leftOut)
  console.log(`LEFT OUT on ${process.platform}: ${suite}, because ${why}`);
for (const path of leftOutOn(process.platform))
  console.log(`LEFT OUT on ${process.platform}: ${path}, because it is about ${posixTests[path]}`);
for (const one of counts)
  console.log(`${one.suite}: ${one.passed} passed, ${one.failed} failed, in ${one.seconds} s`);
console.log(`\nin ${Math.round((performance.now() - started) / 1_000)} s`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
