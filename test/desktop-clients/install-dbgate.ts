import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = join(import.meta.dirname, 'dbgate');
const FOLDER = join(import.meta.dirname, '..', '..', 'out', 'desktop-clients', 'dbgate');
const FILES = ['package.json', 'serve.cjs'] as const;

/** The program that starts DbGate, once it is installed. */
export const DBGATE = join(FOLDER, 'serve.cjs');

/**
 * Fetches DbGate from npm's registry into a folder of what is built, once for the run: it weighs 266 MB, which
 * nobody shall need for Latchkey's other tests. What an earlier run has fetched is only compared.
 */
export default function installDbGate(): void {
  mkdirSync(FOLDER, { recursive: true });
  for (const file of FILES) copyFileSync(join(SOURCE, file), join(FOLDER, file));
  const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--prefix', FOLDER], {
    cwd: FOLDER,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error(`DbGate could not be installed: npm ended with ${String(status)}.`);
}
