import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { commandFolder } from '../../main/command/open-command.ts';
import { commandFile } from '../../main/command/write-client.ts';
import type { Sandbox } from '../sandbox/start-sandbox.ts';
import { eventsCrossed, recordEvents } from './driver.ts';
import { expect, test } from './fixtures.ts';
import { startGateway } from './gateway-entry.ts';
import { saveDemoConnection } from './save-demo.ts';
import { psqlWith } from './sign-in.ts';
import { watchArguments } from './watch-arguments.ts';

const run = promisify(execFile);

const question = (page: Page) => page.getByRole('dialog', { name: 'MFA code for break-glass' });
const profile = (page: Page, word: string | RegExp) =>
  page.getByRole('navigation').getByRole('button', { name: word });

/** The code that the sandbox's device shows. */
const codeOf = ({ directory }: Sandbox): string => directory.device.code(Date.now());

test.beforeEach(({ sandbox }) => sandbox.directory.device.forget());

/** Goes to the profile's word by the keyboard and presses it. */
async function askByKeyboard(page: Page): Promise<void> {
  await profile(page, /^Databases/).focus();
  // the profiles are listed below it
  for (let at = 0; at < 20; at += 1) {
    await page.keyboard.press('ArrowDown');
    if (await profile(page, 'break-glass MFA').evaluate((one) => one === document.activeElement)) break;
  }
  await page.keyboard.press('Enter');
  await expect(question(page)).toBeVisible();
}

async function psql({ host, port, user, database, password }: Awaited<ReturnType<typeof startGateway>>) {
  const env = {
    PATH: process.env['PATH'],
    PGHOST: host,
    PGPORT: String(port),
    PGUSER: user,
    PGDATABASE: database,
    PGPASSWORD: password,
    PGAPPNAME: 'nightly',
  };
  const { stdout } = await run('psql', ['-XAtc', 'select 6 * 7'], { env });
  return stdout.trim();
}

test('by keyboard: cancel, a wrong code, the right one, and a token that the database accepts', async ({
  latchkey,
  sandbox,
  dataFolder,
}) => {
  const { page } = latchkey;
  const seen = watchArguments();
  await expect(profile(page, 'break-glass MFA')).toBeVisible();
  await recordEvents(page);
  await askByKeyboard(page);
  await expect(question(page)).toContainText(
    'break-glass in 7731-0042-9918 asks for a code from mfa/dana.reyes.',
  );
  await page.keyboard.press('Escape');
  await expect(question(page)).toBeHidden();
  await expect(profile(page, 'break-glass MFA')).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(question(page)).toBeVisible();
  const wrong = sandbox.directory.device.wrongCode(Date.now());
  await page.keyboard.type(`${wrong}\n`);
  await expect(page.getByRole('alert')).toHaveText(/^AWS did not accept that code\. Wait for the next one/);
  const code = codeOf(sandbox);
  await page.keyboard.type(`${code}\n`);
  await expect(question(page)).toBeHidden();
  await expect(profile(page, /^break-glass (59 min|1 h)$/)).toBeVisible();

  // two profiles see the account now: narrowed to this one, the list uses it
  await profile(page, /^break-glass (59 min|1 h)$/).press('Enter');
  await page.keyboard.press('/');
  await page.keyboard.type('demo postgres 17');
  await expect(page.getByRole('row', { name: /break-glass \+1/ }).first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  const fields = page.getByRole('complementary', { name: 'Inspector' });
  await expect(fields.getByRole('button', { name: /Use profile/ })).toHaveText(/break-glass/);
  // the database user is the database's, whichever profile signs
  await expect(fields.getByRole('combobox', { name: 'Log in as' })).toHaveValue('app_readonly');
  await page.keyboard.press('ControlOrMeta+c');
  await expect(fields.getByText('Token copied')).toBeVisible();
  if (sandbox.postgres === null) throw new Error('no demo database');
  const token = await latchkey.clipboard();
  expect(await psqlWith(token, sandbox.postgres, sandbox, 'select 6 * 7')).toBe('42');

  const crossed = await eventsCrossed(page);
  const shown = await page.content();
  await latchkey.quit();
  const args = seen.stop().join('\n');
  for (const secret of [wrong, code]) {
    const whole = new RegExp(`(?<![0-9A-Za-z])${secret}(?![0-9A-Za-z])`);
    expect(crossed).not.toMatch(whole);
    expect(shown).not.toMatch(whole);
    expect(args).not.toMatch(whole);
    for (const path of await filesUnder(dataFolder)) {
      expect((await readFile(path)).toString('latin1'), path).not.toMatch(whole);
    }
  }
});

test('a client that waits in the gateway goes on with the code', async ({ latchkey: { page }, sandbox }) => {
  const id = await saveDemoConnection(page, sandbox, { profile: 'break-glass' });
  const entry = await startGateway(page, id);
  const both = Promise.all([psql(entry), psql(entry)]);
  await expect(question(page)).toContainText('A client is waiting to log in to shop.');
  await page.keyboard.type(`${codeOf(sandbox)}\n`);
  expect(await both).toEqual(['42', '42']);
  await expect(question(page)).toBeHidden();
});

test('a client that cannot wait so long gets the cause, the question stays, and the next one is in', async ({
  latchkey,
  sandbox,
}) => {
  const { page } = latchkey;
  const id = await saveDemoConnection(page, sandbox, { profile: 'break-glass' });
  const entry = await startGateway(page, id);
  const first = psql(entry).catch((cause: unknown) => String(cause));
  await expect(question(page)).toContainText('A client is waiting to log in to shop.');
  await latchkey.moveClock(20_000);
  expect(await first).toContain('Profile break-glass needs an MFA code.');
  await expect(question(page)).toBeVisible();
  await expect(question(page)).not.toContainText('waiting');
  await page.keyboard.type(`${codeOf(sandbox)}\n`);
  await expect(question(page)).toBeHidden();
  expect(await psql(entry)).toBe('42');
});

test('a terminal’s command is asked for in the window, and gets its token', async ({
  latchkey: { page },
  sandbox,
  dataFolder,
}) => {
  await saveDemoConnection(page, sandbox, { profile: 'break-glass' });
  await expect.poll(() => existsSync(join(commandFolder(dataFolder), 'access'))).toBe(true);
  const env = { PATH: process.env['PATH'], HOME: dataFolder };
  const token = run(commandFile(commandFolder(dataFolder)), ['token', '-n', 'shop'], { env });
  await expect(question(page)).toContainText('latchkey is waiting in a terminal for shop.');
  await page.keyboard.type(`${codeOf(sandbox)}\n`);
  if (sandbox.postgres === null) throw new Error('no demo database');
  expect(await psqlWith((await token).stdout, sandbox.postgres, sandbox, 'select 6 * 7')).toBe('42');
});

test('a client is told when the question is cancelled', async ({ latchkey: { page }, sandbox }) => {
  const id = await saveDemoConnection(page, sandbox, { profile: 'break-glass' });
  const entry = await startGateway(page, id);
  const waiting = psql(entry).catch((cause: unknown) => String(cause));
  await expect(question(page)).toBeVisible();
  await page.keyboard.press('Escape');
  expect(await waiting).toContain('was cancelled');
});

async function filesUnder(folder: string): Promise<string[]> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true });
  return all.flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []));
}
