import { randomBytes } from 'node:crypto';
import { lstat, open, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { renameOver } from './rename-over.ts';

/** What a file that is being written is called, beside its own name: nobody can guess it and put something there first. */
const BESIDE = /^\.(?:[0-9a-f]{16}\.|\d+\.)?new$/;

/**
 * Replaces a file as a whole: written beside under a name of its own, which must not exist (a link there is not
 * followed), flushed to the disk, then renamed, so that a crash leaves either the old file or the new one. A link that
 * has the file's own name is replaced itself.
 *
 * @param path the file; its folder must exist
 * @param mode its permissions
 */
export async function replaceFile(path: string, text: string, mode: number): Promise<void> {
  const beside = `${path}.${randomBytes(8).toString('hex')}.new`;
  const file = await open(beside, 'wx', mode);
  try {
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await renameOver(beside, path);
  } catch (cause) {
    // what was begun only takes up room
    await rm(beside, { force: true }).catch(() => undefined);
    throw cause;
  }
}

/**
 * Removes what a crash has left of a {@link replaceFile}, also of earlier versions, which had other names for it. Only
 * files are removed, of this user's own, and only beside the named ones.
 *
 * @param paths the files that are replaced so
 */
export async function sweepReplaced(paths: readonly string[]): Promise<void> {
  for (const folder of new Set(paths.map((path) => dirname(path)))) {
    const ours = paths.filter((path) => dirname(path) === folder).map((path) => basename(path));
    for (const name of await readdir(folder).catch(() => [])) {
      if (!ours.some((one) => name.startsWith(`${one}.`) && BESIDE.test(name.slice(one.length)))) continue;
      const path = join(folder, name);
      const found = await lstat(path).catch(() => null);
      if (found?.isFile() !== true || found.uid !== (process.getuid?.() ?? found.uid)) continue;
      await rm(path, { force: true }).catch(() => undefined);
    }
  }
}
