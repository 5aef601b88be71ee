import { randomBytes } from 'node:crypto';
import { lstat, open, readdir, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { renameOver } from './rename-over.ts';

/** What a file that is being written is called, beside its own name: nobody can guess it and put something there first. */
const BESIDE = /^\.(?:[0-9a-f]{16}\.|\d+\.)?new$/;

/** Who may do what with a file; an owner that is not said is this user. */
export interface FileRights {
  readonly mode: number;
  readonly owner?: { readonly uid: number; readonly gid: number };
}

/** A file that is written beside the one that it will replace. */
export interface Replacement {
  /** Puts it in the other's place, at once and as a whole. */
  commit(): Promise<void>;
  /** Removes it. */
  discard(): Promise<void>;
}

/**
 * Writes a file beside the one that it will replace, under a name of its own, which must not exist (a link there is not
 * followed), and flushes it to the disk.
 *
 * @param path the file to replace; its folder must exist
 * @throws what Node throws; nothing is left then
 */
export async function prepareReplacement(
  path: string,
  content: string | Uint8Array,
  { mode, owner }: FileRights,
): Promise<Replacement> {
  const beside = `${path}.${randomBytes(8).toString('hex')}.new`;
  // what was begun only takes up room
  const discard = (): Promise<void> => rm(beside, { force: true }).catch(() => undefined);
  const file = await open(beside, 'wx', mode);
  try {
    try {
      if (owner !== undefined) await giveRights(file, mode, owner);
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (cause) {
    await discard();
    throw cause;
  }
  return {
    async commit() {
      try {
        await renameOver(beside, path);
      } catch (cause) {
        await discard();
        throw cause;
      }
    },
    discard,
  };
}

/** Gives a file the rights of another; the umask has no say in that. */
async function giveRights(
  file: FileHandle,
  mode: number,
  owner: NonNullable<FileRights['owner']>,
): Promise<void> {
  const own = await file.stat();
  if (own.uid === owner.uid && own.gid === owner.gid) return file.chmod(mode);
  try {
    await file.chown(owner.uid, owner.gid);
  } catch (cause) {
    if (own.uid !== owner.uid) throw cause;
    // a group that this user is not in cannot be given, and what it may do is not given to another
    return file.chmod(mode & ~0o070);
  }
  // after the owner, whose change may take bits away
  return file.chmod(mode);
}

/**
 * Replaces a file as a whole (see {@link prepareReplacement}), so that a crash leaves either the old file or the new
 * one. A link that has the file's own name is replaced itself.
 *
 * @param path the file; its folder must exist
 * @param mode its permissions
 */
export async function replaceFile(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  const replacement = await prepareReplacement(path, content, { mode });
  await replacement.commit();
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
