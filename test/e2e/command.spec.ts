import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandFolder } from '../../main/command/open-command.ts';
import { commandFile } from '../../main/command/write-client.ts';
import { freePorts } from '../lab/server-process.ts';
import { DEMO_SIGN_IN } from '../sandbox/data-folder.ts';
import { ask } from './driver.ts';
import { expect, test } from './fixtures.ts';
import { saveDemoConnection } from './save-demo.ts';
import { psqlWith } from './sign-in.ts';
import { watchArguments } from './watch-arguments.ts';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command of a data folder, as a terminal does. */
function latchkey(dataFolder: string, ...words: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const env = { PATH: process.env['PATH'], HOME: dataFolder };
    execFile(commandFile(commandFolder(dataFolder)), words, { env }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
    );
  });
}

test('a terminal lists, takes a token and signs psql in, while the window looks on', async ({
  start,
  sandbox,
  dataFolder,
}) => {
  const { postgres } = sandbox;
  if (postgres === null) throw new Error('no demo database');
  const seen = watchArguments();
  const { page, quit } = await start();
  const id = await saveDemoConnection(page, sandbox);
  await expect.poll(() => existsSync(join(commandFolder(dataFolder), 'access'))).toBe(true);

  const listed = await latchkey(dataFolder, 'ls', '--json');
  expect(JSON.parse(listed.stdout)).toMatchObject([{ id, name: 'shop', user: DEMO_SIGN_IN.dbUser }]);
  const token = await latchkey(dataFolder, 'token', '-n', 'SHOP');
  expect(token).toMatchObject({ code: 0, stderr: '' });
  expect(await psqlWith(token.stdout, postgres, sandbox, 'select 6 * 7')).toBe('42');
  expect((await latchkey(dataFolder, 'token', 'shop')).stdout).toMatch(/X-Amz-Signature=[0-9a-f]{64}.*\n$/);

  await page.getByRole('button', { name: /^Active/ }).click();
  await expect(page.getByRole('row', { name: /shop/ })).toBeVisible();

  const direct = await latchkey(dataFolder, 'psql', 'shop', '-XAtc', `select 6 * 7, 'a "b" $c'`);
  expect(direct).toEqual({ code: 0, stdout: '42|a "b" $c\n', stderr: '' });

  expect(await latchkey(dataFolder, 'token', 'shpo')).toEqual({
    code: 66,
    stdout: '',
    stderr: 'latchkey: There is no saved connection “shpo”.\n  Did you mean “shop”?\n',
  });
  const signature = /X-Amz-Signature=\w+/.exec(token.stdout)?.[0] ?? 'none';
  expect(seen.stop().filter((line) => line.includes('X-Amz-Signature='))).toEqual([]);
  expect(await readFile(join(dataFolder, 'latchkey.log'), 'utf8')).not.toContain(signature);

  await quit();
  expect(existsSync(join(commandFolder(dataFolder), 'access'))).toBe(false);
});

test('a terminal goes through the gateway from when it is on, with no token at all', async ({
  latchkey: { page },
  sandbox,
  dataFolder,
}) => {
  const id = await saveDemoConnection(page, sandbox);
  await expect.poll(() => existsSync(join(commandFolder(dataFolder), 'access'))).toBe(true);
  expect(await latchkey(dataFolder, 'password', 'shop')).toMatchObject({ code: 69, stdout: '' });
  const [port = 0] = await freePorts(1);
  await ask(page, 'gateway', 'change', { connectionId: id, change: { port } });
  expect((await latchkey(dataFolder, 'password', 'shop')).stdout).toMatch(/^[A-Za-z0-9]{24}\n$/);
  const through = await latchkey(dataFolder, 'psql', 'shop', '--', '-XAtc', '\\echo :HOST :PORT');
  expect(through.stdout).toBe(`127.0.0.1 ${port}\n`);
  const variables = await latchkey(dataFolder, 'env', 'shop');
  expect(variables.stdout).toContain(`export PGPORT=${port}`);
  expect(variables.stdout).not.toContain('X-Amz-');
});
