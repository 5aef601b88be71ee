import { BrowserWindow, screen } from 'electron';
import type { StateFile } from '../../app/state-file.ts';
import { placeWindow, SMALLEST, type Bounds } from '../window/bounds.ts';
import { ORIGIN } from './scheme.ts';
import { webPreferences } from './web-preferences.ts';

/**
 * Opens the window where it was, shows it once it has something to show, and remembers where it is left.
 *
 * @param preload the built preload script
 * @param file where the window's place is kept
 */
export async function openWindow(preload: string, file: StateFile<Bounds | null>): Promise<BrowserWindow> {
  const { value: saved } = await file.load();
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  const window = new BrowserWindow({
    ...placeWindow(
      saved,
      [primary, ...others].map(({ workArea }) => workArea),
    ),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    title: 'Latchkey',
    titleBarStyle: process.platform === 'darwin' ? 'hiddenInset' : 'default',
    autoHideMenuBar: true,
    webPreferences: webPreferences(preload),
  });
  window.once('ready-to-show', () => window.show());
  window.on('close', () => void file.save(window.getNormalBounds()));
  // a load that is interrupted (a refused navigation does that) rejects, and is no reason to end: the page is there
  window.loadURL(`${ORIGIN}/index.html`).catch(() => undefined);
  return window;
}
