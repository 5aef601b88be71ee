import { fail, succeed, type Result } from '../common/result.ts';
import type { Clipboard } from './ports.ts';

/**
 * Puts a text on the clipboard; one with a secret in it is marked as such.
 *
 * @returns `clipboard-failed`
 */
export type CopyText = (text: string, isSecret?: boolean) => Promise<Result<Record<string, never>>>;

/**
 * Makes what puts texts on the clipboard.
 *
 * @param report told why it could not be written, but never what was to be
 */
export function createCopyText(
  clipboard: Pick<Clipboard, 'writeText' | 'writeSecret'>,
  report: (where: string, cause: unknown) => void,
): CopyText {
  return async (text, isSecret = false) => {
    try {
      await (isSecret ? clipboard.writeSecret(text) : clipboard.writeText(text));
      return succeed({});
    } catch (cause) {
      // a clipboard program's error may quote what it was given
      report('clipboard', isSecret ? 'a secret could not be written' : cause);
      return fail('clipboard-failed', 'The clipboard could not be written.', {
        hint: 'Another program may hold it. Try again.',
      });
    }
  };
}
