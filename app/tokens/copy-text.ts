import { fail, succeed, type Result } from '../common/result.ts';
import type { Clipboard } from './ports.ts';

/**
 * Puts a text that is no secret on the clipboard.
 *
 * @returns `clipboard-failed`
 */
export type CopyText = (text: string) => Promise<Result<Record<string, never>>>;

/** Makes what puts texts on the clipboard. */
export function createCopyText(clipboard: Pick<Clipboard, 'writeText'>): CopyText {
  return async (text) => {
    try {
      await clipboard.writeText(text);
      return succeed({});
    } catch {
      // the cause is not passed on: a clipboard program's error may quote what it was given
      return fail('clipboard-failed', 'The clipboard could not be written.', {
        hint: 'Another program may hold it. Try again.',
      });
    }
  };
}
