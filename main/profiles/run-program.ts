import { spawn, type ChildProcess } from 'node:child_process';
import { shellWords } from '../../app/profiles/config-files/shell-words.ts';

/** How long the program may take, in milliseconds: a browser or a password store may be behind it. */
const TIMEOUT_MS = 60_000;
/** How much it may print, in bytes. */
const MAX_OUTPUT_BYTES = 1024 * 1024;
/** How long output is waited for that a program left behind still holds open, in milliseconds. */
const LEFT_BEHIND_MS = 1_000;
/** How much of its last words is kept, in bytes. */
const MAX_STDERR_BYTES = 8_192;

/** What became of a program; `why` is in words, and says nothing of its arguments. */
export type Ran =
  | { readonly ok: true; readonly stdout: string }
  | { readonly ok: false; readonly why: string; readonly stderr: string };

/**
 * Runs the program of `credential_process` in a process group of its own, with nothing to read. After
 * a minute, or a mebibyte of output, all of the group is ended.
 *
 * @param commandLine split as the AWS CLI does it, without a shell; on Windows `cmd.exe` takes it, as `.cmd`
 * files need it
 * @param limits for tests
 */
export function runProgram(
  commandLine: string,
  env: NodeJS.ProcessEnv,
  limits: { readonly timeoutMs: number } = { timeoutMs: TIMEOUT_MS },
): Promise<Ran> {
  const words = process.platform === 'win32' ? [commandLine] : shellWords(commandLine);
  const [program, ...args] = words ?? [];
  if (program === undefined) {
    return Promise.resolve({ ok: false, why: 'has a quote that is not closed', stderr: '' });
  }
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      shell: process.platform === 'win32',
      windowsHide: true,
    });
    const stdout: Buffer[] = [];
    let stderr = Buffer.alloc(0);
    let size = 0;
    const end = (ran: Ran): void => {
      clearTimeout(deadline);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve(ran);
    };
    const failed = (why: string): void => end({ ok: false, why, stderr: stderr.toString() });
    const stop = (why: string): void => {
      killGroup(child);
      failed(why);
    };
    const deadline = setTimeout(
      () => stop(`did not end within ${limits.timeoutMs / 1_000} seconds`),
      limits.timeoutMs,
    );
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_OUTPUT_BYTES) stop('printed more than 1 MiB');
      else stdout.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = Buffer.concat([stderr, chunk]).subarray(-MAX_STDERR_BYTES);
    });
    child.on('error', (cause) => failed(`could not be started (${codeOf(cause)})`));
    const ended = (code: number | null, signal: NodeJS.Signals | null): void => {
      if (code === 0) end({ ok: true, stdout: Buffer.concat(stdout).toString() });
      else failed(code === null ? `was ended by ${signal ?? 'a signal'}` : `ended with exit code ${code}`);
    };
    child.on('close', ended);
    // what it has started may go on, and hold its output open for ever
    child.on('exit', (code, signal) => setTimeout(ended, LEFT_BEHIND_MS, code, signal).unref());
  });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/T', '/F', '/PID', String(child.pid)], { stdio: 'ignore', windowsHide: true }).on(
      'error',
      () => child.kill(),
    );
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // it has ended meanwhile
  }
}

function codeOf(cause: Error): string {
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}
