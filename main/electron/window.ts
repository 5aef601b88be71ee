import { BrowserWindow, nativeTheme, screen } from 'electron';
import { fitToScreens, SMALLEST, type WindowBounds } from '../window/bounds.ts';
import icon from './images/window.png?asset';
import { ORIGIN } from './scheme.ts';
import { webPreferences } from './web-preferences.ts';

/** `--ground` of renderer/styles/tokens.css, so that nothing flashes before the page has been drawn. */
const GROUND = { light: '#ffffff', dark: '#1b1b20' } as const;

/**
 * Opens the window as it was left, and shows it once it has something to show.
 *
 * @param preload the built preload script
 * @param left how it was left, or null
 * @param onLeft told how it is left this time
 */
export function openWindow(
  preload: string,
  left: WindowBounds | null,
  onLeft: (bounds: WindowBounds) => void,
): BrowserWindow {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  const window = new BrowserWindow({
    ...fitToScreens(
      left,
      [primary, ...others].map(({ workArea }) => workArea),
    ),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    title: 'Latchkey',
    backgroundColor: ground(),
    titleBarStyle: process.platform === 'darwin' ? 'hiddenInset' : 'default',
    autoHideMenuBar: true,
    // elsewhere the package has it
    ...(process.platform === 'linux' ? { icon } : {}),
    webPreferences: webPreferences(preload),
  });
  window.once('ready-to-show', () => {
    if (left?.maximized === true) window.maximize();
    if (left?.fullScreen === true) window.setFullScreen(true);
    window.show();
  });
  window.on('close', () => {
    const { x, y, width, height } = window.getNormalBounds();
    const [maximized, fullScreen] = [window.isMaximized(), window.isFullScreen()];
    onLeft({ x, y, width, height, maximized, fullScreen });
  });
  const follow = (): void => window.setBackgroundColor(ground());
  nativeTheme.on('updated', follow);
  window.once('closed', () => nativeTheme.off('updated', follow));
  // a load that is interrupted (a refused navigation does that) rejects, and is no reason to end: the page is there
  window.loadURL(`${ORIGIN}/index.html`).catch(() => undefined);
  return window;
}

function ground(): string {
  return nativeTheme.shouldUseDarkColors ? GROUND.dark : GROUND.light;
}
