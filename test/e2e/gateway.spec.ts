import { execFile, spawn } from 'node:child_process';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import type { Draft } from '../../app/connections/model.ts';
import { freePorts } from '../lab/server-process.ts';
import { DEMO_SIGN_IN } from '../sandbox/data-folder.ts';
import type { Sandbox } from '../sandbox/start-sandbox.ts';
import { ask } from './driver.ts';
import { expect, test } from './fixtures.ts';
import { recorderTerminal } from './recorder-terminal.ts';
import { saveDemoConnection } from './save-demo.ts';
import { watchArguments } from './watch-arguments.ts';

const run = promisify(execFile);

/** Saves the demo database as a connection and shows it. */
async function saveDemo(page: Page, sandbox: Sandbox, over: Partial<Draft> = {}): Promise<void> {
  const connectionId = await saveDemoConnection(page, sandbox, over);
  // its own, for the same test runs in the other host at the same time
  const [port = 0] = await freePorts(1);
  await ask(page, 'gateway', 'change', { connectionId, change: { port } });
  await page.getByRole('button', { name: /^Connections/ }).click();
  await page.getByRole('row', { name: /shop/ }).click();
}

const inspectorOf = (page: Page) => page.getByRole('complementary', { name: 'Inspector' });

/** Reads what "How to connect" copies, as a person pastes it into a client. */
async function entry(page: Page, clipboard: () => Promise<string>) {
  await inspectorOf(page).getByRole('button', { name: 'How to connect…' }).click();
  const dialog = page.getByRole('dialog', { name: /How to connect/ });
  const copied = async (what: string): Promise<string> => {
    await dialog.getByRole('button', { name: new RegExp(`Copy ${what}`, 'i') }).click();
    await expect(dialog.getByRole('status')).toContainText(/copied/i);
    return clipboard();
  };
  const [host, port, user, password] = [
    await copied('host'),
    await copied('port'),
    await copied('user'),
    await copied('local password'),
  ];
  await dialog.getByRole('button', { name: 'Done' }).click();
  return {
    PATH: process.env['PATH'],
    PGHOST: host,
    PGPORT: port,
    PGUSER: user,
    PGPASSWORD: password,
    PGDATABASE: DEMO_SIGN_IN.database,
  };
}

async function psql(env: NodeJS.ProcessEnv, query: string): Promise<string> {
  return (await run('psql', ['-XAtc', query], { env })).stdout.trim();
}

test('a switch opens a port that signs in, also after a restart, and lists who is in', async ({
  start,
  sandbox,
}) => {
  const first = await start();
  await saveDemo(first.page, sandbox);
  const inspector = inspectorOf(first.page);
  await inspector.getByRole('switch', { name: 'Gateway of shop' }).press('Space');
  await expect(inspector.getByText(/Listening on/)).toBeVisible();
  const env = await entry(first.page, first.clipboard);
  expect(env.PGPASSWORD).toMatch(/^[A-Za-z0-9]{24}$/);
  expect(await psql(env, 'select 6 * 7')).toBe('42');
  await expect(psql({ ...env, PGPASSWORD: 'wrong' }, 'select 1')).rejects.toThrow(/local password/i);
  await expect(inspector.getByText('Last failure')).toBeVisible();
  await first.quit();

  const { page } = await start();
  await page.getByRole('button', { name: /^Connections/ }).click();
  await page.getByRole('row', { name: /shop/ }).click();
  await inspectorOf(page).getByRole('switch', { name: 'Gateway of shop' }).press('Space');
  await expect(inspectorOf(page).getByText(/Listening on/)).toBeVisible();
  // the same entry as before, in a session that stays
  const session = spawn('psql', ['-XAt'], { env: { ...env, PGAPPNAME: 'reports' } });
  let output = '';
  session.stdout.on('data', (text: Buffer) => (output += text.toString()));
  session.stdin.write('select 6 * 7;\n');
  await expect.poll(() => output).toContain('42');
  await inspectorOf(page).getByRole('button', { name: 'Show' }).click();
  const listed = page.getByRole('list', { name: 'Sessions of shop' }).getByRole('listitem');
  await expect(listed).toHaveText([/reports.*Open/]);
  const exitCode = new Promise((resolve) => session.once('close', resolve));
  session.stdin.on('error', () => undefined);
  await listed.getByRole('button', { name: /Close session of reports/ }).click();
  await expect(listed).toHaveCount(0);
  session.stdin.end('select 1;\n');
  // what psql answers where it has lost its connection
  expect(await exitCode).toBe(2);
});

test('a client is opened through it with no token at all', async ({ start, sandbox, dataFolder }) => {
  const terminal = await recorderTerminal(
    dataFolder,
    'select 6 * 7;\n\\! echo "PGHOST=$PGHOST PGPASSWORD=$PGPASSWORD"\n',
  );
  const seen = watchArguments();
  const { page } = await start({ env: terminal.env });
  await saveDemo(page, sandbox);
  const inspector = inspectorOf(page);
  await inspector.getByRole('switch', { name: 'Gateway of shop' }).press('Space');
  await expect(inspector.getByText(/Listening on/)).toBeVisible();
  await page.getByRole('grid', { name: 'Connections' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => terminal.output()).toContain('42');
  await expect.poll(() => terminal.output()).toContain('PGHOST=127.0.0.1');
  const printed = await terminal.output();
  expect(printed).not.toContain('X-Amz-');
  const password = /PGPASSWORD=(\S+)/.exec(printed)?.[1] ?? 'none';
  expect(password).toMatch(/^[A-Za-z0-9]{24}$/);
  const args = seen.stop();
  expect(args.some((line) => line.includes(password))).toBe(false);
  const log = await readFile(join(dataFolder, 'latchkey.log'), 'utf8');
  expect(log).not.toContain(password);
});

test('while AWS needs a person a client waits, the window asks, and then it is in', async ({
  start,
  sandbox,
  dataFolder,
}) => {
  // credentials of the test's own, of which one profile's have been deleted in AWS
  const { AWS_SHARED_CREDENTIALS_FILE: shared = '' } = sandbox.env;
  const own = join(dataFolder, 'credentials');
  await copyFile(shared, own);
  const good = await readFile(own, 'utf8');
  const latchkey = await start({ env: { AWS_SHARED_CREDENTIALS_FILE: own } });
  const { page, clipboard } = latchkey;
  await saveDemo(page, sandbox, { profile: 'legacy' });
  await inspectorOf(page).getByRole('switch', { name: 'Gateway of shop' }).press('Space');
  await expect(inspectorOf(page).getByText(/Listening on/)).toBeVisible();
  const env = await entry(page, clipboard);
  const waiting = psql({ ...env, PGAPPNAME: 'nightly' }, 'select 6 * 7');
  const outcome = waiting.catch((cause: unknown) => String(cause));
  await expect(page.getByText(/nightly is waiting/)).toBeVisible();
  // someone puts the keys right; Latchkey sees the change by itself
  const keys = /\[platform-dev\]\n([^[]*)/.exec(good)?.[1] ?? '';
  await writeFile(own, good.replace(/\[legacy\]\n[^[]*/, `[legacy]\n${keys}`));
  expect(await outcome).toBe('42');
  await expect(page.getByText(/nightly is waiting/)).toBeHidden();
});
