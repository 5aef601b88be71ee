import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { z } from 'zod';
import type { ElectronApplication, Page } from '@playwright/test';
import { prepareDataFolder } from '../sandbox/data-folder.ts';
import { pages } from '../../main/window/pages.ts';
import { ask, type Driver } from './driver.ts';
import { startElectronDriver } from './electron-driver.ts';
import { expect, test } from './fixtures.ts';

// Electron's security checklist, point by point, asked of the running application:
// https://www.electronjs.org/docs/latest/tutorial/security#checklist-security-recommendations

const root = join(import.meta.dirname, '..', '..');
let latchkey: (Driver & { readonly main: ElectronApplication }) | null = null;
let dataFolder = '';

test.beforeAll(async ({ sandbox }) => {
  dataFolder = await mkdtemp(join(tmpdir(), 'latchkey-checklist-'));
  await prepareDataFolder(sandbox, dataFolder);
  latchkey = await startElectronDriver({ env: sandbox.env, dataFolder });
  await latchkey.page.getByRole('row', { name: /latchkey-demo PostgreSQL/ }).waitFor();
});
test.afterAll(async () => {
  await latchkey?.quit();
  await rm(dataFolder, { recursive: true, force: true });
});

function running(): { readonly main: ElectronApplication; readonly page: Page } {
  if (latchkey === null) throw new Error('Latchkey does not run.');
  return latchkey;
}

const booleans = z.boolean().optional();
const lastPreferences = z.object({
  sandbox: z.boolean(),
  contextIsolation: z.boolean(),
  nodeIntegration: z.boolean(),
  nodeIntegrationInWorker: booleans,
  nodeIntegrationInSubFrames: booleans,
  webSecurity: z.boolean(),
  allowRunningInsecureContent: booleans,
  experimentalFeatures: booleans,
  enableBlinkFeatures: z.string().optional(),
  webviewTag: booleans,
});

/** What Chromium was really told of the window, with what Electron adds for itself. */
async function preferences(): Promise<z.infer<typeof lastPreferences>> {
  const read = await running().main.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      .filter((contents) => contents.getType() === 'window')
      // Electron's own tests read them so; its types do not have it
      .map((contents) => Reflect.apply(Reflect.get(contents, 'getLastWebPreferences'), contents, [])),
  );
  const [only] = z.array(lastPreferences).length(1).parse(read);
  if (only === undefined) throw new Error('There is no window.');
  return only;
}

test('1. only secure content is loaded', async () => {
  const { page, main } = running();
  const origins = await page.evaluate(() => [
    location.origin,
    ...Array.from(document.querySelectorAll('[src], link[href]'), (element) => {
      const from = element.getAttribute('src') ?? element.getAttribute('href') ?? '';
      return new URL(from, document.baseURI).origin;
    }),
  ]);
  expect(origins.length).toBeGreaterThan(2);
  expect(new Set(origins)).toEqual(new Set(['latchkey-app://window']));
  let requests = 0;
  const server = createServer((_, response) => {
    requests += 1;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`;
  const outcome = await main.evaluate(
    ({ session }, asked) =>
      session.defaultSession.fetch(asked).then(
        () => 'loaded',
        (cause: unknown) => String(cause),
      ),
    url,
  );
  server.close();
  expect([outcome, requests]).toEqual([expect.stringContaining('ERR_BLOCKED_BY_CLIENT'), 0]);
});

test('2. there is no Node in the window', async () => {
  const { nodeIntegration, nodeIntegrationInWorker, nodeIntegrationInSubFrames } = await preferences();
  expect([nodeIntegration, nodeIntegrationInWorker, nodeIntegrationInSubFrames].filter(Boolean)).toEqual([]);
  const names = ['require', 'process', 'module', 'Buffer', 'global', '__dirname'];
  expect(
    await running().page.evaluate((all) => all.filter((name) => Reflect.has(globalThis, name)), names),
  ).toEqual([]);
});

test('3. context isolation is on', async () => {
  expect(await preferences()).toMatchObject({ contextIsolation: true });
  // what the page does to its own objects does not reach the preload script: its requests still arrive
  const reply = await running().page.evaluate(async () => {
    const original = Reflect.get(Array.prototype, 'map');
    Reflect.set(Array.prototype, 'map', () => 'taken over');
    const bridge: unknown = Reflect.get(globalThis, 'latchkey');
    const windowApi: unknown = Reflect.get(Object(bridge), 'window');
    const call: unknown = Reflect.get(Object(windowApi), 'snapshot');
    const answer: unknown = typeof call === 'function' ? await call({}) : null;
    Reflect.set(Array.prototype, 'map', original);
    return answer;
  });
  expect(reply).toMatchObject({ ok: true });
});

test('4. the window is sandboxed', async () => {
  expect(await preferences()).toMatchObject({ sandbox: true });
});

test('5. every permission is refused', async () => {
  const asked = await running().page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'];
    const states = names.map(async (name) => {
      // TypeScript's list of names is not Chromium's
      const descriptor: PermissionDescriptor = JSON.parse(JSON.stringify({ name }));
      return (await navigator.permissions.query(descriptor)).state;
    });
    const outcome = (asking: Promise<unknown>): Promise<string> =>
      asking.then(
        () => 'given',
        () => 'refused',
      );
    return {
      states: await Promise.all(states),
      notification: await Notification.requestPermission(),
      media: await outcome(navigator.mediaDevices.getUserMedia({ audio: true })),
      clipboard: await outcome(navigator.clipboard.readText()),
    };
  });
  expect(asked.states).not.toContain('granted');
  expect(asked).toMatchObject({ notification: 'denied', media: 'refused', clipboard: 'refused' });
});

test('6. web security is on', async () => {
  expect(await preferences()).toMatchObject({ webSecurity: true });
});

test('7. there is a content security policy, and it begins with nothing', async () => {
  const policy = await running().main.evaluate(async ({ session }) => {
    const page = await session.defaultSession.fetch('latchkey-app://window/index.html');
    return page.headers.get('content-security-policy');
  });
  const rules = (policy ?? '').split('; ');
  expect(rules).toEqual(
    expect.arrayContaining(["default-src 'none'", "script-src 'self'", "connect-src 'none'"]),
  );
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
});

test('8. insecure content is not run', async () => {
  expect((await preferences()).allowRunningInsecureContent ?? false).toBe(false);
});

test('9. experimental features are off', async () => {
  expect((await preferences()).experimentalFeatures ?? false).toBe(false);
});

test('10. no feature of Blink is turned on', async () => {
  expect((await preferences()).enableBlinkFeatures ?? '').toBe('');
  const flags = await running().main.evaluate(({ app }) =>
    ['enable-blink-features', 'disable-web-security'].filter((flag) => app.commandLine.hasSwitch(flag)),
  );
  expect(flags).toEqual([]);
});

test('11. no webview may open popups, for there is none', async () => {
  expect((await preferences()).webviewTag ?? false).toBe(false);
  const { page, main } = running();
  await page.evaluate(() => {
    const view = document.createElement('webview');
    view.setAttribute('allowpopups', '');
    view.setAttribute('src', 'latchkey-app://window/index.html');
    document.body.append(view);
    return new Promise((resolve) => setTimeout(resolve, 200));
  });
  const kinds = await main.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => contents.getType()),
  );
  await page.evaluate(() => document.querySelector('webview')?.remove());
  expect(kinds).toEqual(['window']);
});

/** Emits an event of the window's contents as Chromium would, and tells whether somebody stopped it. */
function isStopped(name: string): Promise<boolean> {
  return running().main.evaluate(({ webContents }, event) => {
    const [contents] = webContents.getAllWebContents();
    let stopped = false;
    const given = { url: 'https://example.com/', preventDefault: () => void (stopped = true) };
    Reflect.apply(Reflect.get(Object(contents), 'emit'), contents, [event, given, {}, {}]);
    return stopped;
  }, name);
}

test('12. a webview would be refused before it is made', async () => {
  expect(await isStopped('will-attach-webview')).toBe(true);
});

test('13. the window goes nowhere', async () => {
  const { page } = running();
  const address = page.url();
  for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
    expect(await isStopped(event), event).toBe(true);
  }
  await page.evaluate(() => {
    location.href = 'latchkey-app://window/other.html';
    const link = document.createElement('a');
    link.href = 'https://example.com/';
    document.body.append(link);
    link.click();
    link.remove();
  });
  await expect.poll(() => ask(page, 'window', 'snapshot', {})).toMatchObject({ ok: true });
  expect(await page.evaluate(() => location.href)).toBe(address);
});

test('14. the window opens no other', async () => {
  const { page, main } = running();
  const opened = await page.evaluate(() => window.open('latchkey-app://window/index.html') === null);
  const count = await main.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  expect([opened, count]).toEqual([true, 1]);
});

test('15. nothing but a page of a constant table is opened outside', async () => {
  const { page, main } = running();
  await main.evaluate(({ shell }) => {
    const urls: string[] = [];
    Reflect.set(globalThis, '__openedOutside', urls);
    shell.openExternal = async (url) => void urls.push(url);
  });
  for (const hostile of ['https://example.com/', 'file:///etc/passwd', '__proto__', '', null]) {
    expect(await ask(page, 'window', 'openPage', { page: hostile })).toMatchObject({ ok: false });
  }
  expect(await ask(page, 'window', 'openPage', { page: 'iam-policy' })).toMatchObject({ ok: true });
  const urls = await main.evaluate(() => Reflect.get(globalThis, '__openedOutside'));
  expect(urls).toEqual([pages['iam-policy']]);
});

test('16. Electron is the one that is pinned', async () => {
  const lock: unknown = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
  const entry: unknown = Reflect.get(Object(Reflect.get(Object(lock), 'packages')), 'node_modules/electron');
  const pinned: unknown = Reflect.get(Object(entry), 'version');
  const installed: unknown = JSON.parse(
    await readFile(join(root, 'node_modules', 'electron', 'package.json'), 'utf8'),
  );
  expect(Reflect.get(Object(installed), 'version')).toBe(pinned);
  const version = await running().main.evaluate(() => process.versions['electron']);
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? '';
  test.skip(
    override !== '' && version !== pinned,
    `the runtime at hand is ${version}, not ${String(pinned)}`,
  );
  expect(version).toBe(pinned);
});

test('17. who asks is checked: a window of another origin with the same bridge gets no answer', async () => {
  const reply = await running().main.evaluate(async ({ app, BrowserWindow }) => {
    const script = `${app.getAppPath()}/out/preload/index.cjs`;
    const stranger = new BrowserWindow({ show: false, webPreferences: { preload: script, sandbox: true } });
    await stranger.loadURL('about:blank');
    const answer: unknown = await stranger.webContents.executeJavaScript(
      'globalThis.latchkey.window.snapshot({})',
    );
    stranger.destroy();
    return answer;
  });
  expect(reply).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
});

test('18. no page comes from a file', async () => {
  const { page, main } = running();
  expect(new URL(page.url()).protocol).toBe('latchkey-app:');
  const read = await page.evaluate(() =>
    fetch('file:///etc/hostname').then(
      () => 'read',
      () => 'refused',
    ),
  );
  const loaded = await main.evaluate(async ({ BrowserWindow }) => {
    const other = new BrowserWindow({ show: false });
    const outcome = await other.loadURL('file:///etc/hostname').then(
      () => 'loaded',
      (cause: unknown) => String(cause),
    );
    other.destroy();
    return outcome;
  });
  expect([read, loaded]).toEqual(['refused', expect.stringContaining('ERR_BLOCKED_BY_CLIENT')]);
});

test('19. every fuse of the package is set, to the safe side', async () => {
  const builder = await readFile(join(root, 'electron-builder.yml'), 'utf8');
  const [, block = ''] = /^electronFuses:\n((?: {2}\S.*\n)+)/m.exec(builder) ?? [];
  const set = Object.fromEntries(
    Array.from(block.matchAll(/^ {2}(\w+): (true|false)$/gm), ([, name = '', on]) => [
      name.toLowerCase(),
      on === 'true',
    ]),
  );
  // there are no cookies to encrypt
  const on = ['EnableEmbeddedAsarIntegrityValidation', 'OnlyLoadAppFromAsar'];
  const wanted = Object.values(FuseV1Options)
    .filter((name) => typeof name === 'string')
    .map((name) => [name.toLowerCase(), on.includes(name)]);
  // `npm run test:package` reads the same out of the packaged program
  expect(set).toEqual(Object.fromEntries(wanted));
});

test('20. nothing of Electron’s is handed to the page', async () => {
  const { page } = running();
  const [kinds, names, foreign] = await page.evaluate(() => {
    const bridge: unknown = Reflect.get(globalThis, 'latchkey');
    const modules = Object.values(Object(bridge));
    return [
      modules.flatMap((module) => Object.values(Object(module)).map((one) => typeof one)),
      modules.flatMap((module) => Object.keys(Object(module))),
      ['electron', 'ipcRenderer', 'contextBridge', 'webFrame', 'webUtils', 'shell'].filter((name) =>
        Reflect.has(globalThis, name),
      ),
    ] as const;
  });
  expect(new Set(kinds)).toEqual(new Set(['function']));
  for (const name of ['send', 'sendSync', 'invoke', 'on', 'once', 'postMessage', 'removeListener']) {
    expect(names).not.toContain(name);
  }
  expect(foreign).toEqual([]);
});
