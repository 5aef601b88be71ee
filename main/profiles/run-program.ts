import { spawn, type ChildProcess } from 'node:child_process';
import { shellWords } from '../../app/profiles/config-files/shell-words.ts';
import { windowsWords } from '../../app/profiles/config-files/windows-words.ts';

/** How long the program may take, in milliseconds: a browser or a password store may be behind it. */
const TIMEOUT_MS = 60_000;
/** How much it may print, in bytes. */
const MAX_OUTPUT_BYTES = 1024 * 1024;
/** How long output is waited for that a program left behind still holds open, in milliseconds. */
const LEFT_BEHIND_MS = 1_000;
/** How much of its last words is kept, in bytes. */
const MAX_STDERR_BYTES = 8_192;

/** Why a program gave nothing. */
export type RunFailure =
  /** A quote of its command line is not closed, or it is empty. */
  'unreadable' | 'not-found' | 'not-started' | 'exit' | 'signal' | 'timeout' | 'too-much';

/** What became of a program; nothing of it tells its arguments. */
export type Ran =
  | { readonly ok: true; readonly stdout: string }
  | {
      readonly ok: false;
      readonly failure: RunFailure;
      /** The exit code, the signal or the system's error, as text; empty where there is none. */
      readonly detail: string;
      /** The end of what it said on stderr. */
      readonly stderr: string;
    };

/**
 * Runs the program of `credential_process` in a process group of its own, with nothing to read and no terminal.
 * After a minute, or a mebibyte of output, all of the group is ended.
 *
 * @param commandLine split as the AWS CLI does it, without a shell
 * @param limits for tests
 */
export function runProgram(
  commandLine: string,
  env: NodeJS.ProcessEnv,
  limits: { readonly timeoutMs: number } = { timeoutMs: TIMEOUT_MS },
): Promise<Ran> {
  const command = commandOn(process.platform, commandLine);
  if (command === null) return Promise.resolve({ ok: false, failure: 'unreadable', detail: '', stderr: '' });
  return new Promise((resolve) => {
    const child = spawn(command.program, command.args, {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      shell: command.needsShell,
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
    const failed = (failure: RunFailure, detail: string): void =>
      end({ ok: false, failure, detail, stderr: stderr.toString() });
    const stop = (failure: RunFailure): void => {
      killGroup(child);
      failed(failure, '');
    };
    const deadline = setTimeout(() => stop('timeout'), limits.timeoutMs);
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_OUTPUT_BYTES) stop('too-much');
      else stdout.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = Buffer.concat([stderr, chunk]).subarray(-MAX_STDERR_BYTES);
    });
    child.on('error', (cause) => {
      const code = codeOf(cause);
      failed(code === 'ENOENT' ? 'not-found' : 'not-started', code);
    });
    const ended = (code: number | null, signal: NodeJS.Signals | null): void => {
      if (code === 0) end({ ok: true, stdout: Buffer.concat(stdout).toString() });
      else if (code === null) failed('signal', signal ?? 'a signal');
      else failed('exit', String(code));
    };
    child.on('close', ended);
    // what it has started may go on, and hold its output open for ever
    child.on('exit', (code, signal) => setTimeout(ended, LEFT_BEHIND_MS, code, signal).unref());
  });
}

/** A command line as it is started. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly needsShell: boolean;
}

/**
 * What a command line starts on a system. Windows starts `.cmd` and `.bat` files by `cmd.exe` alone, which takes the
 * line as it is written, in its own quoting.
 *
 * @returns null where a quote is not closed, or nothing is written
 */
export function commandOn(platform: NodeJS.Platform, commandLine: string): Command | null {
  const [program, ...args] = wordsOn(platform, commandLine) ?? [];
  if (program === undefined || program === '') return null;
  if (platform === 'win32' && /\.(cmd|bat)$/i.test(program)) {
    return { program: commandLine, args: [], needsShell: true };
  }
  return { program, args, needsShell: false };
}

/** A command line's words, as the AWS CLI splits it on a system; null where a quote is not closed. */
export function wordsOn(platform: NodeJS.Platform, commandLine: string): string[] | null {
  return platform === 'win32' ? windowsWords(commandLine) : shellWords(commandLine);
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
