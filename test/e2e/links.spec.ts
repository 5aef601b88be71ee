import { execFile, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandFolder } from '../../main/command/open-command.ts';
import { commandFile } from '../../main/command/write-client.ts';
import { startElectronDriver } from './electron-driver.ts';
import { expect, test } from './fixtures.ts';
import { recorderTerminal } from './recorder-terminal.ts';
import { saveDemoConnection } from './save-demo.ts';

type ElectronDriver = Awaited<ReturnType<typeof startElectronDriver>>;

test('a link opens a saved connection, after a person has said so once', async ({ sandbox, dataFolder }) => {
  const terminal = await recorderTerminal(dataFolder, 'select 6 * 7;\n');
  const driver = await startElectronDriver({ env: { ...sandbox.env, ...terminal.env }, dataFolder });
  const { main, page, quit } = driver;
  await saveDemoConnection(page, sandbox);
  await main.evaluate(({ dialog }) => {
    const asked: unknown[] = [];
    Reflect.set(globalThis, 'asked', asked);
    dialog.showMessageBox = (...given: unknown[]) => {
      asked.push(given.at(-1));
      return Promise.resolve({ response: 0, checkboxChecked: true });
    };
  });
  const asked = () => main.evaluate(() => JSON.stringify(Reflect.get(globalThis, 'asked')));

  await openLink('latchkey://connect/shop', driver);
  await expect.poll(() => terminal.output()).toContain('42');
  expect(await asked()).toContain('Open shop?');
  const allowed: unknown = JSON.parse(await readFile(join(dataFolder, 'links.json'), 'utf8'));
  expect(allowed).toMatchObject({ version: 1, data: [expect.any(String)] });

  await expect(async () => {
    await openLink('latchkey://connect/nobody?client=sh', driver);
    await expect(page.getByText('Latchkey did not understand a link')).toBeVisible({ timeout: 2_000 });
  }).toPass();
  expect(await asked()).not.toContain('nobody');
  await quit();
});

test('a terminal’s command starts Latchkey without a window', async ({ sandbox, dataFolder }) => {
  const first = await startElectronDriver({ env: sandbox.env, dataFolder });
  await saveDemoConnection(first.page, sandbox);
  const folder = commandFolder(dataFolder);
  await expect.poll(() => existsSync(join(folder, 'access'))).toBe(true);
  await first.quit();
  const printed = await new Promise<string>((resolve) => {
    const env = { ...process.env, ...sandbox.env };
    execFile(commandFile(folder), ['token', 'shop'], { env }, (_error, out, err) => resolve(out + err));
  });
  const running = processesOf(dataFolder);
  try {
    expect(printed).toContain('X-Amz-Signature=');
    expect(running.length).toBeGreaterThan(0);
  } finally {
    for (const pid of running) process.kill(pid, 'SIGTERM');
    await expect.poll(() => processesOf(dataFolder)).toEqual([]);
  }
});

/** Starts Latchkey a second time with a link, as the desktop does when one is clicked. */
async function openLink(link: string, { main, dataFolder }: ElectronDriver): Promise<void> {
  const program = await main.evaluate(({ app }) => [process.execPath, app.getAppPath()] as const);
  const flags = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), `--user-data-dir=${dataFolder}`];
  const second = spawn(program[0], [...flags, program[1], link], { stdio: 'ignore' });
  await new Promise((resolve) => second.once('exit', resolve));
}

/** The main processes of a Latchkey that was started without a window. */
function processesOf(dataFolder: string): number[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      const isOurs = words.includes('--hidden') && words.includes(`--user-data-dir=${dataFolder}`);
      return isOurs && !words.some((word) => word.startsWith('--type=')) ? [Number(pid)] : [];
    } catch {
      return [];
    }
  });
}
