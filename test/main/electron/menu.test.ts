import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { events } from '../../../app/contract.ts';
import { applicationMenu, DEBUG_LOG } from '../../../main/electron/menu.ts';

function all(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? all(item.submenu) : [])]);
}

describe.each(['darwin', 'win32', 'linux'] as const)('the menu on %s', (platform) => {
  const send = vi.fn();
  const items = all(applicationMenu(platform, 'Latchkey', send, () => false));

  it('has every command once', () => {
    for (const { click } of items) {
      const handler: unknown = click;
      if (typeof handler === 'function') handler({});
    }
    const commands = events['window:menu'].shape.command.options;
    expect(send).toHaveBeenCalledTimes(commands.length);
    expect(new Set(send.mock.calls.flat())).toEqual(new Set(commands));
  });

  it('leaves its own keys to the window, which has them in both hosts', () => {
    for (const item of items) if (item.accelerator) expect(item.registerAccelerator).toBe(false);
  });

  it('has the system’s standard items', () => {
    const roles = items.map(({ role }) => role).filter((role) => role !== undefined);
    const common = ['editMenu', 'windowMenu', 'help', 'quit', 'about', 'togglefullscreen'];
    const zoom = ['zoomIn', 'zoomOut', 'resetZoom'];
    const mac = ['services', 'hide', 'hideOthers', 'unhide', 'close'];
    expect(roles).toEqual(
      expect.arrayContaining([...common, ...zoom, ...(platform === 'darwin' ? mac : [])]),
    );
    expect(new Set(roles).size).toBe(roles.length);
  });
});

it('no bare character is a key equivalent on macOS, where it would be taken from typing', () => {
  const keys = all(
    applicationMenu(
      'darwin',
      'Latchkey',
      () => undefined,
      () => false,
    ),
  ).map((item) => item.accelerator);
  expect(keys.filter((key) => key?.length === 1)).toEqual([]);
});

it.each([true, false])('the mark of the debug log says how it is, and follows no click: %s', (isDebug) => {
  const send = vi.fn();
  const item = all(applicationMenu('linux', 'Latchkey', send, () => isDebug)).find(
    ({ id }) => id === DEBUG_LOG,
  );
  expect(item).toMatchObject({ type: 'checkbox', checked: isDebug });
  // the system turns the mark before it tells of the click
  const shown = { checked: !isDebug };
  const click: unknown = item?.click;
  if (typeof click === 'function') click(shown);
  expect(shown.checked).toBe(isDebug);
  expect(send).toHaveBeenCalledExactlyOnceWith('debug-log');
});
