import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { sweep } from '../../../main/clients/run-folder.ts';
import { ended, start } from '../connections/child-process.ts';
import { shellScript, temporaryFolder } from './surroundings.ts';

const child = [process.execPath, '--import', 'tsx', join(import.meta.dirname, 'opening-child.ts')];

/** A user without rights, for where the tests run as root, whom no mode of a folder stops. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const canMount = spawnSync('unshare', ['-Urm', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt']).status === 0;

/** What opening says where writing is stopped. */
async function refused(before: readonly string[], base: string, user: { uid?: number; gid?: number } = {}) {
  const terminal = shellScript(join(base, 'terminal'), 'exit 1');
  const { out, problem } = await ended(start([...before, ...child, base, terminal], user));
  expect(problem).toBe('');
  return JSON.parse(out);
}

describe('what stops the secret from being written is said, and nothing of it is left', () => {
  it.runIf(canMount)('a full disk', async () => {
    const base = temporaryFolder();
    mkdirSync(join(base, 'run'));
    const full =
      'mount -t tmpfs -o size=16k,mode=700 tmpfs "$1/run" && head -c 12k /dev/zero >"$1/run/other"; shift; exec "$@"';
    expect(await refused(['unshare', '-Urm', 'sh', '-c', full, 'sh', base], base)).toEqual({
      ok: false,
      error: {
        code: 'file-unwritable',
        message: 'The files for this start could not be written: there is no room for it (ENOSPC).',
        hint: `Free some space where ${join(base, 'run')} is, then try again.`,
      },
    });
  });

  it('a limit on the size of files', async () => {
    const base = temporaryFolder();
    expect(await refused(['sh', '-c', 'ulimit -f 4 && exec "$@"', 'sh'], base)).toMatchObject({
      error: { message: expect.stringContaining('there is no room for it (EFBIG).') },
    });
    expect(readdirSync(join(base, 'run'))).toEqual([]);
  });

  it('a folder of somebody else’s', async () => {
    const base = temporaryFolder();
    chmodSync(base, 0o755);
    mkdirSync(join(base, 'run'));
    if (isRoot) chownSync(base, NOBODY, NOBODY);
    else chmodSync(join(base, 'run'), 0o500);
    const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
    expect(await refused([], base, user)).toMatchObject({
      error: {
        code: 'file-unwritable',
        message: expect.stringMatching(
          /^The private folder for this start could not be made: its folder may not be written to \(E(PERM|ACCES)\)\.$/,
        ),
        hint: `Check the permissions of ${join(base, 'run')}.`,
      },
    });
  });
});

it('what a crash leaves can be read by nobody else, and is gone after the sweep at the next start', async () => {
  const base = temporaryFolder();
  const run = join(base, 'run');
  // a terminal that never runs what it is given
  const terminal = shellScript(
    join(base, 'terminal'),
    `echo $$ >'${join(base, 'pid').replaceAll("'", "'\\''")}'\nexec sleep 600`,
  );
  const opening = start([...child, base, terminal]);
  onTestFinished(() => void process.kill(Number(readFileSync(join(base, 'pid'), 'utf8')), 'SIGKILL'));
  await vi.waitFor(() => expect(existsSync(join(base, 'pid'))).toBe(true), { timeout: 20_000 });
  opening.kill('SIGKILL');
  expect((await ended(opening)).out).toBe('');
  const [left = ''] = readdirSync(run);
  const modes = [run, join(run, left), join(run, left, 'secret')].map((path) => statSync(path).mode & 0o777);
  expect(modes).toEqual([0o700, 0o700, 0o600]);
  await sweep(run);
  expect(readdirSync(run)).toEqual([]);
});
