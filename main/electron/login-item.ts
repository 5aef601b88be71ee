import type { App } from 'electron';
import type { Settings } from '../../app/settings/model.ts';

/** Says in the arguments that Latchkey is to start in the tray, without a window. */
export const HIDDEN_FLAG = '--hidden';

/**
 * Has the system start Latchkey with the user's session, or no longer. Only a package can be: from its source it
 * is Electron's own program that would be started. Linux has no such call.
 * https://www.electronjs.org/docs/latest/api/app#appsetloginitemsettingssettings-macos-windows
 */
export function setLoginItem(
  app: Pick<App, 'isPackaged' | 'setLoginItemSettings'>,
  platform: NodeJS.Platform,
  { openAtLogin, startHidden }: Pick<Settings, 'openAtLogin' | 'startHidden'>,
): void {
  if (!app.isPackaged || (platform !== 'darwin' && platform !== 'win32')) return;
  app.setLoginItemSettings({ openAtLogin, args: startHidden ? [HIDDEN_FLAG] : [] });
}
