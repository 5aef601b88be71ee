import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Payload } from '../../app/contract.ts';

type Command = Payload<'app:menu'>['command'];

/**
 * The application menu: each system's standard items, and Latchkey's own commands.
 *
 * @param send hands a command to the window
 */
export function applicationMenu(
  platform: NodeJS.Platform,
  name: string,
  send: (command: Command) => void,
): Menu {
  const item = (label: string, accelerator: string, command: Command): MenuItemConstructorOptions => ({
    label,
    accelerator,
    // the window listens for these keys itself, so that they are the same in both hosts
    registerAccelerator: false,
    click: () => send(command),
  });
  const settings = item('Settings…', 'CmdOrCtrl+,', 'settings');
  const mac: MenuItemConstructorOptions[] = [
    {
      label: name,
      submenu: [
        { role: 'about' },
        { type: 'separator' },
        settings,
        { type: 'separator' },
        { role: 'services' },
        { type: 'separator' },
        { role: 'hide' },
        { role: 'hideOthers' },
        { role: 'unhide' },
        { type: 'separator' },
        { role: 'quit' },
      ],
    },
  ];
  const others: MenuItemConstructorOptions[] = [
    { label: 'File', submenu: [settings, { type: 'separator' }, { role: 'quit' }] },
  ];
  return Menu.buildFromTemplate([
    ...(platform === 'darwin' ? mac : others),
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        item('Search', 'CmdOrCtrl+K', 'search'),
        item('Refresh', 'CmdOrCtrl+R', 'refresh'),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: [item('Keyboard shortcuts', '?', 'shortcuts')] },
  ]);
}
