import type { Platform } from '../model.ts';
import { shellWord } from '../../common/text/shell.ts';
import { cmdWord } from '../../common/text/windows.ts';
import type { SetUpTarget } from './definition.ts';

/**
 * The command that prints the local password, as a line for a client that hands it to a shell: a POSIX one, or
 * Windows' `cmd.exe`, in which `%` cannot be quoted.
 *
 * @returns null where there is none, or none that the shell would take as it is
 */
export function passwordCommandLine({ passwordCommand }: SetUpTarget, platform: Platform): string | null {
  if (passwordCommand === null) return null;
  if (platform !== 'win32') return passwordCommand.map(shellWord).join(' ');
  const words = passwordCommand.map(cmdWord);
  return words.includes(null) ? null : words.join(' ');
}
