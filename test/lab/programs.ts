import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** What the lab runs on: absolute paths. */
export interface Programs {
  readonly postgres: string;
  readonly initdb: string;
  readonly mariadbd: string;
  readonly mariadbInstallDb: string;
  /** The folder of MariaDB's plugins, with `auth_pam.so`. */
  readonly mariadbPlugins: string;
  readonly perl: string;
}

/** A system account that a server runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const pluginFolders = ['/usr/lib', '/usr/lib64'].flatMap((lib) => [
  `${lib}/mysql/plugin`,
  `${lib}/mariadb/plugin`,
]);

/**
 * Finds the lab's parts: PostgreSQL's newest version as Debian lays it out, else PATH.
 * Throws with all that is missing at once: the lab is never skipped.
 */
export function findPrograms(): Programs {
  const versions = '/usr/lib/postgresql';
  const newest = (existsSync(versions) ? readdirSync(versions) : [])
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(versions, version, 'bin'))
    .filter((folder) => existsSync(join(folder, 'initdb')));
  const path = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/libexec', '/sbin'];
  const absent: string[] = [];
  const find = (name: string, folders: readonly string[] = path, mode = constants.X_OK): string => {
    const found = folders.map((folder) => join(folder, name)).find((file) => may(file, mode));
    if (found === undefined) absent.push(name);
    return found ?? name;
  };
  const programs: Programs = {
    postgres: find('postgres', [...newest, ...path]),
    initdb: find('initdb', [...newest, ...path]),
    mariadbd: find('mariadbd'),
    mariadbInstallDb: find('mariadb-install-db'),
    mariadbPlugins: dirname(find('auth_pam.so', pluginFolders, constants.R_OK)),
    perl: find('perl'),
  };
  if (!hasPamScript()) absent.push('pam_script.so (package libpam-script)');
  if (process.getuid?.() !== 0 && !mayUseSudo())
    absent.push('root, or sudo without a password (for /etc/pam.d)');
  if (absent.length > 0) {
    throw new Error(
      `The lab cannot start without: ${absent.join(', ')}. \`npm run setup -- --tests\` installs its parts.`,
    );
  }
  return programs;
}

/**
 * The account to run a server as: `name` where we are root (both servers refuse to run as root), else
 * undefined, which is ourselves.
 */
export function accountFor(name: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function may(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

function hasPamScript(): boolean {
  const roots = ['/lib', '/usr/lib', '/lib64', '/usr/lib64'].filter((root) => existsSync(root));
  const folders = roots.flatMap((root) => [root, ...readdirSync(root).map((name) => join(root, name))]);
  return folders.some((folder) => existsSync(join(folder, 'security/pam_script.so')));
}

function mayUseSudo(): boolean {
  try {
    execFileSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
