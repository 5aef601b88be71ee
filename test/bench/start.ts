import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { _electron as electron, type ElectronApplication } from '@playwright/test';
import { electronCommand } from '../../scripts/electron-runtime.ts';
import startDisplay from '../e2e/display.ts';
import { sandboxEnvironment } from '../sandbox/aws-files.ts';
import { prepareDataFolder } from '../sandbox/data-folder.ts';
import { startSandbox } from '../sandbox/start-sandbox.ts';
import { writeBareWindow } from './bare-window.ts';
import { memoryOf, type Memory } from './process-tree.ts';
import { median, table } from './report.ts';

/**
 * How long Latchkey takes from its launch to a list that answers to the keyboard, from the cache of an earlier run,
 * and the memory that it holds then: against the least Electron application that shows a window of the same size,
 * on the same runtime, taking turns.
 */
const ROUNDS = 7;
/** Memory is measured once it has changed by less than this share within a second. */
const STEADY = 0.01;
const STEADY_LIMIT_S = 15;

interface Peer {
  readonly program: string;
  readonly args: readonly string[];
}

interface Run extends Memory {
  readonly milliseconds: number;
}

const stopDisplay = await startDisplay();
const sandbox = await startSandbox({ without: ['mysql'] });
const folder = await mkdtemp(join(tmpdir(), 'latchkey-bench-'));
const dataFolder = join(folder, 'data');
const bareRoot = join(folder, 'bare');
await mkdir(dataFolder);
await prepareDataFolder(sandbox, dataFolder);
await writeBareWindow(bareRoot);
const env = sandboxEnvironment(process.env, sandbox.env);
const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

const latchkey = peer(join(import.meta.dirname, '..', '..'), dataFolder);
const bare = peer(bareRoot, join(folder, 'bare-data'));

// the run that fills the cache, and the first of the other, which makes Chromium's own files
const warm = await launch(latchkey);
await interactive(warm);
for (let tries = 0; tries < 100 && !existsSync(join(dataFolder, 'endpoint-cache.jsonl')); tries += 1)
  await wait(100);
await warm.close();
await measure(bare);

const ours: Run[] = [];
const theirs: Run[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  ours.push(await measure(latchkey));
  theirs.push(await measure(bare));
}
await sandbox.stop();
await rm(folder, { recursive: true, force: true });
stopDisplay?.();

const row = (name: string, runs: readonly Run[]): string[] => [
  name,
  `${middle(runs, 'milliseconds').toFixed(0)} ms`,
  `${middle(runs, 'pss').toFixed(0)} MB`,
  `${middle(runs, 'rss').toFixed(0)} MB`,
  String(runs.length),
];
console.log(
  table([
    ['', 'launch to interactive', 'memory (PSS)', 'memory (RSS)', 'runs'],
    row('Latchkey', ours),
    row('a bare Electron window', theirs),
  ]),
);
console.log(
  JSON.stringify({ timeVsBare: ratio('milliseconds'), memoryVsBare: ratio('pss'), rssVsBare: ratio('rss') }),
);
process.exit();

function peer(root: string, data: string): Peer {
  const command = electronCommand(root);
  if (command === null) throw new Error('Electron’s runtime is not here.');
  return { program: command.program, args: [...flags, ...command.args, `--user-data-dir=${data}`] };
}

function launch({ program, args }: Peer): Promise<ElectronApplication> {
  return electron.launch({ executablePath: program, args: [...args], env });
}

/** Waits for a row, types its name into the search, and waits until it is selected. */
async function interactive(app: ElectronApplication): Promise<void> {
  const page = await app.firstWindow();
  const found = page.getByRole('row', { name: /latchkey-demo PostgreSQL/ });
  await found.waitFor();
  await page.keyboard.type('latchkey-demo');
  await page.getByRole('row', { name: /latchkey-demo PostgreSQL/, selected: true }).waitFor();
}

async function measure(one: Peer): Promise<Run> {
  const start = performance.now();
  const app = await launch(one);
  await interactive(app);
  const milliseconds = performance.now() - start;
  const memory = await steady(app.process().pid ?? 0);
  await app.close();
  return { milliseconds, ...memory };
}

async function steady(pid: number): Promise<Memory> {
  let last = memoryOf(pid);
  for (let second = 0; second < STEADY_LIMIT_S; second += 1) {
    await wait(1_000);
    const now = memoryOf(pid);
    const changed = Math.abs(now.pss - last.pss) / last.pss;
    last = now;
    if (changed < STEADY) break;
  }
  return last;
}

function middle(runs: readonly Run[], what: keyof Run): number {
  return median(runs.map((run) => run[what]));
}

function ratio(what: keyof Run): number {
  return Math.round((middle(ours, what) / middle(theirs, what)) * 100) / 100;
}
