import { constants, type Dirent } from 'node:fs';
import { access, lstat, readdir, stat } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import { mayHold } from './folder-names.ts';

/** Where to look for programs. */
export interface SearchFolders {
  readonly platform: NodeJS.Platform;
  /** PATH as the user's login shell has it. */
  readonly path: string;
  /** Well-known folders, in order; one part of a folder's name may hold `*`. */
  readonly folders: readonly string[];
}

/** A program that was found, or where it was looked for. */
export type Found =
  { readonly program: string } | { readonly program: null; readonly looked: readonly string[] };

/**
 * Looks for a program on PATH and then in the well-known folders, without running anything. PATH's
 * empty and relative parts are left out: they mean whatever folder one happens to be in. On Windows
 * only `.exe` counts, since batch files start only through a shell.
 */
export async function findProgram(name: string, locations: SearchFolders): Promise<Found> {
  const windows = locations.platform === 'win32';
  const { join, delimiter, isAbsolute } = windows ? win32 : posix;
  const onPath = locations.path.split(delimiter).filter((folder) => isAbsolute(folder));
  const looked = [...new Set([...onPath, ...locations.folders])];
  const file = windows && !name.endsWith('.exe') ? `${name}.exe` : name;
  for (const folder of looked) {
    for (const location of folder.includes('*') ? await expand(folder, join) : [folder]) {
      const program = join(location, file);
      if ((await mayHold(location, file)) && (await runnable(program, windows))) return { program };
    }
  }
  return { program: null, looked };
}

/** Whether a file can be run. Windows' app execution aliases (`wt.exe`) cannot be followed by stat. */
async function runnable(file: string, windows: boolean): Promise<boolean> {
  try {
    if (windows) return !(await lstat(file)).isDirectory();
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

/** Folders that a pattern with `*` in one of its parts names, the highest version first. */
async function expand(pattern: string, join: typeof posix.join): Promise<string[]> {
  const parts = pattern.split(/[/\\]/);
  const at = parts.findIndex((part) => part.includes('*'));
  const parent = parts.slice(0, at).join('/') || '/';
  const [before = '', after = ''] = (parts[at] ?? '').split('*');
  const entries: Dirent[] = await readdir(parent, { withFileTypes: true }).catch(() => []);
  return entries
    .map((entry) => entry.name)
    .filter(
      (name) =>
        name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after),
    )
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((name) => join(parent, name, ...parts.slice(at + 1)));
}
