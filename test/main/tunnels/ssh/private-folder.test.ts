import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import {
  makePrivateFolder,
  notePid,
  sweepPrivateFolders,
} from '../../../../main/tunnels/ssh/private-folder.ts';

/** A user's run-time folder. */
function makeBase(): { XDG_RUNTIME_DIR: string } {
  const base = mkdtempSync('/tmp/latchkey-run-');
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  return { XDG_RUNTIME_DIR: base };
}

it('is this user’s alone, and short enough for a socket', async () => {
  const env = makeBase();
  const folder = await makePrivateFolder(env);
  expect(folder.startsWith(join(env.XDG_RUNTIME_DIR, 'latchkey-ssh-'))).toBe(true);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  for (const base of [`/tmp/${'long'.repeat(30)}`, '/tmp/a:b', '/tmp/a%b', '/nowhere']) {
    const other = await makePrivateFolder({ XDG_RUNTIME_DIR: base });
    onTestFinished(() => rmSync(other, { recursive: true, force: true }));
    expect(other.startsWith(`${base}/`)).toBe(false);
  }
});

it('of a Latchkey that did not live to end its ssh is swept, and that ssh is ended', async () => {
  const env = makeBase();
  // the number of a process that has ended
  const { pid: dead } = spawnSync('true');
  const left = join(env.XDG_RUNTIME_DIR, `latchkey-ssh-${dead}-abc123`);
  const reused = join(env.XDG_RUNTIME_DIR, `latchkey-ssh-${dead}-def456`);
  mkdirSync(left, { mode: 0o700 });
  mkdirSync(reused, { mode: 0o700 });
  const own = await makePrivateFolder(env);
  const start = (folder: string) =>
    spawn('sh', ['-c', 'sleep 60; true', 'sh', folder], { detached: true, stdio: 'ignore' });
  const [ssh, stranger] = [start(join(left, 's')), start('somewhere else')];
  onTestFinished(() => void (stranger.pid !== undefined && process.kill(-stranger.pid, 'SIGKILL')));
  await notePid(left, ssh.pid ?? 0);
  await notePid(reused, stranger.pid ?? 0);
  const ended = once(ssh, 'close');
  await sweepPrivateFolders(env);
  await ended;
  expect([left, reused, own].map(existsSync)).toEqual([false, false, true]);
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
});
