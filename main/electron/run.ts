import { join } from 'node:path';
import { app, BrowserWindow, Menu, session, shell } from 'electron';
import { caBundle } from '../clients/ca-bundle.ts';
import { systemClock } from '../clock.ts';
import { compose } from '../compose.ts';
import { caDialog } from './ca-dialog.ts';
import { electronClipboard } from './clipboard.ts';
import { answerRequests } from './ipc.ts';
import { lockSession } from './locks.ts';
import { applicationMenu } from './menu.ts';
import { ORIGIN, serveScheme } from './scheme.ts';
import { openWindow } from './window.ts';
import { boundsForm } from '../state/forms.ts';
import { jsonFile } from '../state/json-file.ts';

/** How long quitting may take, in milliseconds: a disk or a clipboard that hangs must not keep the window's ghost. */
const QUIT_LIMIT_MS = 3_000;

/**
 * Runs Latchkey in Electron: puts the desktop's ports beside Node's.
 *
 * @param built the folder of the build
 */
export async function run(built: string): Promise<void> {
  await app.whenReady();
  const dataFolder = app.getPath('userData');
  lockSession(session.defaultSession);
  serveScheme(session.defaultSession, join(built, 'renderer'));

  const currentWindow = (): BrowserWindow | null => BrowserWindow.getAllWindows()[0] ?? null;
  const latchkey = await compose({
    name: 'electron',
    version: app.getVersion(),
    dataFolder,
    trustedOrigin: ORIGIN,
    clock: systemClock,
    clipboard: electronClipboard,
    openUrl: (url) => shell.openExternal(url),
    chooseCaFile: caDialog(currentWindow, (path) => caBundle(dataFolder, path)),
    emit: (name, payload) => currentWindow()?.webContents.send(name, payload),
  });
  answerRequests(latchkey.dispatch);
  Menu.setApplicationMenu(
    applicationMenu(process.platform, app.getName(), (command) => latchkey.emit('app:menu', { command })),
  );
  const place = jsonFile(join(dataFolder, 'window.json'), boundsForm, systemClock);
  const open = (): Promise<BrowserWindow> => openWindow(join(built, 'preload', 'index.cjs'), place);

  app.on('second-instance', () => {
    const window = currentWindow();
    if (window === null) return void open();
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  app.on('activate', () => {
    if (currentWindow() === null) void open();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });

  let stopped = false;
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    void Promise.race([Promise.allSettled([latchkey.stop(), place.settled()]), patience()]).then(() => {
      stopped = true;
      app.quit();
    });
  });

  await Promise.all([latchkey.start(), open()]);
}

function patience(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, QUIT_LIMIT_MS);
  });
}
