import { nothingToOpenWith } from '../../app/connect/model.ts';
import { readFileSync } from 'node:fs';
import { Menu, nativeImage, Tray, type NativeImage } from 'electron';
import colour1x from './images/tray-16.png?asset';
import colour2x from './images/tray-32.png?asset';
import template1x from './images/tray-template-16.png?asset';
import template2x from './images/tray-template-32.png?asset';
import type { Clock } from '../../app/common/clock.ts';
import { trayMenu, type TrayActions, type TrayView } from './tray-menu.ts';

/** How often a running countdown is looked at, in milliseconds; the menu is drawn anew once a minute. */
const POLL_MS = 5_000;

/** The icon in the system's tray or menu bar, and its menu. */
export interface TrayIcon {
  /** Replaces what the menu is drawn from. */
  update(view: Omit<TrayView, 'now'>): void;
  stop(): void;
}

/** Shows the tray icon. */
export function showTray(clock: Clock, actions: TrayActions): TrayIcon {
  const tray = new Tray(image(process.platform));
  tray.setToolTip('Latchkey');
  // macOS opens the menu by itself; elsewhere the main button brings the window, and the other one the menu
  if (process.platform !== 'darwin') tray.on('click', () => actions.show());
  let view: Omit<TrayView, 'now'> = {
    connections: [],
    leases: [],
    programs: { clients: [], terminals: [], own: [] },
    openWith: nothingToOpenWith,
  };
  let drawn = '';
  let isOpen = false;
  let stopLooking: (() => void) | null = null;

  function draw(): void {
    const now = clock.now();
    const template = trayMenu({ ...view, now }, actions);
    const isRunning = view.leases.some(({ expiresAt }) => expiresAt > now);
    if (isRunning) stopLooking ??= clock.every(POLL_MS, draw);
    else {
      stopLooking?.();
      stopLooking = null;
    }

    const next = JSON.stringify(template);
    // a menu that is replaced under the pointer closes; Linux's is only a description that the desktop reads again
    if (next === drawn || (isOpen && process.platform !== 'linux')) return;
    drawn = next;
    const menu = Menu.buildFromTemplate(template);
    menu.on('menu-will-show', () => (isOpen = true));
    menu.on('menu-will-close', () => {
      isOpen = false;
      // what changed meanwhile is drawn once the choice that closed it has been carried out
      setImmediate(draw);
    });
    tray.setContextMenu(menu);
  }

  draw();
  return {
    update(next) {
      view = next;
      draw();
    },
    stop() {
      stopLooking?.();
      tray.destroy();
    },
  };
}

/**
 * macOS colours a template for its menu bar. What lies under the icon elsewhere cannot be known (a panel is
 * often dark on a light desktop), so there it is one that stands on its own ground.
 */
function image(platform: NodeJS.Platform): NativeImage {
  const isMac = platform === 'darwin';
  const picture = nativeImage.createFromBuffer(readFileSync(isMac ? template1x : colour1x), {
    scaleFactor: 1,
  });
  picture.addRepresentation({
    scaleFactor: 2,
    dataURL: `data:image/png;base64,${readFileSync(isMac ? template2x : colour2x, 'base64')}`,
  });
  picture.setTemplateImage(isMac);
  return picture;
}
