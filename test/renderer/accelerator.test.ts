import { describe, expect, it } from 'vitest';
import { settings } from '../../app/settings/model.ts';
import { acceleratorOf, acceleratorText, type Press } from '../../renderer/settings/accelerator.ts';

const press = (code: string, ...down: readonly ('ctrl' | 'alt' | 'shift' | 'meta')[]): Press => ({
  code,
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
