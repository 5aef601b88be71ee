import { chmod, lstat, mkdir } from 'node:fs/promises';
import { fail, succeed, type Result } from '../../app/common/result.ts';

/**
 * Makes a folder that only this user can enter (0700), or makes sure that one which is there is such a folder. A
 * link, or a folder that another user has put in its place, is refused. On Windows a folder in the user's own
 * profile is private already.
 *
 * @param uid this user's id; null on Windows
 * @returns `command-failed`
 */
export async function privateFolder(path: string, uid: number | null): Promise<Result<string>> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    const found = await lstat(path);
    if (!found.isDirectory() || (uid !== null && found.uid !== uid)) {
      return refused(path, 'it is not a folder of this user’s own');
    }
    if (uid !== null) await chmod(path, 0o700);
    return succeed(path);
  } catch {
    return refused(path, 'the system refused');
  }
}

function refused(path: string, why: string): Result<never> {
  return fail('command-failed', `latchkey cannot be used in a terminal: ${path} cannot be made, ${why}.`, {
    hint: 'Check who owns it. Everything else works.',
  });
}
