import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from './fixtures.ts';
import { ask } from './driver.ts';
import { startGateway } from './gateway-entry.ts';
import { saveDemoConnection } from './save-demo.ts';

const run = promisify(execFile);

/** The user that Debian has for whoever may do nothing: `nobody`, in the group `nogroup`. */
const NOBODY = { uid: 65_534, gid: 65_534 };

test.skip(process.platform !== 'linux', 'only Linux tells who has connected');
test.skip(process.getuid?.() !== 0, 'only root can run a program as another user');

interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** Runs a program as another user of this machine. */
async function asNobody(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const options = { ...NOBODY, env: { PATH: process.env['PATH'], HOME: '/nonexistent', ...env }, cwd: '/' };
  return run(program, args, options).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    (cause: unknown) => {
      const [stdout, stderr] = ['stdout', 'stderr'].map((name) => String(Reflect.get(Object(cause), name)));
      return { code: 1, output: `${stdout}${stderr}` };
    },
  );
}

const query = ['-XAtc', 'select 6 * 7'];

test('the gateway is for this user’s programs, until the connection lets in others', async ({
  start,
  sandbox,
}) => {
  const { page } = await start();
  const connectionId = await saveDemoConnection(page, sandbox);
  const entry = await startGateway(page, connectionId);
  const env = {
    PGHOST: entry.host,
    PGPORT: String(entry.port),
    PGUSER: entry.user,
    PGDATABASE: entry.database,
    PGPASSWORD: entry.password,
  };
  // the very password would do, and is not looked at
  const refused = await asNobody('psql', query, env);
  expect(refused.output).toContain(`not one of the user with the id ${NOBODY.uid}`);
  expect(refused.output).toContain('Other users and containers');
  const overSix = await asNobody('psql', query, { ...env, PGHOST: '::1' });
  expect(overSix.output).toContain(`the id ${NOBODY.uid}`);
  const { stdout } = await run('psql', query, { env: { PATH: process.env['PATH'], ...env } });
  expect(stdout.trim()).toBe('42');

  await page.getByRole('button', { name: /^Connections/ }).click();
  await page.getByRole('row', { name: /shop/ }).click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await inspector.getByRole('button', { name: 'Options' }).click();
  const letIn = inspector.getByRole('switch', { name: /Other users and containers/ });
  await letIn.press('Space');
  await expect(letIn).toBeChecked();
  await expect.poll(async () => (await asNobody('psql', query, env)).output.trim()).toBe('42');
});

test('a port that is kept cannot be taken while the gateway is stopped; one that is not can', async ({
  start,
  sandbox,
}) => {
  const { page } = await start();
  const connectionId = await saveDemoConnection(page, sandbox);
  const { host, port, user, database, password } = await startGateway(page, connectionId);
  const thief = `require('node:net').createServer().on('error', (e) => { console.log(e.code); process.exit(1); })
    .listen(${port}, '127.0.0.1', () => { console.log('taken'); process.exit(0); });`;
  const take = async (): Promise<string> => (await asNobody(process.execPath, ['-e', thief])).output;

  expect(await ask(page, 'gateway', 'change', { connectionId, change: { keepsPort: true } })).toMatchObject({
    ok: true,
  });
  await ask(page, 'gateway', 'stop', { connectionId });
  await page.getByRole('button', { name: /^Connections/ }).click();
  await page.getByRole('row', { name: /shop/ }).click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector.getByText('Stopped. The port is kept.')).toBeVisible();
  expect(await take()).toContain('EADDRINUSE');
  const env = {
    PGHOST: host,
    PGPORT: String(port),
    PGUSER: user,
    PGDATABASE: database,
    PGPASSWORD: password,
  };
  const own = run('psql', query, { env: { PATH: process.env['PATH'], ...env } });
  await expect(own).rejects.toThrow('its gateway is stopped');

  await ask(page, 'gateway', 'change', { connectionId, change: { keepsPort: false } });
  await expect.poll(take).toContain('taken');
});

test('another user reads nothing of Latchkey’s, and asks its command nothing', async ({
  start,
  sandbox,
  dataFolder,
}) => {
  const { page } = await start();
  const connectionId = await saveDemoConnection(page, sandbox);
  await startGateway(page, connectionId);
  const files = (await readdir(dataFolder, { recursive: true, withFileTypes: true }))
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  const names = files.map((file) => file.slice(dataFolder.length + 1));
  expect(names).toEqual(expect.arrayContaining(['local-passwords.json', 'latchkey.log']));
  for (const file of files) {
    expect(await asNobody('cat', ['--', file]), file).toMatchObject({
      code: 1,
      output: expect.stringContaining('Permission denied'),
    });
  }
  const socket = files.find((file) => file.endsWith('/socket')) ?? 'no socket';
  expect(await asNobody('curl', ['-sS', '--unix-socket', socket, 'http://latchkey/'])).toMatchObject({
    code: 1,
    output: expect.stringMatching(/couldn't connect|failed to connect/i),
  });
  const own = processesWith(dataFolder);
  expect(own.length).toBeGreaterThan(0);
  for (const pid of own) {
    for (const file of ['environ', 'mem', 'maps']) {
      expect(await asNobody('cat', [`/proc/${pid}/${file}`]), `${file} of ${pid}`).toMatchObject({ code: 1 });
    }
  }
});

/** The processes that have a text among their arguments. */
function processesWith(text: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text);
    } catch {
      return false;
    }
  });
}
