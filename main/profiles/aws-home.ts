import { homedir } from 'node:os';
import { win32 } from 'node:path';

/**
 * The folder in which AWS's own folder is. The AWS CLI decides it, for it is the one that people look at: Python's
 * `expanduser` takes HOME, but on Windows USERPROFILE and then HOMEDRIVE with HOMEPATH, whatever HOME says there, which
 * Git for Windows and MSYS2 set (python/cpython#80445). The AWS SDK for JavaScript would take HOME first on every
 * system, so it is given no chance: see `hideFilesFromSdk`.
 *
 * @param system where none of the variables is set
 */
export function awsHome(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  system: () => string = homedir,
): string {
  const { HOME, USERPROFILE, HOMEDRIVE = '', HOMEPATH } = env;
  if (platform !== 'win32') return HOME === undefined ? system() : HOME === '' ? '/' : HOME;
  if (USERPROFILE !== undefined && USERPROFILE !== '') return USERPROFILE;
  return HOMEPATH === undefined ? system() : win32.join(HOMEDRIVE, HOMEPATH);
}
