import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { UNINSTALL_FLAG } from '../../main/electron/uninstall-flag.ts';
import type { Expect } from './expectations.ts';

const TIMEOUT_MS = 60_000;

/** Has a packaged program take back what it has put elsewhere, as an uninstaller does. Needs a display. */
export function checkTakeBack(program: string, expect: Expect): void {
  const home = mkdtempSync(join(tmpdir(), 'latchkey-home-'));
  const data = join(home, '.config', 'Latchkey');
  const link = join(home, '.local', 'bin', 'latchkey');
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(join(data, 'command', 'latchkey'), link);
  const other = join(dirname(link), 'other');
  symlinkSync('/bin/sh', other);
  const rootFlags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const { status } = spawnSync(program, [...rootFlags, `--user-data-dir=${data}`, UNINSTALL_FLAG], {
    env: { ...process.env, HOME: home },
    stdio: 'ignore',
    timeout: TIMEOUT_MS,
  });
  expect(status === 0, `${UNINSTALL_FLAG} ends with ${String(status)}`);
  expect(lstatSync(link, { throwIfNoEntry: false }) === undefined, 'and takes the command away again');
  expect(existsSync(other), 'and nothing else');
  rmSync(home, { recursive: true, force: true });
}
