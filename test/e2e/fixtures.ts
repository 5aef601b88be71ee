import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { prepareDataFolder } from '../sandbox/data-folder.ts';
import { startSandbox, type Sandbox } from '../sandbox/start-sandbox.ts';
import { startChromiumDriver } from './chromium-driver.ts';
import type { Driver, DriverOptions } from './driver.ts';
import { startElectronDriver } from './electron-driver.ts';

/** Which host a project drives. */
export interface HostOptions {
  readonly host: 'chromium' | 'electron';
}

interface TestFixtures extends HostOptions {
  /** Latchkey's own folder for this test. */
  dataFolder: string;
  /** Starts Latchkey; what is still open at the end is closed. */
  start: (options?: Partial<DriverOptions>) => Promise<Driver>;
  /** Latchkey, started on the sandbox. */
  latchkey: Driver;
}

/** The suite's test: on a sandbox that the run shares, with a data folder of its own. */
export const test = base.extend<TestFixtures, { sandbox: Sandbox }>({
  host: ['chromium', { option: true }],
  sandbox: [
    async ({}, use) => {
      const sandbox = await startSandbox();
      await Promise.all([sandbox.postgres?.ready, sandbox.mysql?.ready]);
      await use(sandbox);
      await sandbox.stop();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  dataFolder: async ({ sandbox }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'latchkey-e2e-'));
    await prepareDataFolder(sandbox, folder);
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  start: async ({ host, sandbox, dataFolder }, use) => {
    const open: Driver[] = [];
    await use(async (options = {}) => {
      const launch = host === 'electron' ? startElectronDriver : startChromiumDriver;
      const driver = await launch({ dataFolder, ...options, env: { ...sandbox.env, ...options.env } });
      open.push(driver);
      return driver;
    });
    for (const driver of open) await driver.quit().catch(() => undefined);
  },
  latchkey: async ({ start }, use) => use(await start()),
});

export { expect } from '@playwright/test';
