import { constants, type Stats } from 'node:fs';
import { chmod, lstat, mkdir, open } from 'node:fs/promises';
import { codeOf } from './unwritable.ts';

/** Why something in the data folder is not taken for Latchkey's own, as the end of a sentence. */
export type NotOurs = 'is a link' | 'belongs to another user' | 'is no file' | 'is no folder';

/** This user; null on Windows, where a user's own folder is private already. */
const ownUid = process.getuid?.() ?? null;

/**
 * Reads a file of Latchkey's own. One that others may read or write is tightened first; a link is not followed, and a
 * file of another user is not read.
 *
 * @param mode the permissions that it should have at most
 * @returns the text; null where it is not there; or why it was not read
 * @throws what Node throws for a file that cannot be read
 */
export async function readOwnFile(
  path: string,
  mode = 0o600,
): Promise<{ readonly text: string } | { readonly notOurs: NotOurs } | null> {
  try {
    // what is opened is what is looked at: nothing can be put in its place in between
    const file = await open(
      path,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
    try {
      const found = await file.stat();
      const notOurs = whyNotOurs(found, 'file');
      if (notOurs !== null) return { notOurs };
      if (ownUid !== null && (found.mode & 0o777 & ~mode) !== 0) await file.chmod(mode);
      return { text: await file.readFile('utf8') };
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null;
    // a link: ELOOP, or EMLINK on FreeBSD (open(2)); a file of another user may not even be opened
    const found = await lstat(path);
    const notOurs = whyNotOurs(found, 'file');
    if (notOurs !== null) return { notOurs };
    throw cause;
  }
}

/**
 * Makes a folder that only this user can enter (0700), or makes sure that one which is there is such a folder.
 *
 * @returns why it is not one; null where all is well
 * @throws what Node throws where it cannot be made
 */
export async function makeOwnFolder(path: string): Promise<NotOurs | null> {
  await mkdir(path, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    if (codeOf(cause) !== 'EEXIST') throw cause;
  });
  return tightenFolder(path);
}

/** Tightens a folder of Latchkey's own that is there; returns why it is not one, or null. */
export async function tightenFolder(path: string): Promise<NotOurs | null> {
  const found = await lstat(path);
  const notOurs = whyNotOurs(found, 'folder');
  if (notOurs === null && ownUid !== null && (found.mode & 0o077) !== 0) await chmod(path, 0o700);
  return notOurs;
}

/** Whether what was found, without following links, is this user's own file or folder, and if not, why. */
export function whyNotOurs(found: Stats, wanted: 'file' | 'folder'): NotOurs | null {
  if (found.isSymbolicLink()) return 'is a link';
  if (wanted === 'file' ? !found.isFile() : !found.isDirectory()) return `is no ${wanted}`;
  return ownUid !== null && found.uid !== ownUid ? 'belongs to another user' : null;
}
