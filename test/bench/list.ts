import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { _electron as electron, type ElectronApplication, type Page } from '@playwright/test';
import { defaultSettings } from '../../app/settings/model.ts';
import { systemClock } from '../../main/clock.ts';
import { jsonFile } from '../../main/files/json-file.ts';
import { settingsSchema } from '../../main/settings/state-file.ts';
import { electronCommand } from '../../scripts/electron-runtime.ts';
import startDisplay from '../e2e/display.ts';
import { sandboxEnvironment } from '../sandbox/aws-files.ts';
import { framesPerSecond, prepare, scrolled, typed, watchMain, watchWindow } from './list-window.ts';
import { startManyDatabases, type ManyDatabases } from './many-databases.ts';
import { memoryOf } from './process-tree.ts';
import { median, percentile, table } from './report.ts';

/**
 * The list of databases in the built application with 1,000, 10,000 and 100,000 of them (or with as many as the command
 * line says), idle and while 680 scopes are scanned at 100 ms a call, against the same window with none: how long a key
 * takes until the list that matches is painted, how long a frame takes while scrolling, how long the start from the cache
 * takes, how long main and the window are busy at a time, and the memory.
 */
const sizes = process.argv
  .slice(2)
  .map(Number)
  .filter((size) => size > 0);
const SIZES = sizes.length > 0 ? sizes : [1_000, 10_000, 100_000];
const STARTS = 3;
const SCAN_LATENCY_MS = 100;
/** How long a first scan may take until everything is in the cache. */
const FILL_TIMEOUT_MS = 600_000;
const START_TIMEOUT_MS = 120_000;

interface Measured {
  readonly key: number;
  readonly frame: number;
  readonly mainStall: number;
  readonly windowStall: number;
}

interface Result {
  readonly size: number;
  readonly start: number;
  readonly memory: number;
  readonly idle: Measured;
  readonly scanning: Measured;
}

const stopDisplay = await startDisplay();
const folder = await mkdtemp(join(tmpdir(), 'latchkey-list-'));
const command = electronCommand(join(import.meta.dirname, '..', '..'));
if (command === null) throw new Error('Electron’s runtime is not here.');
const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
let frameRate = 0;

const results: Result[] = [];
for (const size of [0, ...SIZES]) results.push(await measureSize(size));
await rm(folder, { recursive: true, force: true });
stopDisplay?.();
report(results);
process.exit();

async function measureSize(size: number): Promise<Result> {
  const dataFolder = join(folder, `data-${size}`);
  await mkdir(dataFolder, { recursive: true });
  const aws = await startManyDatabases(size, join(folder, `aws-${size}`));
  await jsonFile(join(dataFolder, 'settings.json'), settingsSchema, systemClock).save({
    ...defaultSettings,
    regions: [...aws.regions],
  });
  try {
    const first = await launch(aws, dataFolder);
    await scanned(await first.firstWindow(), size);
    // what was found is written a moment later, and at the latest when it quits
    await wait(2_000);
    await first.close();

    // a scan that has hardly begun: what stands is from the cache
    aws.answerAfter(SCAN_LATENCY_MS * 100);
    const starts: number[] = [];
    for (let round = 0; round < STARTS; round += 1) starts.push(await startOnce(aws, dataFolder, size));

    aws.answerAfter(0);
    const app = await launch(aws, dataFolder);
    const page = await app.firstWindow();
    await prepare(page);
    await scanned(page, size);
    await wait(3_000);
    const memory = memoryOf(app.process().pid ?? 0).pss;
    frameRate = await framesPerSecond(page);
    const idle = await measure(app, page);
    aws.answerAfter(SCAN_LATENCY_MS);
    await page.keyboard.press('Control+r');
    const scanning = await measure(app, page);
    await app.close();
    return { size, start: median(starts), memory, idle, scanning };
  } finally {
    await aws.stop();
  }
}

function launch(aws: ManyDatabases, dataFolder: string): Promise<ElectronApplication> {
  if (command === null) throw new Error('Electron’s runtime is not here.');
  return electron.launch({
    executablePath: command.program,
    args: [...flags, ...command.args, `--user-data-dir=${dataFolder}`],
    env: sandboxEnvironment(process.env, aws.env),
  });
}

/** Waits until everything was found and nothing is being scanned. */
async function scanned(page: Page, size: number): Promise<void> {
  const text = size.toLocaleString('en-US');
  const isThere = page.getByRole('status').filter({ hasText: `${text} of ${text}` });
  if (size > 0) await isThere.waitFor({ timeout: FILL_TIMEOUT_MS });
  await page.getByText(/Updated \d+ (s|min) ago/).waitFor({ timeout: FILL_TIMEOUT_MS });
}

/** From the launch until the list, or what stands in its place, answers to a key. */
async function startOnce(aws: ManyDatabases, dataFolder: string, size: number): Promise<number> {
  const start = performance.now();
  const app = await launch(aws, dataFolder);
  const page = await app.firstWindow();
  // a database's own row: headings are there before
  if (size > 0) await page.locator('[role=row] [role=img]').first().waitFor({ timeout: START_TIMEOUT_MS });
  else await page.getByRole('searchbox').waitFor();
  await page.keyboard.type('o');
  await page
    .locator(size > 0 ? '[role=row][aria-selected=true]' : 'input[value=o]')
    .waitFor({ timeout: START_TIMEOUT_MS });
  const milliseconds = performance.now() - start;
  await app.close();
  return milliseconds;
}

async function measure(app: ElectronApplication, page: Page): Promise<Measured> {
  const main = await watchMain(app);
  const stall = await watchWindow(page);
  const keys = await typed(page);
  const frames = await scrolled(page);
  return {
    key: percentile(keys, 0.95),
    frame: percentile(frames, 0.95),
    windowStall: await stall(),
    mainStall: await main(),
  };
}

function report(all: readonly Result[]): void {
  const ms = (value: number): string => `${value.toFixed(1)} ms`;
  const lines = all.flatMap(({ size, start, memory, idle, scanning }) =>
    (['idle', 'scanning'] as const).map((when) => {
      const one = when === 'idle' ? idle : scanning;
      return [
        size === 0 ? 'none' : size.toLocaleString('en-US'),
        when,
        ms(one.key),
        ms(one.frame),
        ms(one.mainStall),
        ms(one.windowStall),
        when === 'idle' ? ms(start) : '',
        when === 'idle' ? `${memory.toFixed(0)} MB` : '',
      ];
    }),
  );
  console.log(
    table([
      [
        'databases',
        '',
        'key p95',
        'frame p95',
        'main stall',
        'window stall',
        'start from cache',
        'memory (PSS)',
      ],
      ...lines,
    ]),
  );
  console.log(`The display ran at ${frameRate.toFixed(0)} frames a second.`);
  const worst = (size: number, what: (one: Measured) => number): number => {
    const one = all.find((each) => each.size === size);
    return one === undefined ? Number.NaN : Math.max(what(one.idle), what(one.scanning));
  };
  const startOf = (size: number): number => all.find((each) => each.size === size)?.start ?? Number.NaN;
  const rounded = (value: number): number | null =>
    Number.isFinite(value) ? Math.round(value * 100) / 100 : null;
  console.log(
    JSON.stringify({
      keystrokeP95Ms10000: rounded(worst(10_000, ({ key }) => key)),
      keystrokeP95VsEmpty10000: rounded(worst(10_000, ({ key }) => key) / worst(0, ({ key }) => key)),
      frameP95Ms10000: rounded(worst(10_000, ({ frame }) => frame)),
      cacheStartVsEmpty10000: rounded(startOf(10_000) / startOf(0)),
      longestStallMs10000: rounded(
        worst(10_000, ({ mainStall, windowStall }) => Math.max(mainStall, windowStall)),
      ),
      keystrokeP95Ratio100000: rounded(worst(100_000, ({ key }) => key) / worst(10_000, ({ key }) => key)),
      frameRate: rounded(frameRate),
    }),
  );
}
