import type { Snapshot } from '../app/contract.ts';

/** What is held and pressed, of a key such as `Mod+Shift+C`. */
export interface Chord {
  readonly mod: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly key: string;
}

/** Takes a key apart. */
export function chordOf(keys: string): Chord {
  const parts = keys.split('+');
  return {
    mod: parts.includes('Mod'),
    alt: parts.includes('Alt'),
    shift: parts.includes('Shift'),
    key: parts.at(-1) ?? '',
  };
}

/** What of a keyboard event tells keys apart. */
export type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Whether the key that goes with commands is held, and the other one is not: a Mac's text fields have uses for Ctrl. */
export function isModHeld(
  { ctrlKey, metaKey }: Pick<Pressed, 'ctrlKey' | 'metaKey'>,
  platform: Snapshot['platform'],
): boolean {
  return platform === 'darwin' ? metaKey && !ctrlKey : ctrlKey && !metaKey;
}

/** Whether a key that was pressed is this one. */
export function isPressed(keys: string, event: Pressed, platform: Snapshot['platform']): boolean {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  const chord = chordOf(keys);
  // where a sign such as `?` is on the keyboard, and whether Shift is needed for it, is the keyboard's affair
  const isSign = chord.key.length === 1 && !/[A-Z]/.test(chord.key);
  return (
    (chord.mod ? isModHeld(event, platform) : !ctrlKey && !metaKey) &&
    chord.alt === altKey &&
    (isSign || chord.shift === shiftKey) &&
    chord.key === (key.length === 1 ? key.toUpperCase() : key)
  );
}

/** Whether a key types a character where one types. */
export function isText(keys: string): boolean {
  const { mod, alt, key } = chordOf(keys);
  return !mod && !alt && key.length === 1;
}

/** How a key is written for people: `Ctrl Shift C`, on macOS `⇧⌘C`. */
export function keyText(keys: string, platform: Snapshot['platform']): string {
  const { mod, alt, shift, key } = chordOf(keys);
  const isMac = platform === 'darwin';
  const name = (isMac ? macNames[key] : undefined) ?? names[key] ?? key;
  const held = isMac
    ? [alt && '⌥', shift && '⇧', mod && '⌘']
    : [mod && 'Ctrl', alt && 'Alt', shift && 'Shift'];
  return [...held, name].filter(Boolean).join(isMac ? '' : ' ');
}

const names: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ' ': 'Space',
  Escape: 'Esc',
  Delete: 'Del',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
  ContextMenu: 'Menu',
};

const macNames: Readonly<Record<string, string>> = { Backspace: '⌫', Delete: '⌦' };
