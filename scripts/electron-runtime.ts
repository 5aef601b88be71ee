import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { electronLayout } from './electron-layout.ts';

/** How long the download of the runtime may take, in milliseconds. */
const DOWNLOAD_LIMIT_MS = 10 * 60_000;

/** Electron's program, or why there is none. */
export type ElectronProgram =
  { readonly program: string } | { readonly program: null; readonly reason: string };

/**
 * Finds Electron's program as the `electron` package itself does, without starting a download:
 * `ELECTRON_OVERRIDE_DIST_PATH` first, then what the package's installer has fetched.
 */
export function electronProgram(): ElectronProgram {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override !== undefined && override !== '') {
    const program = join(override, process.platform === 'win32' ? 'electron.exe' : 'electron');
    return existsSync(program) ? { program } : { program: null, reason: `${program} does not exist` };
  }
  const pathFile = join(packageFolder(), 'path.txt');
  if (existsSync(pathFile)) {
    const program = join(packageFolder(), 'dist', readFileSync(pathFile, 'utf8'));
    if (existsSync(program)) return { program };
  }
  return { program: null, reason: 'not downloaded' };
}

/**
 * What to start for the built application, or null where there is no runtime. A runtime from elsewhere is
 * laid out with the application inside; the package's own is handed the project's folder.
 *
 * @param root the project's folder
 */
export function electronCommand(root: string): { program: string; args: readonly string[] } | null {
  const { program } = electronProgram();
  if (program === null) return null;
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  return override ? { program: electronLayout(override, root), args: [] } : { program, args: [root] };
}

/** Has the package's own installer fetch the runtime where it is not at hand. */
export function fetchElectron(): ElectronProgram {
  const found = electronProgram();
  if (found.program !== null) return found;
  const result = spawnSync(process.execPath, [join(packageFolder(), 'install.js')], {
    encoding: 'utf8',
    timeout: DOWNLOAD_LIMIT_MS,
  });
  if (result.status === 0) return electronProgram();
  return {
    program: null,
    reason: /^(?:\w*Error: )?(.+)$/m.exec(result.stderr.trim())?.[1] ?? 'no reason given',
  };
}

function packageFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
}
