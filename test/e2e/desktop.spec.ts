import type { ElectronApplication, Page } from '@playwright/test';
import { Client } from 'pg';
import { DEMO_POSTGRES } from '../sandbox/account.ts';
import { DEMO_SIGN_IN, demoEndpointId } from '../sandbox/data-folder.ts';
import { ask } from './driver.ts';
import { startElectronDriver } from './electron-driver.ts';
import { expect, test as base } from './fixtures.ts';
import { startGateway } from './gateway-entry.ts';
import { saveDemoConnection } from './save-demo.ts';

const KEYS = 'CommandOrControl+Shift+F9';

/** Latchkey in Electron, ready, with its main process within reach; it stays when its window is closed. */
const test = base.extend<{ desktop: { main: ElectronApplication; page: Page } }>({
  desktop: async ({ sandbox, dataFolder }, use) => {
    const driver = await startElectronDriver({ env: sandbox.env, dataFolder });
    await driver.page.getByRole('row', { name: /latchkey-demo PostgreSQL/ }).waitFor();
    await ask(driver.page, 'settings', 'change', { keepRunning: true });
    await use(driver);
    await driver.main.evaluate(({ app }) => app.quit()).catch(() => undefined);
    await driver.quit().catch(() => undefined);
  },
});

/** Closes the window and waits until it is gone. */
async function close(main: ElectronApplication, page: Page): Promise<void> {
  const gone = page.waitForEvent('close');
  await main.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await gone;
}

test('the theme is that of menus and of the window before it is drawn, too', async ({ desktop }) => {
  const { main, page } = desktop;
  const look = () =>
    main.evaluate(({ nativeTheme, BrowserWindow }) => [
      nativeTheme.themeSource,
      BrowserWindow.getAllWindows()[0]?.getBackgroundColor(),
    ]);
  for (const [theme, ground] of [
    ['dark', '#1B1B20'],
    ['light', '#FFFFFF'],
  ] as const) {
    await ask(page, 'settings', 'change', { theme });
    await expect.poll(look).toEqual([theme, ground]);
  }
});

test('a choice in the menu opens the window that was closed, and is not lost', async ({ desktop }) => {
  const { main, page } = desktop;
  await close(main, page);
  expect(await main.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(0);
  const opening = main.waitForEvent('window');
  await main.evaluate(({ Menu }) => {
    for (const menu of Menu.getApplicationMenu()?.items ?? []) {
      for (const item of menu.submenu?.items ?? []) if (item.label === 'Settings…') item.click();
    }
  });
  await expect((await opening).getByRole('dialog')).toBeVisible();
});

test('a token that ends is told once, and a click on that brings the window', async ({
  desktop,
  sandbox,
}) => {
  const { main, page } = desktop;
  await main.evaluate(({ Notification }) => {
    const told: string[] = [];
    Reflect.set(globalThis, '__told', told);
    Notification.prototype.show = function show() {
      told.push(this.title);
      setImmediate(() => this.emit('click'));
    };
  });
  const endpointId = demoEndpointId(DEMO_POSTGRES, sandbox.postgres);
  expect(await ask(page, 'connect', 'copyToken', { endpointId, dbUser: DEMO_SIGN_IN.dbUser })).toMatchObject({
    ok: true,
  });
  await close(main, page);
  const opening = main.waitForEvent('window');
  await main.evaluate(() => {
    const { now } = Date;
    Date.now = () => now.call(Date) + 15 * 60_000;
  });
  await opening;
  expect(await main.evaluate(() => JSON.stringify(Reflect.get(globalThis, '__told')))).toBe(
    '["The token for latchkey-demo has expired"]',
  );
});

test('a client that needs an MFA code opens the window that was closed, and goes on with the code', async ({
  desktop,
  sandbox,
}) => {
  const { main, page } = desktop;
  sandbox.directory.device.forget();
  const id = await saveDemoConnection(page, sandbox, { profile: 'break-glass' });
  const client = new Client(await startGateway(page, id));
  await close(main, page);
  const opening = main.waitForEvent('window');
  const connected = client.connect();
  const opened = await opening;
  const question = opened.getByRole('dialog', { name: 'MFA code for break-glass' });
  await expect(question).toContainText('A client is waiting to log in to shop.');
  await opened.keyboard.type(`${sandbox.directory.device.code(Date.now())}\n`);
  await connected;
  expect((await client.query('select 6 * 7 as answer')).rows).toEqual([{ answer: 42 }]);
  await client.end();
  await expect(question).toBeHidden();
});

test('keys that another program has are refused, and free ones are kept', async ({ desktop }) => {
  const { main, page } = desktop;
  const isRegistered = () =>
    main.evaluate(({ globalShortcut }, keys) => globalShortcut.isRegistered(keys), KEYS);
  expect(await ask(page, 'settings', 'change', { globalShortcut: KEYS })).toMatchObject({ ok: true });
  expect(await isRegistered()).toBe(true);
  await ask(page, 'settings', 'change', { globalShortcut: null });
  expect(await isRegistered()).toBe(false);
  await main.evaluate(({ globalShortcut }) => {
    globalShortcut.register = () => false;
  });
  expect(await ask(page, 'settings', 'change', { globalShortcut: KEYS })).toMatchObject({
    error: { code: 'shortcut-taken' },
  });
});

test('zoom and place are as they were left', async ({ desktop, sandbox, dataFolder }) => {
  const { main } = desktop;
  await main.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.webContents.setZoomLevel(1);
    window?.setBounds({ x: 40, y: 60, width: 1000, height: 700 });
  });
  await main.evaluate(({ app }) => app.quit()).catch(() => undefined);
  await main.close();
  const again = await startElectronDriver({ env: sandbox.env, dataFolder });
  await again.page.getByRole('row', { name: /latchkey-demo PostgreSQL/ }).waitFor();
  const left = await again.main.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    return { zoom: window?.webContents.getZoomLevel(), ...window?.getNormalBounds() };
  });
  expect(left).toMatchObject({ zoom: 1, x: 40, y: 60, width: 1000, height: 700 });
  await again.main.evaluate(({ app }) => app.quit()).catch(() => undefined);
  await again.quit().catch(() => undefined);
});

test('quitting asks while a client is signed in through the gateway', async ({ sandbox, dataFolder }) => {
  const { main, page, quit } = await startElectronDriver({ env: sandbox.env, dataFolder });
  const connectionId = await saveDemoConnection(page, sandbox);
  const session = new Client(await startGateway(page, connectionId));
  session.on('error', () => undefined);
  await session.connect();
  // the system's own dialog cannot be driven: the first answer is "Stay"
  await main.evaluate(({ app, dialog }) => {
    const asked: string[] = [];
    Reflect.set(globalThis, '__asked', asked);
    dialog.showMessageBox = (...given: unknown[]) => {
      asked.push(JSON.stringify(given.at(-1)));
      return Promise.resolve({ response: asked.length === 1 ? 1 : 0, checkboxChecked: false });
    };
    app.quit();
  });
  const questions = () => main.evaluate(() => Array.from(Object(Reflect.get(globalThis, '__asked')), String));
  await expect.poll(questions).toHaveLength(1);
  expect((await questions())[0]).toContain('A session is open through the gateway.');
  expect((await session.query('select 6 * 7 as answer')).rows).toEqual([{ answer: 42 }]);
  const ended = new Promise((resolve) => session.once('end', resolve));
  await quit();
  await ended;
});

test('a gateway goes on after its process was killed, which is told, and after sleep', async ({
  desktop,
  sandbox,
}) => {
  const { main, page } = desktop;
  const entry = await startGateway(page, await saveDemoConnection(page, sandbox));
  const signIn = async (): Promise<unknown> => {
    const client = new Client(entry);
    client.on('error', () => undefined);
    await client.connect();
    const { rows } = await client.query('select 6 * 7 as answer');
    await client.end();
    return rows;
  };
  expect(await signIn()).toEqual([{ answer: 42 }]);
  const relays = () =>
    main.evaluate(({ app }) =>
      app
        .getAppMetrics()
        .filter((one) => [one.name, one.serviceName].includes('Latchkey gateway'))
        .map(({ pid }) => pid),
    );
  const [relay = 0] = await relays();
  process.kill(relay, 'SIGKILL');
  await expect(page.getByText('The gateway stopped unexpectedly and was started again.')).toBeVisible();
  await expect.poll(() => signIn().catch(String)).toEqual([{ answer: 42 }]);
  // a computer that sleeps stops every process, and tells of it when it wakes
  const [again = 0] = await relays();
  expect(again).not.toBe(relay);
  process.kill(again, 'SIGSTOP');
  const waiting = signIn();
  process.kill(again, 'SIGCONT');
  await main.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'));
  expect(await waiting).toEqual([{ answer: 42 }]);
});
