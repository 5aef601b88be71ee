import { basename, dirname } from 'node:path';
import type { Failure } from '../../app/common/result.ts';

/** The code of a Node system error, such as `ENOSPC`. */
export function codeOf(cause: unknown): string | undefined {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
}

/**
 * Why a file could not be written, and what to do.
 *
 * @param path the file
 * @param cause what Node threw
 */
export function unwritable(path: string, cause: unknown): Failure {
  const { why, hint } = whyUnwritable(dirname(path), cause);
  return {
    code: 'file-unwritable',
    message: `${basename(path)} could not be written: ${why}.`,
    hint: `${hint} The file is as it was.`,
  };
}

/**
 * Why nothing can be written into a folder, as the end of a sentence, and what to do.
 *
 * @param cause what Node threw
 */
export function whyUnwritable(
  folder: string,
  cause: unknown,
): { readonly why: string; readonly hint: string } {
  const code = codeOf(cause);
  const [why, hint] = reasonFor(code, folder);
  return { why: `${why}${code === undefined ? '' : ` (${code})`}`, hint };
}

function reasonFor(code: string | undefined, folder: string): readonly [why: string, hint: string] {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return ['there is no room for it', `Free some space where ${folder} is, then try again.`];
    case 'EBUSY':
      return [
        'another program has it open',
        'Close the program that uses it, or wait a moment, then try again.',
      ];
    case 'EACCES':
    case 'EPERM':
      // Windows says the same of a file that somebody has open as of one that may not be written to
      if (process.platform === 'win32') {
        return [
          'another program has it open, or its folder may not be written to',
          `Wait a moment and try again. If it stays so, check the permissions of ${folder}.`,
        ];
      }
      return ['its folder may not be written to', `Check the permissions of ${folder}.`];
    case 'EROFS':
      return ['its disk is read-only', `Make ${folder} writable, then try again.`];
    default:
      return ['the system refused', `Check ${folder} and the disk that it is on.`];
  }
}
