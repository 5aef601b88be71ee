import { cpSync, existsSync, linkSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Lays a runtime and the build out as a package does, with the application in `resources/app`. A runtime
 * that comes from elsewhere may lack Electron's own default application, or have one that starts ours only
 * after Electron is ready, which is too late to register a scheme.
 *
 * @param runtime the folder of Electron's program
 * @param root the project's folder, built
 * @returns the program to start
 */
export function electronLayout(runtime: string, root: string): string {
  const folder = join(root, 'out', 'electron');
  rmSync(folder, { recursive: true, force: true });
  linkAll(runtime, folder);
  const app = join(folder, 'resources', 'app');
  rmSync(app, { recursive: true, force: true });
  mkdirSync(join(app, 'out'), { recursive: true });
  cpSync(join(root, 'package.json'), join(app, 'package.json'));
  for (const part of ['main', 'preload', 'renderer']) {
    symlinkSync(join(root, 'out', part), join(app, 'out', part), 'junction');
  }
  return join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron');
}

/** Links every file, which costs no space, or copies where the two folders lie on different disks. */
function linkAll(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) linkAll(source, target);
    else if (!existsSync(target)) linkOrCopy(source, target);
  }
}

function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    cpSync(source, target);
  }
}
