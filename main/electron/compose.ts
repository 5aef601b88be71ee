import { join } from 'node:path';
import { app, session, shell, type BrowserWindow } from 'electron';
import type { App } from '../../app/create-app.ts';
import { caBundle } from '../clients/ca-bundle.ts';
import { systemClock } from '../clock.ts';
import { compose } from '../compose.ts';
import type { Host } from '../machine.ts';
import { caDialog } from './ca-dialog.ts';
import { electronClipboard } from './clipboard.ts';
import { programDialog } from './program-dialog.ts';
import { confirmLink } from './confirm-link.ts';
import { startUtilityProcess } from './relay-process.ts';
import { startCommand } from './start-command.ts';
import { ORIGIN } from './scheme.ts';
import { systemSecretBox } from './secret-box.ts';
import { sharedFilesByDialog } from './shared-files.ts';
import { electronUpdater } from './updater.ts';

/** What the start has made already when the application is put together. */
export interface Started extends Pick<
  Host,
  'settingsFile' | 'applyShortcut' | 'emit' | 'isDebug' | 'showWindow'
> {
  readonly dataFolder: string;
  /** The folder of the build. */
  readonly built: string;
  readonly currentWindow: () => BrowserWindow | null;
  readonly openUrl: (url: string) => Promise<void>;
  readonly firstPicture: Promise<void>;
}

async function openFile(path: string): Promise<void> {
  const problem = await shell.openPath(path);
  if (problem !== '') throw new Error(problem);
}

/** Latchkey with Electron's ports. Loaded apart from the start, for it takes longer than opening a window. */
export function composeElectron({ dataFolder, built, currentWindow, ...started }: Started): Promise<App> {
  return compose({
    ...started,
    name: 'electron',
    version: app.getVersion(),
    dataFolder,
    trustedOrigin: ORIGIN,
    clock: systemClock,
    openFile,
    clipboard: electronClipboard,
    chooseCaFile: caDialog(currentWindow, (path) => caBundle(dataFolder, path)),
    resolveProxy: (url) => session.defaultSession.resolveProxy(url),
    chooseProgram: programDialog(currentWindow),
    sharedFiles: sharedFilesByDialog(currentWindow),
    secretBox: systemSecretBox,
    startCommand: startCommand(app, process, dataFolder),
    confirmLink: confirmLink(currentWindow),
    startRelay: startUtilityProcess(join(built, 'main', 'relay.js')),
    updater: electronUpdater,
  });
}
