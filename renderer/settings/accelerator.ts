/** What of a key press tells which keys are down. */
export type Press = Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'>;

/**
 * A key press in Electron's words (https://www.electronjs.org/docs/latest/tutorial/keyboard-shortcuts),
 * such as `Control+Shift+Space`; null for one that would take a plain key away from every other program.
 */
export function acceleratorOf(press: Press, isMac: boolean): string | null {
  const key = keyOf(press.code);
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

function keyOf(code: string): string | null {
  const letter = /^Key([A-Z])$/.exec(code)?.[1] ?? /^Digit([0-9])$/.exec(code)?.[1];
  if (letter !== undefined) return letter;
  return code === 'Space' || /^F([1-9]|1[0-9]|2[0-4])$/.test(code) ? code : null;
}
