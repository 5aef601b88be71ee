import { act, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { events } from '../../app/contract.ts';
// oxlint-disable-next-line import/default -- its text; the window's tests know nothing of Electron
import menu from '../../main/electron/menu.ts?raw';
import { commands, keysOf } from '../../renderer/commands.ts';
import { chordOf, keyText, isPressed } from '../../renderer/key-names.ts';
import type { Where } from '../../renderer/module.ts';
import { modules } from '../../renderer/modules.ts';
import { useStore } from '../../renderer/store.ts';
import { showApp, useWindow } from './render-app.tsx';
import { member, orders, savedOrders, scan } from './samples.ts';

useWindow();

const withKeys = commands.filter(({ keys }) => keys !== undefined);
const keysIn = (where: Where): readonly string[] =>
  withKeys.filter((command) => command.where === where).flatMap(({ keys = [] }) => keys);

/** Presses a key where the focus is, and says whether the window used it. Nothing is done by it but that. */
function isUsed(key: string, held: KeyboardEventInit, target: Element): boolean {
  const event = new KeyboardEvent('keydown', { key, ...held, repeat: true, bubbles: true, cancelable: true });
  act(() => void target.dispatchEvent(event));
  return event.defaultPrevented;
}

/** Every key that a keyboard without an input method sends, with everything that can be held. */
const pressable: ReadonlyArray<readonly [key: string, held: KeyboardEventInit]> = [
  ...Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)),
  ...'Enter Escape Tab Backspace Delete Insert ContextMenu Home End PageUp PageDown'.split(' '),
  ...'ArrowUp ArrowDown ArrowLeft ArrowRight'.split(' '),
  ...Array.from({ length: 12 }, (_, at) => `F${at + 1}`),
].flatMap((key) =>
  [{}, { shiftKey: true }, { ctrlKey: true }, { ctrlKey: true, shiftKey: true }, { altKey: true }].map(
    (held) => [key, held] as const,
  ),
);

/** The lines of the sheet of shortcuts: what a key does, and the keys. */
async function sheetOf(shown: Awaited<ReturnType<typeof showApp>>): Promise<ReadonlyMap<string, string[]>> {
  await shown.say('window:menu', { command: 'shortcuts' });
  const sheet = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
  return new Map(
    [...sheet.querySelectorAll('dt')].map((line) => [
      line.textContent ?? '',
      [...(line.nextElementSibling?.querySelectorAll('kbd') ?? [])].map(
        ({ textContent }) => textContent ?? '',
      ),
    ]),
  );
}

describe('the commands', () => {
  it('have an id of their own each', () => {
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
  });

  it.each([['anywhere'], ['list'], ['dialog']] as const)('share no key: %s', (where) => {
    // what works anywhere works in a list, too
    const keys = [...keysIn(where), ...(where === 'list' ? keysIn('anywhere') : [])];
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });

  it('have every choice of the application menu among them', () => {
    const ids = commands.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(events['window:menu'].shape.command.options));
  });

  it('have the keys that the application menu shows', () => {
    const shown = [...menu.matchAll(/item\('[^']+', '([^']+)'(?:, '([^']+)')?\)/g)].map(
      ([, id, key]) => [id, key?.replace('CmdOrCtrl', 'Mod')] as const,
    );
    expect(shown).toHaveLength(events['window:menu'].shape.command.options.length);
    expect(shown).toEqual(shown.map(([id]) => [id, commands.find((one) => one.id === id)?.keys?.[0]]));
  });

  it('have a component for each dialog once', () => {
    const kinds = modules.flatMap(({ dialogs = {} }) => Object.keys(dialogs));
    expect(new Set(kinds).size).toBe(kinds.length);
  });
});

describe('the sheet of shortcuts', () => {
  it('has every command that has a key, with its keys, and nothing else', async () => {
    const sheet = await sheetOf(await showApp());
    expect(sheet).toEqual(new Map(withKeys.map(({ id, text }) => [text, keysOf(id, 'linux')])));
    expect(sheet.size).toBe(withKeys.length);
  });

  it('has every key that the window uses, and the window uses every key on it', async () => {
    const shown = await showApp();
    const { user } = shown;
    act(() => useStore.setState({ view: 'connections', selectedConnectionId: savedOrders.id, query: 'o' }));
    const grid = screen.getByRole('grid', { name: 'Connections' });
    const used = new Set<string>();
    for (const [key, held] of pressable) {
      if (!isUsed(key, held, grid)) continue;
      const known = [...keysIn('anywhere'), ...keysIn('list')].find((one) =>
        isPressed(
          one,
          { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held },
          'linux',
        ),
      );
      used.add(known ?? `unknown: ${JSON.stringify(held)} ${key}`);
    }
    // on the list of databases, what saves one and what chooses several; it is not there for connections
    act(() => useStore.setState({ view: 'databases' }));
    await user.keyboard('{ArrowDown}');
    const databases = screen.getByRole('grid', { name: 'Databases' });
    if (isUsed('s', {}, databases)) used.add('S');
    if (isUsed('x', {}, databases)) used.add('X');
    for (const key of ['ArrowUp', 'ArrowDown'])
      if (isUsed(key, { shiftKey: true }, databases)) used.add(`Shift+${key}`);
    // and what lists the members of a cluster, where their addresses are known
    const known = { ...member('orders-1', true), address: { host: 'orders-1.example', port: 5432 } };
    act(() => useStore.setState({ scans: [scan([{ ...orders, members: [known] }])], selectedId: orders.id }));
    if (isUsed('m', {}, databases)) used.add('M');
    // where there is something to undo
    const onSheet = new Set([...(await sheetOf(shown)).values()].flat());
    expect(new Set([...used].map((key) => keyText(key, 'linux')))).toEqual(
      new Set([...onSheet].filter((key) => key !== keyText('Mod+Enter', 'linux'))),
    );
  });
});

describe('a choice in the application menu', () => {
  it('leaves a dialog alone where its key would be the dialog’s, and works all the same where it has none', async () => {
    const { say, calls } = await showApp();
    await say('window:menu', { command: 'settings' });
    expect(await screen.findByRole('dialog', { name: 'Settings' })).toBeDefined();
    for (const command of ['palette', 'new-connection', 'shortcuts'] as const)
      await say('window:menu', { command });
    expect(useStore.getState().dialog?.kind).toBe('settings');
    await say('window:menu', { command: 'show-log' });
    expect(calls.map(({ channel }) => channel)).toContain('diagnostics:showLog');
  });
});

describe('a key', () => {
  it('is told apart by what is held, but for the Shift that a sign may need', () => {
    const held = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
    expect(isPressed('Mod+C', { ...held, key: 'c', ctrlKey: true }, 'linux')).toBe(true);
    expect(isPressed('Mod+C', { ...held, key: 'c', metaKey: true }, 'linux')).toBe(false);
    expect(isPressed('Mod+C', { ...held, key: 'C', ctrlKey: true, shiftKey: true }, 'linux')).toBe(false);
    // AltGr on Windows
    expect(isPressed('Mod+C', { ...held, key: 'c', ctrlKey: true, altKey: true }, 'linux')).toBe(false);
    expect(isPressed('S', { ...held, key: 's' }, 'linux')).toBe(true);
    expect(isPressed('S', { ...held, key: 'S', shiftKey: true }, 'linux')).toBe(false);
    expect(isPressed('?', { ...held, key: '?', shiftKey: true }, 'linux')).toBe(true);
    expect(isPressed('?', { ...held, key: '?' }, 'linux')).toBe(true);
    expect(isPressed('Shift+F10', { ...held, key: 'F10' }, 'linux')).toBe(false);
  });

  it('is Command on a Mac, where Ctrl belongs to text fields', () => {
    const held = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
    for (const key of ['k', 'n', 'c']) {
      const keys = `Mod+${key.toUpperCase()}`;
      expect(isPressed(keys, { ...held, key, metaKey: true }, 'darwin')).toBe(true);
      expect(isPressed(keys, { ...held, key, ctrlKey: true }, 'darwin')).toBe(false);
      expect(isPressed(keys, { ...held, key, ctrlKey: true, metaKey: true }, 'darwin')).toBe(false);
    }
    expect(isPressed('S', { ...held, key: 's', ctrlKey: true }, 'darwin')).toBe(false);
  });

  it('is written as each system writes it', () => {
    expect(keyText('Mod+Shift+C', 'linux')).toBe('Ctrl Shift C');
    expect(keyText('Mod+Shift+C', 'darwin')).toBe('⇧⌘C');
    expect(keyText('Alt+ArrowUp', 'win32')).toBe('Alt ↑');
    expect(chordOf('Mod+,')).toEqual({ mod: true, alt: false, shift: false, key: ',' });
  });

  it('that deletes is called by its own name on a Mac', () => {
    expect(keysOf('delete-connection', 'darwin')).toEqual(['⌫', '⌦']);
    expect(keysOf('delete-connection', 'linux')).toEqual(['Del', 'Backspace']);
  });

  it('that is held does what it does once, unless it moves', async () => {
    const { calls } = await showApp();
    act(() => useStore.setState({ view: 'connections', selectedConnectionId: savedOrders.id }));
    const grid = screen.getByRole('grid', { name: 'Connections' });
    const before = calls.length;
    expect(isUsed('c', { ctrlKey: true }, grid)).toBe(true);
    expect(calls).toHaveLength(before);
    isUsed('ArrowDown', {}, grid);
    expect(useStore.getState().selectedConnectionId).not.toBe(savedOrders.id);
  });
});
