import type { Platform } from '../model.ts';
import { shellWord } from '../quoting.ts';
import type { SetUpTarget } from './definition.ts';

/** A word of a POSIX shell, bare where nothing in it needs quotes. */
const readable = (word: string): string => (/^[\w@+:,./-]+$/.test(word) ? word : shellWord(word));

/**
 * The command that prints the local password, as a line for a client that hands it to a shell: a POSIX one, or
 * Windows' `cmd.exe`, in which `%` cannot be quoted.
 *
 * @returns null where there is none, or none that the shell would take as it is
 */
export function passwordCommandLine({ passwordCommand }: SetUpTarget, platform: Platform): string | null {
  if (passwordCommand === null) return null;
  if (platform !== 'win32') return passwordCommand.map(readable).join(' ');
  if (passwordCommand.some((word) => /["%^&|<>!]/.test(word))) return null;
  return passwordCommand.map((word) => (/^[\w:.\\/-]+$/.test(word) ? word : `"${word}"`)).join(' ');
}
