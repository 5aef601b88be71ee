import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import clipboardy from 'clipboardy';
import { startInChromium } from '../../main/chromium/index.ts';
import { systemClock } from '../../main/clock.ts';
import { findChromium } from '../../scripts/find-chromium.ts';
import { moveDate, type Driver, type DriverOptions } from './driver.ts';

/** Latchkey in Chromium: main runs in the test's own process, on a clock that the test moves. */
export async function startChromiumDriver({ env, dataFolder }: DriverOptions): Promise<Driver> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('No Chromium or Chrome here: run `npm run setup`.');
  Object.assign(process.env, env);
  const downloads = join(dataFolder, 'Downloads');
  let ahead = 0;
  const { app, window } = await startInChromium({
    executablePath,
    dataFolder,
    devServer: null,
    built: join(import.meta.dirname, '..', '..', 'out'),
    version: '0.0.0-test',
    clock: { ...systemClock, now: () => systemClock.now() + ahead },
    downloads,
    headless: true,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
  return {
    page: window.page,
    dataFolder,
    clipboard: () => clipboardy.read(),
    async moveClock(ms) {
      ahead += ms;
      await window.page.evaluate(moveDate, ms);
    },
    async saveFile(path, act) {
      await act();
      const [name] = await readdir(downloads);
      if (name === undefined) throw new Error('Nothing was saved.');
      await rename(join(downloads, name), path);
    },
    async chooseFile(path, act) {
      const [chooser] = await Promise.all([window.page.waitForEvent('filechooser'), act()]);
      await chooser.setFiles(path);
    },
    async quit() {
      await window.close();
      await app.stop();
    },
  };
}
