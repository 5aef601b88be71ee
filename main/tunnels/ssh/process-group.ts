import { spawn, type ChildProcess } from 'node:child_process';

/** How long a group may take to end when it is asked to, in milliseconds. */
const END_TIMEOUT_MS = 2_000;
/** How long what it wrote last may take to come, in milliseconds: something that it has left behind may hold the pipe. */
const LAST_LINES_TIMEOUT_MS = 500;

/** What is started, and with what. */
export interface GroupStart {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly folder: string;
}

/** What is heard of a group. */
export interface GroupEvents {
  /** A line of its standard error, without its end. */
  readonly onLine: (line: string) => void;
  /** It has ended, or could not be started: then with the system's code. Told once. */
  readonly onEnd: (code: string | null) => void;
}

/** A program and all that it starts, such as a `ProxyCommand`. */
export interface ProcessGroup {
  /** The program's number; undefined where it could not be started. */
  readonly pid: number | undefined;
  /** Ends all of it, at last by force; resolves when the program has ended. */
  readonly end: () => Promise<void>;
}

/** Starts a program away from any terminal, never through a shell. */
export function startGroup(
  { program, args, env, folder }: GroupStart,
  { onLine, onEnd }: GroupEvents,
): ProcessGroup {
  const isGrouped = process.platform !== 'win32';
  const child = spawn(program, [...args], {
    env,
    cwd: folder,
    detached: isGrouped,
    windowsHide: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let rest = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split(/\r?\n/);
    // nobody writes lines of such a length for people
    rest = (lines.pop() ?? '').slice(-4_096);
    for (const line of lines) onLine(line);
  });
  let isOver = false;
  const over = (code: string | null): void => {
    if (isOver) return;
    isOver = true;
    if (rest !== '') onLine(rest);
    onEnd(code);
  };
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      signal(child, 'SIGTERM', isGrouped);
      resolve();
      setTimeout(() => over(null), LAST_LINES_TIMEOUT_MS).unref();
    });
    child.once('error', (cause) => {
      resolve();
      over('code' in cause && typeof cause.code === 'string' ? cause.code : cause.message);
    });
  });
  child.once('close', () => over(null));
  return {
    pid: child.pid,
    async end() {
      signal(child, 'SIGTERM', isGrouped);
      const timer = setTimeout(() => signal(child, 'SIGKILL', isGrouped), END_TIMEOUT_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}

function signal({ pid }: ChildProcess, name: 'SIGTERM' | 'SIGKILL', isGrouped: boolean): void {
  if (pid === undefined) return;
  try {
    process.kill(isGrouped ? -pid : pid, name);
  } catch {
    // it has ended
  }
}
