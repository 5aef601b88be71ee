import { readFile } from 'node:fs/promises';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { Client } from 'pg';
import { DEMO_SIGN_IN } from '../sandbox/data-folder.ts';
import type { Identity } from '../sandbox/identity.ts';
import type { Sandbox } from '../sandbox/start-sandbox.ts';
import { freePorts } from '../lab/server-process.ts';
import { ask, type Driver } from './driver.ts';
import { startElectronDriver } from './electron-driver.ts';
import { filesUnder } from './files-under.ts';
import { expect, test as base } from './fixtures.ts';
import { countInCore, countInMemory, processesOf, type LatchkeyProcess } from './process-memory.ts';
import { recorderTerminal } from './recorder-terminal.ts';
import { saveDemoConnection } from './save-demo.ts';
import { watchArguments } from './watch-arguments.ts';

/** Every text by which a token can be known: no part of the program but main and the relay has one. */
const TOKEN = 'X-Amz-Signature=';

type Latchkey = Driver & { readonly main: ElectronApplication };

/** Latchkey in the real Electron, with its main process within reach. */
const test = base.extend<{ begin: (env?: Readonly<Record<string, string>>) => Promise<Latchkey> }>({
  begin: async ({ sandbox, dataFolder }, use) => {
    const open: Latchkey[] = [];
    await use(async (env = {}) => {
      // where a core would go
      const cwd = dataFolder;
      const latchkey = await startElectronDriver({ env: { ...sandbox.env, ...env }, dataFolder, cwd });
      await latchkey.page.getByRole('row', { name: /latchkey-demo PostgreSQL/ }).waitFor();
      open.push(latchkey);
      return latchkey;
    });
    for (const latchkey of open) await latchkey.quit().catch(() => undefined);
  },
});

test.skip(process.platform !== 'linux', 'the memory of another process is read in /proc, which is Linux’s');

/** The processes that nobody but Chromium has a part in: window, GPU, network, and what starts them. */
function outsiders(main: ElectronApplication): readonly LatchkeyProcess[] {
  const all = processesOf(main.process().pid ?? 0);
  const kinds = all.map(({ kind }) => kind);
  for (const wanted of ['main', 'renderer', 'gpu-process', 'utility network.mojom.NetworkService']) {
    expect(kinds).toContain(wanted);
  }
  return all.filter(({ kind }) => kind !== 'main' && kind !== RELAY);
}

const RELAY = 'utility node.mojom.NodeService';

/** Those of them whose core is looked into: what starts them holds what they have begun with. */
const CORES = new Set(['renderer', 'gpu-process', 'utility network.mojom.NetworkService']);

/** How often texts are in the memory of each process, by its kind. */
function found(processes: readonly LatchkeyProcess[], texts: readonly string[]): Record<string, number> {
  return Object.fromEntries(processes.map(({ pid, kind }) => [`${kind} ${pid}`, countInMemory(pid, texts)]));
}

/** None in any of them. */
function nothing(processes: readonly LatchkeyProcess[]): Record<string, number> {
  return Object.fromEntries(processes.map(({ pid, kind }) => [`${kind} ${pid}`, 0]));
}

const secretsOf = ({ secretAccessKey, sessionToken }: Identity): readonly string[] => [
  secretAccessKey,
  ...(sessionToken === undefined ? [] : [sessionToken]),
];

/** The keys of the roles that were assumed since so many identities had theirs. */
function keysOfRoles({ directory }: Sandbox, since: number): readonly string[] {
  const roles = directory.issued().slice(since);
  expect(roles.some(({ arn }) => arn.includes(':assumed-role/platform-engineer/'))).toBe(true);
  return roles.flatMap(secretsOf);
}

const inspectorOf = (page: Page): Locator => page.getByRole('complementary', { name: 'Inspector' });

/** Opens a session through the connection's gateway, with what "How to connect" copies, as a person does. */
async function openThroughGateway(page: Page, clipboard: () => Promise<string>, port: number) {
  const inspector = inspectorOf(page);
  await inspector.getByRole('switch', { name: 'Gateway of shop' }).press('Space');
  await expect(inspector.getByText(/Listening on/)).toBeVisible();
  await inspector.getByRole('button', { name: 'How to connect…' }).click();
  const dialog = page.getByRole('dialog', { name: /How to connect/ });
  await dialog.getByRole('button', { name: 'Copy local password' }).click();
  await expect(dialog.getByRole('status')).toContainText(/copied/i);
  const password = await clipboard();
  expect(password).toMatch(/^[A-Za-z0-9]{24}$/);
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: DEMO_SIGN_IN.dbUser,
    database: DEMO_SIGN_IN.database,
    password,
  });
  await client.connect();
  expect((await client.query('select 6 * 7 as answer')).rows).toEqual([{ answer: 42 }]);
  return { client, password, dialog };
}

/** Saves the demo database as "shop", with a port of its own, and shows it. */
async function showShop(page: Page, connectionId: string): Promise<number> {
  const [port = 0] = await freePorts(1);
  await ask(page, 'gateway', 'change', { connectionId, change: { port } });
  await page.getByRole('button', { name: /^Connections/ }).click();
  await page.getByRole('row', { name: /shop/ }).click();
  return port;
}

test('after the whole main job no secret is in the window, the GPU or the network process', async ({
  begin,
  sandbox,
  dataFolder,
}) => {
  test.setTimeout(240_000);
  const terminal = await recorderTerminal(dataFolder, '\\! printf "%s" "$PGPASSWORD" >&2\n');
  const seen = watchArguments();
  const since = sandbox.directory.issued().length;
  const { page, main, clipboard } = await begin(terminal.env);

  // a token of a role is copied, and one of a user, a client is opened with another, and one goes by the gateway
  await page.getByRole('row', { name: /catalog PostgreSQL/ }).click();
  await inspectorOf(page).getByRole('combobox', { name: 'Log in as' }).fill('app_readonly');
  await inspectorOf(page).getByRole('button', { name: 'Copy token' }).click();
  await expect.poll(clipboard).toContain('X-Amz-Security-Token=');
  const copiedOfRole = await clipboard();
  await page.getByRole('row', { name: /latchkey-demo PostgreSQL/ }).click();
  await page.keyboard.press('ControlOrMeta+c');
  await expect.poll(clipboard).not.toContain('X-Amz-Security-Token=');
  await expect.poll(clipboard).toContain(TOKEN);
  const copied = await clipboard();
  await page.keyboard.press('Enter');
  await expect.poll(() => terminal.output()).toContain(TOKEN);
  const opened = await terminal.output();
  const port = await showShop(page, await saveDemoConnection(page, sandbox));
  const { client, password } = await openThroughGateway(page, clipboard, port);

  const signatures = [copiedOfRole, copied, opened].map(
    (text) => /X-Amz-Signature=([0-9a-f]{64})/.exec(text)?.[1] ?? '',
  );
  const ofRoles = keysOfRoles(sandbox, since);
  const keys = [sandbox.directory.developer, sandbox.directory.expired].flatMap(secretsOf).concat(ofRoles);
  for (const secret of [...signatures, ...keys]) expect(secret.length).toBeGreaterThanOrEqual(40);
  const secrets = [TOKEN, ...signatures, ...keys, password];

  // the search finds what is there: a text made in the window, and each process's own arguments
  const marker = await page.evaluate(() => {
    const made = Array.from({ length: 8 }, (_, index) => `planted${index}`).join('-');
    Reflect.set(globalThis, '__planted', made);
    return made;
  });
  const processes = outsiders(main);
  for (const { pid, kind } of processes) {
    if (kind === 'renderer') expect(countInMemory(pid, [marker]), kind).toBeGreaterThan(0);
    const [type = ''] = kind.split(' ');
    expect(countInMemory(pid, [`--type=${type}`]), kind).toBeGreaterThan(0);
  }
  const all = processesOf(main.process().pid ?? 0);
  const mainOnly = all.filter(({ kind }) => kind === 'main');
  for (const one of [[password], ofRoles])
    expect(Object.values(found(mainOnly, one))[0], 'main has it').toBeGreaterThan(0);

  expect(found(processes, secrets)).toEqual(nothing(processes));
  // the relay has tokens and local passwords of its own, and no key that could sign one
  const relays = all.filter(({ kind }) => kind === RELAY);
  expect(relays).toHaveLength(1);
  expect(found(relays, keys)).toEqual(nothing(relays));

  // nor in the core that one of them would leave
  for (const { pid, kind } of processes.filter((one) => CORES.has(one.kind))) {
    const [type = ''] = kind.split(' ');
    const planted = kind === 'renderer' ? marker : `--type=${type}`;
    const [markers, hits] = await countInCore(pid, [[planted], secrets]);
    expect(markers, kind).toBeGreaterThan(0);
    expect(hits, kind).toBe(0);
  }

  await client.end();
  const args = seen.stop();
  for (const secret of secrets) expect(args.some((line) => line.includes(secret))).toBe(false);
  await expectNoneInFiles(dataFolder, secrets);
});

test('the local password is in the window once the user has it shown, and nowhere else', async ({
  begin,
  sandbox,
}) => {
  test.setTimeout(240_000);
  const { page, main, clipboard } = await begin();
  const port = await showShop(page, await saveDemoConnection(page, sandbox));
  const { client, password, dialog } = await openThroughGateway(page, clipboard, port);
  const before = outsiders(main);
  expect(found(before, [password])).toEqual(nothing(before));
  await dialog.getByRole('button', { name: 'Show local password' }).click();
  await expect(dialog.getByText(password)).toBeVisible();
  for (const { pid, kind } of outsiders(main)) {
    const count = countInMemory(pid, [password]);
    if (kind === 'renderer') expect(count).toBeGreaterThan(0);
    else expect(count, kind).toBe(0);
  }
  await client.end();
});

/** In no file of Latchkey's: logs, state, what a start or a crash leaves. The gateway's password has one of its own. */
async function expectNoneInFiles(dataFolder: string, secrets: readonly string[]): Promise<void> {
  // the recorder's own file is the test's and not Latchkey's
  const files = (await filesUnder([dataFolder])).filter(
    (path) => path.startsWith(dataFolder) && !path.endsWith('/printed'),
  );
  expect(files.some((path) => path.endsWith('latchkey.log'))).toBe(true);
  for (const path of files) {
    if (path.endsWith('/local-passwords.json')) continue;
    const content = (await readFile(path).catch(() => Buffer.alloc(0))).toString('latin1');
    for (const secret of secrets) expect(content.includes(secret), path).toBe(false);
  }
}
