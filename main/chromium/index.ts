import { join } from 'node:path';
import type { Clock } from '../../app/common/clock.ts';
import type { App } from '../../app/create-app.ts';
import { fail } from '../../app/common/result.ts';
import { compose } from '../compose.ts';
import { startChildProcess } from '../gateway/child-process.ts';
import { DEBUG_FLAG } from '../log/debug-flag.ts';
import { noKeyStore } from '../gateway/local-passwords.ts';
import { settingsSchema } from '../settings/state-file.ts';
import { jsonFile } from '../files/json-file.ts';
import { sharedFilesByBrowser } from './shared-files.ts';
import { openBySystem, systemClipboard } from './system.ts';
import { chromiumWindow, ORIGIN, type ChromiumWindow } from './window.ts';

/** What running in Chromium takes. */
export interface ChromiumHostOptions {
  /** The Chromium or Chrome to run. */
  readonly executablePath: string;
  /** Latchkey's own folder. */
  readonly dataFolder: string;
  /** The folder of `npm run build`. */
  readonly built: string;
  /** Where Vite serves the renderer while it is developed, else null. */
  readonly devServer: URL | null;
  readonly version: string;
  readonly clock: Clock;
  /** Where exported files go. */
  readonly downloads: string;
  readonly headless: boolean;
  /** Chromium flags of the starting program's own. */
  readonly args: readonly string[];
}

/** Runs Latchkey in a Chromium window: the composition root of the host for where Electron cannot be had. */
export async function startInChromium(
  options: ChromiumHostOptions,
): Promise<{ app: App; window: ChromiumWindow }> {
  const { dataFolder, built } = options;
  const window = await chromiumWindow({
    executablePath: options.executablePath,
    userDataFolder: join(dataFolder, 'chromium'),
    renderer: join(built, 'renderer'),
    devServer: options.devServer,
    preload: join(built, 'preload', 'index.cjs'),
    headless: options.headless,
    args: options.args,
  });
  const app = await compose({
    name: 'chromium',
    version: options.version,
    dataFolder,
    trustedOrigin: ORIGIN,
    clock: options.clock,
    clipboard: systemClipboard,
    openUrl: openBySystem,
    showWindow: () => void window.page.bringToFront().catch(() => undefined),
    openFile: openBySystem,
    isDebug: options.args.includes(DEBUG_FLAG),
    // Chromium has no dialog that hands a path to main alone; the window does not offer the choice
    chooseCaFile: async () => fail('not-allowed', 'A file can be chosen only in the Electron application.'),
    // nothing outside of it can ask Chromium; the environment's proxies count all the same
    resolveProxy: null,
    chooseProgram: async () =>
      fail('not-allowed', 'A program can be chosen only in the Electron application.'),
    applyShortcut: null,
    updater: () => null,
    settingsFile: jsonFile(join(dataFolder, 'settings.json'), settingsSchema, options.clock),
    sharedFiles: sharedFilesByBrowser(window.page, options.downloads),
    secretBox: noKeyStore,
    // it has no window that could be left out
    startCommand: null,
    // no link leads here: nothing has registered this host for them
    confirmLink: async () => 'no',
    startRelay: startChildProcess(join(built, 'main', 'relay.js')),
    emit: window.tell,
    firstPicture: Promise.resolve(),
  });
  await Promise.all([app.start(), window.open(app.dispatch)]);
  return { app, window };
}
