import { isUtf8 } from 'node:buffer';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { MAX_SHARED_LENGTH } from '../../app/connections/sharing.ts';
import { fail, succeed, type Result } from '../../app/common/result.ts';

/** The largest file that is read, in bytes: three for each character that an export may have. */
const LARGEST = 3 * MAX_SHARED_LENGTH;

/** Reads a file of the user's choice: `file-unreadable` where it is not there, is no file, or is too large. */
export async function readShared(path: string): Promise<Result<{ name: string; text: string }>> {
  const name = basename(path);
  try {
    const about = await stat(path);
    if (!about.isFile() || about.size > LARGEST) {
      return fail('file-unreadable', `${name} is not a file of connections.`, {
        hint: 'Choose the file that “Export” has written.',
      });
    }
    const bytes = await readFile(path);
    if (!isUtf8(bytes)) {
      return fail('file-unreadable', `${name} is not written in UTF-8.`, {
        hint: 'Save it as UTF-8: in another encoding, names would silently become others.',
      });
    }
    return succeed({ name, text: bytes.toString('utf8') });
  } catch (cause) {
    return fail('file-unreadable', `${name} could not be read${codeOf(cause)}.`, {
      hint: 'Check that it exists and that you may read it.',
    });
  }
}

/** Replaces a file of the user's choice as a whole, or leaves it as it was: `file-unwritable`. */
export async function writeShared(path: string, text: string): Promise<Result<null>> {
  const beside = `${path}.${process.pid}.new`;
  try {
    const file = await open(beside, 'w');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
    return succeed(null);
  } catch (cause) {
    await rm(beside, { force: true }).catch(() => undefined);
    return fail('file-unwritable', `${path} could not be written${codeOf(cause)}.`, {
      hint: 'Choose another folder, or check its permissions and the free space on the disk.',
    });
  }
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
}
