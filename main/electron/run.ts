import { join } from 'node:path';
import { app, dialog, globalShortcut, Menu, nativeTheme, session, shell } from 'electron';
import type { AppPorts } from '../../app/create-app.ts';
import { systemClock } from '../clock.ts';
import { settingsSchema } from '../settings/state-file.ts';
import { windowSchema } from '../window/state-file.ts';
import { jsonFile } from '../files/json-file.ts';
import { readOnce } from '../files/read-once.ts';
import { DEBUG_FLAG } from '../log/debug-flag.ts';
import { DEV_SERVER_VARIABLE, devServerFrom } from '../window/dev-renderer.ts';
import { offerToMove, passingPlace } from './applications-folder.ts';
import type { Listeners } from './desktop.ts';
import { FIRST_PAUSE } from './first-pause.ts';
import { globalKeys } from './global-shortcut.ts';
import { answerRequests } from './ipc.ts';
import { lockSession } from './locks.ts';
import { linksIn, registerLinks, type LinkInbox } from './links.ts';
import { HIDDEN_FLAG } from './login-item.ts';
import { applicationMenu, DEBUG_LOG } from './menu.ts';
import { askBeforeQuit } from './quit-question.ts';
import { serveScheme } from './scheme.ts';
import { keepWindow } from './window-keeper.ts';
import { APP_ID } from './uninstall-flag.ts';
import { openWindow } from './window.ts';

/** How long quitting may take, in milliseconds: a disk or a clipboard that hangs must not keep the window's ghost. */
const QUIT_LIMIT_MS = 3_000;

/**
 * Runs Latchkey in Electron: puts the desktop's ports beside Node's. The window comes first; what it shows is
 * loaded while Chromium starts its process, and what nobody waits for after that.
 *
 * @param built the folder of the build
 * @param inbox the links that have come so far and that will come
 */
export async function run(built: string, inbox: LinkInbox): Promise<void> {
  const dataFolder = app.getPath('userData');
  const settingsFile = readOnce(jsonFile(join(dataFolder, 'settings.json'), settingsSchema, systemClock));
  const windowFile = jsonFile(join(dataFolder, 'window.json'), windowSchema, systemClock);
  let [{ value: settings }, { value: left }] = await Promise.all([
    settingsFile.load(),
    windowFile.load(),
    app.whenReady(),
  ]);
  nativeTheme.themeSource = settings.theme;
  const from = passingPlace(process.platform, process.execPath, app.getPath('downloads'));
  if (from !== null && app.isPackaged && (await offerToMove(app, dialog, from))) return;
  app.setAppUserModelId(APP_ID);
  lockSession(session.defaultSession);
  const scriptServed = signal();
  const devServer = devServerFrom(process.env[DEV_SERVER_VARIABLE], app.isPackaged);
  serveScheme(session.defaultSession, join(built, 'renderer'), devServer, scriptServed.resolve);

  const windows = keepWindow(() =>
    openWindow(join(built, 'preload', 'index.cjs'), left, (bounds) => {
      left = bounds;
      void windowFile.save(bounds);
    }),
  );
  let isDebug = process.argv.includes(DEBUG_FLAG);
  const listeners: Listeners[] = [
    {
      'settings:changed': (now) => void (settings = now),
      'diagnostics:changed'(now) {
        ({ isDebug } = now);
        const item = Menu.getApplicationMenu()?.getMenuItemById(DEBUG_LOG);
        if (item) item.checked = isDebug;
      },
    },
  ];
  const emit: AppPorts['emit'] = (name, payload) => {
    windows.tell(name, payload);
    for (const listener of listeners) listener[name]?.(payload);
  };
  const isHidden = settings.startHidden || process.argv.includes(HIDDEN_FLAG);
  const firstPicture = signal();
  if (isHidden) {
    scriptServed.resolve();
    firstPicture.resolve();
  }
  // the page's own files first: while it runs its script, this process puts the rest together
  const composing = scriptServed.promise.then(async () => {
    const { composeElectron } = await import('./compose.ts');
    return composeElectron({
      dataFolder,
      built,
      isDebug,
      settingsFile,
      currentWindow: windows.current,
      openUrl: (url) => shell.openExternal(url),
      showWindow: windows.show,
      applyShortcut: globalKeys(globalShortcut, () => emit('window:menu', { command: 'palette' })),
      emit,
      firstPicture: firstPicture.promise,
    });
  });
  answerRequests(
    composing.then(({ dispatch }) => dispatch),
    (channel) => {
      if (channel !== 'window:snapshot') return;
      windows.listening();
      // the page says when it has drawn what the answer holds and nobody types; a page that is gone has nothing more to draw
      const drawn = windows.current()?.webContents.executeJavaScript(FIRST_PAUSE) ?? Promise.resolve();
      void drawn.catch(() => undefined).then(firstPicture.resolve);
    },
  );
  // the menu after it: meanwhile Chromium starts the page's process
  if (!isHidden) windows.show();
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      applicationMenu(
        process.platform,
        app.getName(),
        (command) => emit('window:menu', { command }),
        () => isDebug,
      ),
    ),
  );

  app.on('second-instance', (_event, argv) => {
    const links = linksIn(argv);
    links.forEach(inbox.put);
    // a terminal's command that was too early to find this one has asked for no window
    if (links.length === 0 && !argv.includes(HIDDEN_FLAG)) windows.show();
  });
  app.on('activate', windows.show);
  app.on('window-all-closed', () => {
    scriptServed.resolve();
    firstPicture.resolve();
    if (process.platform !== 'darwin' && !settings.keepRunning) app.quit();
  });

  const latchkey = await composing;
  askBeforeQuit({
    isGatewayOn: latchkey.isGatewayOn,
    openSessions: latchkey.openSessions,
    currentWindow: windows.current,
    onStay: windows.show,
  });
  let stopped = false;
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    void Promise.race([Promise.allSettled([latchkey.stop(), windowFile.settled()]), quitTimeout()]).then(
      () => {
        stopped = true;
        app.quit();
      },
    );
  });

  await latchkey.start();
  registerLinks(app);
  inbox.open(
    (link) =>
      void latchkey.openLink(link).then((isDone) => {
        if (!isDone) windows.show();
      }),
  );
  const { startDesktop } = await import('./desktop.ts');
  const desktop = await startDesktop(latchkey, windows, systemClock);
  if (desktop === null) return;
  listeners.push(desktop.listeners);
  app.once('will-quit', desktop.stop);
}

/** A promise, and what resolves it. */
function signal(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function quitTimeout(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, QUIT_LIMIT_MS);
  });
}
