import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gatewayEnvironment } from './environment.ts';

/** How long the system's own program may take to say who holds a port, in milliseconds. */
const ASK_MS = 3_000;

/**
 * Who listens on a port of the loopback, in words: `postgres (process 812)`.
 *
 * Linux: `/proc/net/tcp` names a socket's inode, and `/proc/PID/fd` who has it (proc(5)); only the user's own
 * processes can be looked into. macOS: `lsof`. Windows: `netstat -ano` and `tasklist`.
 *
 * @returns null where the system does not tell
 */
export async function portHolder(
  port: number,
  platform: NodeJS.Platform = process.platform,
): Promise<string | null> {
  try {
    if (platform === 'linux') return await onLinux(port);
    if (platform === 'darwin') {
      return ofLsof(await run('/usr/sbin/lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']));
    }
    if (platform === 'win32') return await onWindows(port);
    return null;
  } catch {
    return null;
  }
}

async function onLinux(port: number): Promise<string | null> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((table) => readFile(table, 'utf8').catch(() => '')),
  );
  const inodes = new Set(tables.flatMap((table) => listeningInodes(table, port)));
  if (inodes.size === 0) return null;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const file of files) {
      const target = await readlink(`/proc/${pid}/fd/${file}`).catch(() => '');
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      if (inode === undefined || !inodes.has(inode)) continue;
      const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'a program');
      return named(name.trim(), pid);
    }
  }
  return 'a program of another user';
}

/**
 * The inodes of the sockets that listen on a port.
 *
 * @param table as `/proc/net/tcp` holds it: the local address in hexadecimal is the second column, the state
 *   (`0A` is LISTEN) the fourth, the inode the tenth
 */
export function listeningInodes(table: string, port: number): readonly string[] {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table.split('\n').flatMap((line) => {
    const columns = line.trim().split(/\s+/);
    const inode = columns[9];
    return columns[1]?.endsWith(wanted) === true && columns[3] === '0A' && inode !== undefined ? [inode] : [];
  });
}

/** Reads what `lsof -Fpc` prints: `p` and the process's number, `c` and its name, a line each. */
export function ofLsof(output: string): string | null {
  const pid = /^p(\d+)$/m.exec(output)?.[1];
  const name = /^c(.+)$/m.exec(output)?.[1];
  return pid === undefined || name === undefined ? null : named(name, pid);
}

async function onWindows(port: number): Promise<string | null> {
  const pid = pidOfNetstat(await run('netstat', ['-ano', '-p', 'TCP']), port);
  if (pid === null) return null;
  const task = await run('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']);
  return named(/^"([^"]+)"/m.exec(task)?.[1] ?? 'a program', pid);
}

/** The process that listens on a port, as `netstat -ano` prints it; the words for the state are the system's language's. */
export function pidOfNetstat(output: string, port: number): string | null {
  for (const line of output.split('\n')) {
    const [protocol, local, remote, , pid] = line.trim().split(/\s+/);
    const listens = remote === '0.0.0.0:0' || remote === '[::]:0';
    if (protocol === 'TCP' && listens && local?.endsWith(`:${port}`) === true && pid !== undefined)
      return pid;
  }
  return null;
}

const named = (name: string, pid: string): string => `${name} (process ${pid})`;

async function run(program: string, args: readonly string[]): Promise<string> {
  const options = { timeout: ASK_MS, windowsHide: true, env: gatewayEnvironment(process.env) };
  return (await promisify(execFile)(program, args, options)).stdout;
}
