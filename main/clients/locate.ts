import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ClientDefinition, InstallLocation } from '../../app/clients/catalogue/definition.ts';
import { whyNotStarted } from '../../app/clients/batch-file.ts';
import type { Platform } from '../../app/clients/model.ts';
import type { FoundClient, Located } from '../../app/clients/ports.ts';
import { findProgram } from './find-programs.ts';

/** Where clients are looked for. */
export interface ClientSearch {
  readonly platform: Platform;
  /** PATH as the user's login shell has it. */
  readonly path: string;
  /** The user's home folder. */
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Looks for a client in its places, in their order, or only where the user says that it is. Nothing is run. */
export async function locate(
  definition: Pick<ClientDefinition, 'name' | 'locations'>,
  setPath: string | null,
  given: ClientSearch,
): Promise<Located> {
  if (setPath !== null) return atSetPath(definition, setPath, given.platform);
  const looked: string[] = [];
  let broken: string | null = null;
  for (const location of definition.locations[given.platform] ?? []) {
    const found = await atLocation(location, given);
    if (found.found) return found;
    looked.push(...found.looked);
    broken ??= found.broken;
  }
  return { found: false, looked: [...new Set(looked)], broken };
}

function atLocation(location: InstallLocation, given: ClientSearch): Promise<Located> {
  switch (location.kind) {
    case 'program':
      return program(location.name, location.folders ?? [], given);
    case 'application':
      return application(location.bundle, location.program ?? null, given.home);
    case 'flatpak':
      return flatpak(location.app, given.home);
    case 'app-image':
      return appImage(location.file, given.home);
  }
}

async function program(name: string, folders: readonly string[], given: ClientSearch): Promise<Located> {
  const { platform, path } = given;
  const found = await findProgram(name, { platform, path, folders: folders.map(named(given)) });
  return found.program === null
    ? nowhere(found.looked)
    : { found: true, where: found.program, foundIn: 'program', program: found.program };
}

/** Puts a folder in the place of a name in braces: `{home}`, or a variable such as Windows' `{LOCALAPPDATA}`. */
function named({ home, environment }: ClientSearch): (folder: string) => string {
  return (folder) =>
    folder.replace(/^\{([\w()]+)\}/, (_, name: string) =>
      name === 'home' ? home : (environment[name] ?? windowsFolders[name] ?? ''),
    );
}

/** Where Windows has these folders unless it was told otherwise. */
const windowsFolders: Readonly<Record<string, string>> = {
  ProgramFiles: 'C:\\Program Files',
  'ProgramFiles(x86)': 'C:\\Program Files (x86)',
};

async function application(bundle: string, inside: string | null, home: string): Promise<Located> {
  const folders = [
    '/Applications',
    `${home}/Applications`,
    '/Applications/Setapp',
    `${home}/Applications/Setapp`,
    `${home}/Applications/JetBrains Toolbox`,
    '/System/Applications',
  ];
  for (const folder of folders) {
    const where = join(folder, bundle);
    if (await isFolder(where)) return { found: true, ...bundleAt(where, inside) };
  }
  return nowhere(folders);
}

function bundleAt(where: string, inside: string | null): FoundClient {
  const at = inside === null ? null : join(where, 'Contents', 'MacOS', inside);
  return { where, foundIn: 'application', program: at };
}

/** Flatpak exports a launcher for each application, system-wide or for the user (flatpak(1), "exports"). */
async function flatpak(app: string, home: string): Promise<Located> {
  const folders = [
    join(home, '.local', 'share', 'flatpak', 'exports', 'bin'),
    '/var/lib/flatpak/exports/bin',
  ];
  for (const folder of folders) {
    const where = join(folder, app);
    if (await isRunnable(where)) return { found: true, where, foundIn: 'flatpak', program: where };
  }
  return nowhere(folders);
}

/** AppImages have no place of their own: the folders where people and their helpers put them. */
async function appImage(pattern: string, home: string): Promise<Located> {
  const folders = ['Applications', 'AppImages', join('.local', 'bin'), 'Downloads'].map((name) =>
    join(home, name),
  );
  const [before = '', after = ''] = pattern.split('*');
  let broken: string | null = null;
  for (const folder of [...folders, '/opt']) {
    const names = await readdir(folder).catch(() => []);
    const fitting = names
      .filter((name) => name.startsWith(before) && name.endsWith(after))
      .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
    for (const name of fitting) {
      const where = join(folder, name);
      if (await isRunnable(where)) return { found: true, where, foundIn: 'app-image', program: where };
      broken ??= `${where} may not be run: make it executable (chmod +x).`;
    }
  }
  return { found: false, looked: [...folders, '/opt'], broken };
}

async function atSetPath(
  { name, locations }: Pick<ClientDefinition, 'name' | 'locations'>,
  where: string,
  platform: Platform,
): Promise<Located> {
  if (platform === 'darwin' && where.endsWith('.app') && (await isFolder(where))) {
    const inside = locations.darwin?.map((location) =>
      location.kind === 'application' ? location.program : undefined,
    );
    return { found: true, ...bundleAt(where, inside?.find((program) => program !== undefined) ?? null) };
  }
  const batch = whyNotStarted(where, platform);
  if (batch !== null) return { found: false, looked: [where], broken: batch };
  if (await isRunnable(where)) return { found: true, where, foundIn: foundInOf(where), program: where };
  const isThere = await stat(where).catch(() => null);
  const broken =
    isThere === null ? `${name} is no longer at ${where}.` : `${where} is not a program that may be run.`;
  return { found: false, looked: [where], broken };
}

function foundInOf(where: string): 'app-image' | 'flatpak' | 'program' {
  if (basename(where).endsWith('.AppImage')) return 'app-image';
  return where.includes('/flatpak/exports/bin/') ? 'flatpak' : 'program';
}

function nowhere(looked: readonly string[]): Located {
  return { found: false, looked, broken: null };
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}

async function isRunnable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
