import { describe, expect, it } from 'vitest';
import { settings } from '../../app/settings/model.ts';
import { acceleratorOf, acceleratorText, type Press } from '../../renderer/settings/accelerator.ts';

/** What an American keyboard's key types. */
const keyAt = (code: string): string => /^(?:Key|Digit)(.)$/.exec(code)?.[1]?.toLowerCase() ?? code;

const press = (code: string, ...down: readonly ('ctrl' | 'alt' | 'shift' | 'meta')[]): Press => ({
  code,
  key: keyAt(code),
  ctrlKey: down.includes('ctrl'),
  altKey: down.includes('alt'),
  shiftKey: down.includes('shift'),
  metaKey: down.includes('meta'),
});

describe('a global shortcut', () => {
  it.each([
    [press('Space', 'ctrl', 'shift'), 'Control+Shift+Space'],
    [press('KeyK', 'meta'), 'Super+K'],
    [press('Digit4', 'alt'), 'Alt+4'],
    [press('F12', 'ctrl', 'alt'), 'Control+Alt+F12'],
  ])('%j is %s, and the settings take it', (pressed, accelerator) => {
    expect(acceleratorOf(pressed, false)).toBe(accelerator);
    expect(settings.shape.globalShortcut.parse(accelerator)).toBe(accelerator);
  });

  it('has the letter that is on the key, wherever the key is', () => {
    expect(acceleratorOf({ ...press('KeyQ', 'ctrl'), key: 'a' }, false)).toBe('Control+A');
    expect(acceleratorOf({ ...press('Semicolon', 'ctrl'), key: 'm' }, false)).toBe('Control+M');
    expect(acceleratorOf({ ...press('KeyK', 'alt'), key: '˚' }, true)).toBe('Alt+K');
    expect(acceleratorOf({ ...press('Digit4', 'ctrl', 'shift'), key: '$' }, false)).toBe('Control+Shift+4');
  });

  it('is Command on a Mac', () => {
    expect(acceleratorOf(press('Space', 'meta', 'shift'), true)).toBe('Shift+Command+Space');
  });

  it.each([press('KeyK'), press('KeyK', 'shift'), press('ControlLeft', 'ctrl'), press('F25', 'ctrl')])(
    '%j is none: it would take a key from every other program, or is no key',
    (pressed) => expect(acceleratorOf(pressed, false)).toBeNull(),
  );

  it('reads as people write it', () => {
    expect(acceleratorText('Control+Shift+Space', false)).toBe('Ctrl+Shift+Space');
    expect(acceleratorText('Shift+Command+Space', true)).toBe('⇧⌘Space');
  });
});
