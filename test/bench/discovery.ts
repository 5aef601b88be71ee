import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import startDisplay from '../e2e/display.ts';
import { startElectronDriver } from '../e2e/electron-driver.ts';
import { sandboxEnvironment } from '../sandbox/aws-files.ts';
import { AWS_PROGRAM } from '../sandbox/aws-program.ts';
import { startCompany } from './company.ts';
import { table } from './report.ts';
import { watchList } from './watch-list.ts';

/**
 * How long it takes until the list is complete, from the first request that leaves, in the built application: against
 * one call's time (what unlimited parallelism would take) and a shell's loop of the AWS CLI, in one run. AWS is a
 * sandbox in a process of its own, each of whose calls takes 100 ms. With numbers of scopes, those only.
 */
const LATENCY_MS = 100;
const ROWS_PER_SCOPE = 15;
/** How many of the CLI's calls are timed; the others take as long. */
const CLI_CALLS = 6;
const SIZES: readonly { readonly profiles: number; readonly regions: number }[] = [
  { profiles: 1, regions: 1 },
  { profiles: 1, regions: 5 },
  { profiles: 1, regions: 17 },
  { profiles: 5, regions: 17 },
  { profiles: 40, regions: 17 },
];
const run = promisify(execFile);
const wanted = process.argv.slice(2).map(Number);

/** The calls by which instances and clusters are found. */
const CORE = new Set(['rds:DescribeDBInstances', 'rds:DescribeDBClusters']);

interface Measured {
  readonly scopes: number;
  readonly calls: number;
  readonly complete: number;
  readonly allKinds: number;
  readonly firstRows: number;
  readonly cpuPerCall: number;
  readonly cliLoop: number;
}

const stopDisplay = await startDisplay();
const measured: Measured[] = [];
for (const size of SIZES) {
  if (wanted.length > 0 && !wanted.includes(size.profiles * size.regions)) continue;
  measured.push(await measure(size));
}
stopDisplay?.();

const times = (ms: number): string => (ms / LATENCY_MS).toFixed(1);
console.log(
  table([
    [
      'scopes',
      'calls',
      'complete, in calls',
      'all kinds, in calls',
      'first rows, in calls',
      'CPU a call',
      'CLI loop',
    ],
    ...measured.map((one) => [
      String(one.scopes),
      String(one.calls),
      times(one.complete),
      times(one.allKinds),
      times(one.firstRows),
      `${one.cpuPerCall.toFixed(2)} ms`,
      `${(one.cliLoop / 1_000).toFixed(1)} s`,
    ]),
  ]),
);
const of = (scopes: number): Measured | undefined => measured.find((one) => one.scopes === scopes);
const rounded = (value: number | undefined): number | null =>
  value === undefined ? null : Math.round(value * 100) / 100;
const inCalls = (ms: number | undefined): number | null =>
  rounded(ms === undefined ? undefined : ms / LATENCY_MS);
const [at85, at680] = [of(85), of(680)];
const largest = at680 ?? at85 ?? measured.at(-1);
console.log(
  JSON.stringify({
    completeVsCall85: inCalls(at85?.complete),
    completeVsCall680: inCalls(at680?.complete),
    allKindsVsCall85: inCalls(at85?.allKinds),
    allKindsVsCall680: inCalls(at680?.allKinds),
    callsPerScope: rounded(largest === undefined ? undefined : largest.calls / largest.scopes),
    completeVsCli85: rounded(at85 === undefined ? undefined : at85.cliLoop / at85.complete),
    firstRowsVsCall: inCalls((at85 ?? largest)?.firstRows),
    mainCpuMsPerCall: rounded(largest?.cpuPerCall),
  }),
);
process.exit();

async function measure({ profiles, regions }: (typeof SIZES)[number]): Promise<Measured> {
  const scopes = profiles * regions;
  const endpoints = scopes * ROWS_PER_SCOPE;
  const dataFolder = await mkdtemp(join(tmpdir(), 'latchkey-bench-'));
  const company = await startCompany({ profiles, regions, endpoints, latencyMs: LATENCY_MS, dataFolder });
  const env = sandboxEnvironment(process.env, company.env);
  const driver = await startElectronDriver({ env, dataFolder });
  await driver.page.getByRole('search').or(driver.page.getByRole('searchbox')).first().waitFor();
  const pid = driver.main.process().pid ?? 0;
  // tsx names functions with a helper that a page does not have
  await driver.page.evaluate('globalThis.__name ??= (made) => made');
  const listed = driver.page.evaluate(watchList, endpoints);
  const cpuBefore = cpuMs(pid);
  company.go();
  const { firstRow, complete, over } = await listed;
  const cpu = cpuMs(pid) - cpuBefore;
  const seen = (await company.seen()).filter(({ action }) => !action.startsWith('sts:'));
  const firstAt = Math.min(...seen.map(({ startedAt }) => startedAt));
  await driver.quit();
  const cliCall = await timeCli(env, company.profile);
  await company.stop();
  await rm(dataFolder, { recursive: true, force: true });
  return {
    scopes,
    calls: seen.length,
    complete: complete - firstAt,
    allKinds: over - firstAt,
    firstRows: firstRow - firstAt,
    cpuPerCall: cpu / seen.length,
    cliLoop: cliCall * seen.filter(({ action }) => CORE.has(action)).length,
  };
}

/** How long one of the CLI's calls takes, in milliseconds, with the process that it needs. */
async function timeCli(env: Record<string, string>, profile: string): Promise<number> {
  const since = performance.now();
  for (let turn = 0; turn < CLI_CALLS; turn += 1) {
    const action = turn % 2 === 0 ? 'describe-db-instances' : 'describe-db-clusters';
    const at = ['--region', 'us-east-1', '--endpoint-url', env['AWS_ENDPOINT_URL'] ?? ''];
    await run(AWS_PROGRAM, ['rds', action, '--profile', profile, ...at], { env });
  }
  return (performance.now() - since) / CLI_CALLS;
}

/** What a process has worked, in milliseconds: user and system. Linux counts hundredths of a second. */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
