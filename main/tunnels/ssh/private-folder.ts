import { execFile } from 'node:child_process';
import { lstat, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { whyNotOurs } from '../../files/own-file.ts';

/** The longest path of a Unix socket, in bytes: `sun_path` of macOS, without its end (unix(4)). */
const MAX_SOCKET_PATH = 103;
/** What `ssh` takes in a path as it is: it splits a forwarding at colons, and expands `%` and `$`. */
const PLAIN = /^\/[\w./-]+$/;
/** What a folder is called: with Latchkey's own process in its name, and what makes it the only one. */
const NAME = /^latchkey-ssh-(\d+)-\w{6}$/;
const LONGEST_NAME = 'latchkey-ssh-4194304-XXXXXX/s';
/** How long `ps` may take, in milliseconds. */
const PS_TIMEOUT_MS = 5_000;

function basesOf(env: Readonly<NodeJS.ProcessEnv>): readonly string[] {
  const bases = [env['XDG_RUNTIME_DIR'] ?? '', tmpdir(), '/tmp'];
  return [...new Set(bases)].filter(
    (base) => PLAIN.test(base) && base.length + 1 + LONGEST_NAME.length <= MAX_SOCKET_PATH,
  );
}

/**
 * Makes a folder that nobody else can enter (0700), with a path short enough for sockets in it.
 *
 * @throws what Node throws where none can be made
 */
export async function makePrivateFolder(env: Readonly<NodeJS.ProcessEnv>): Promise<string> {
  const prefix = `latchkey-ssh-${process.pid}-`;
  for (const base of basesOf(env)) {
    const made = await mkdtemp(join(base, prefix)).catch(() => null);
    if (made !== null) return made;
  }
  return mkdtemp(join('/tmp', prefix));
}

/** Notes which process an `ssh` is, so that it can be ended should Latchkey not live to do so. */
export async function notePid(folder: string, pid: number): Promise<void> {
  await writeFile(join(folder, 'pid'), String(pid), { mode: 0o600 });
}

/** Ends the `ssh` that a Latchkey has left which did not live to end it, and removes its folder. */
export async function sweepPrivateFolders(env: Readonly<NodeJS.ProcessEnv>): Promise<void> {
  for (const base of basesOf(env)) {
    const names = await readdir(base).catch(() => []);
    for (const name of names) {
      const [, owner] = NAME.exec(name) ?? [];
      const folder = join(base, name);
      const found = owner === undefined ? null : await lstat(folder).catch(() => null);
      if (found === null || whyNotOurs(found, 'folder') !== null || isAlive(Number(owner))) continue;
      const pid = Number(await readFile(join(folder, 'pid'), 'utf8').catch(() => ''));
      // the number may be another process's by now; only this ssh has the folder in its arguments
      if (pid > 1 && (await argumentsOf(pid)).includes(folder)) end(pid);
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

/** Ends a process group. */
function end(pid: number): void {
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // it has ended meanwhile
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // another user's process is alive, too
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
}

/** The arguments of a process; empty where it has gone. */
async function argumentsOf(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return new Promise((resolve) => {
    execFile(
      '/bin/ps',
      ['-ww', '-o', 'args=', '-p', String(pid)],
      { timeout: PS_TIMEOUT_MS },
      (_failed, said) => resolve(said),
    );
  });
}
