import { constants } from 'node:fs';
import { lstat, open, realpath } from 'node:fs/promises';
import { decodeConfigFile } from './config-file-text.ts';
import { MAX_CONFIG_FILE_BYTES } from './read-config-files.ts';
import { codeOf } from '../files/unwritable.ts';
import type { FileRights } from '../files/replace-file.ts';

/** One of AWS's files as it is now. */
export interface ConfigFileState {
  /** Where it really is: behind a link, the file that the link leads to. */
  readonly target: string;
  /** What it holds and who may use it; null where it is not there. */
  readonly found: { readonly bytes: Buffer; readonly text: string; readonly rights: FileRights } | null;
}

/** Looks at one of AWS's files: its state, or in words why it cannot be changed, as the end of a sentence. */
export async function lookAt(path: string): Promise<ConfigFileState | { readonly why: string }> {
  const target = await realpath(path).catch((cause: unknown) => {
    if (codeOf(cause) !== 'ENOENT' && codeOf(cause) !== 'ENOTDIR') throw cause;
    return null;
  });
  if (target === null) {
    const isLink = await lstat(path).then(
      (found) => found.isSymbolicLink(),
      () => false,
    );
    return isLink ? { why: 'is a link to a file that is not there' } : { target: path, found: null };
  }
  // a pipe would keep its reader waiting for ever
  const file = await open(target, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const about = await file.stat();
    const { mode, uid, gid, size } = about;
    if (!about.isFile()) return { why: 'is not a file' };
    if (size > MAX_CONFIG_FILE_BYTES) return { why: 'is larger than 16 MB' };
    const bytes = await file.readFile();
    return {
      target,
      found: { bytes, text: decodeConfigFile(bytes), rights: { mode: mode & 0o7777, owner: { uid, gid } } },
    };
  } finally {
    await file.close();
  }
}
