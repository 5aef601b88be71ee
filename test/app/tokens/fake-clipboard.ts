import type { Clipboard } from '../../../app/tokens/ports.ts';

/** A clipboard in memory, whose methods a test can make fail. */
export function fakeClipboard() {
  const seen = {
    text: '',
    secrets: [] as string[],
    clears: 0,
    /** Methods that throw while they are named here. */
    broken: new Set<keyof Clipboard>(),
  };
  const check = (method: keyof Clipboard, text = ''): void => {
    if (seen.broken.has(method)) throw new Error(`xclip: could not take "${text}"`);
  };
  const clipboard: Clipboard = {
    async writeSecret(text) {
      check('writeSecret', text);
      seen.secrets.push(text);
      seen.text = text;
    },
    async writeText(text) {
      check('writeText', text);
      seen.text = text;
    },
    async readText() {
      check('readText');
      return seen.text;
    },
    async clear() {
      check('clear');
      seen.clears += 1;
      seen.text = '';
    },
  };
  return { clipboard, seen };
}
