/** What of a key press tells which keys are down. */
export type Press = Pick<KeyboardEvent, 'code' | 'key' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'>;

/**
 * A key press in Electron's words (https://www.electronjs.org/docs/latest/tutorial/keyboard-shortcuts),
 * such as `Control+Shift+Space`; null for one that would take a plain key away from every other program. Electron's
 * letters are those on the keys, and not their places on an American keyboard: on a French one the A is where others
 * have the Q.
 */
export function acceleratorOf(press: Press, isMac: boolean): string | null {
  const key = keyOf(press);
  if (key === null || !(press.ctrlKey || press.altKey || press.metaKey)) return null;
  return [
    press.ctrlKey ? 'Control' : null,
    press.altKey ? 'Alt' : null,
    press.shiftKey ? 'Shift' : null,
    press.metaKey ? (isMac ? 'Command' : 'Super') : null,
    key,
  ]
    .filter((part) => part !== null)
    .join('+');
}

/** An accelerator as people write it: `⌃⇧Space` on a Mac, `Ctrl+Shift+Space` elsewhere. */
export function acceleratorText(accelerator: string, isMac: boolean): string {
  const parts = accelerator.split('+').map((part) => (isMac ? macSigns : words)[part] ?? part);
  return parts.join(isMac ? '' : '+');
}

const macSigns: Readonly<Record<string, string>> = {
  CommandOrControl: '⌘',
  Command: '⌘',
  Control: '⌃',
  Alt: '⌥',
  Shift: '⇧',
};

const words: Readonly<Record<string, string>> = { CommandOrControl: 'Ctrl', Control: 'Ctrl' };

function keyOf({ code, key }: Press): string | null {
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  // with Alt a Mac types another sign, and with Shift a digit's key does; then its place has to do
  const letter = /^Key([A-Z])$/.exec(code)?.[1] ?? /^Digit([0-9])$/.exec(code)?.[1];
  if (letter !== undefined) return letter;
  return code === 'Space' || /^F([1-9]|1[0-9]|2[0-4])$/.test(code) ? code : null;
}
