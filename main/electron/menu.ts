import type { MenuItemConstructorOptions } from 'electron';
import type { Payload } from '../../app/contract.ts';

/** A choice in the menu that the window carries out. */
export type Command = Payload<'window:menu'>['command'];

/** The id of the item whose mark says whether the log is a debug log. */
export const DEBUG_LOG = 'debug-log';

/**
 * The application menu: each system's standard items, and Latchkey's own commands.
 *
 * @param name the application's name, which titles its own menu on macOS
 * @param send hands a command to the window, and opens it first where there is none
 * @param isDebug whether the log is a debug log now
 */
export function applicationMenu(
  platform: NodeJS.Platform,
  name: string,
  send: (command: Command) => void,
  isDebug: () => boolean,
): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  const item = (label: string, command: Command, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    // a bare character as a key equivalent would be taken from text that is typed on macOS
    ...(accelerator === undefined || (isMac && accelerator.length === 1) ? {} : { accelerator }),
    // the window listens for these keys itself, so that they are the same in both hosts
    registerAccelerator: false,
    click: () => send(command),
  });
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const settings = item('Settings…', 'settings', 'CmdOrCtrl+,');
  const own: MenuItemConstructorOptions = {
    label: name,
    submenu: [
      { role: 'about' },
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  };
  return [
    ...(isMac ? [own] : []),
    {
      label: 'File',
      submenu: [
        item('New connection…', 'new-connection', 'CmdOrCtrl+N'),
        separator,
        item('Import…', 'import'),
        item('Export…', 'export'),
        separator,
        ...(isMac ? [{ role: 'close' } as const] : [settings, separator, { role: 'quit' } as const]),
      ],
    },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        item('Palette…', 'palette', 'CmdOrCtrl+K'),
        item('Search', 'search', '/'),
        item('Refresh', 'refresh', 'CmdOrCtrl+R'),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        item('Keyboard shortcuts', 'shortcuts', '?'),
        separator,
        item('Show log', 'show-log'),
        item('Copy diagnostics', 'copy-diagnostics'),
        {
          ...item('Debug log', 'debug-log'),
          id: DEBUG_LOG,
          type: 'checkbox',
          checked: isDebug(),
          click(shown) {
            // its mark says how the log is, and follows once the window has asked for another
            shown.checked = isDebug();
            send('debug-log');
          },
        },
        ...(isMac ? [] : [separator, { role: 'about' } as const]),
      ],
    },
  ];
}
