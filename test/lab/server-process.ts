import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Account } from './programs.ts';

/** A program to run, with an environment of its own so that nothing of the user's settings leaks in. */
export interface Program {
  readonly path: string;
  readonly args: readonly string[];
  readonly account: Account | undefined;
  readonly folder: string;
}

/** A server that is up. */
export interface ServerProcess {
  /** The system's number for it. */
  readonly pid: number;
  /** Sends the signal to the server, and SIGKILL to its whole group if it is not gone after five seconds. */
  readonly stop: (signal: NodeJS.Signals) => Promise<void>;
}

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 5_000;
const environment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Runs a program to its end. Throws with what it wrote if it fails. */
export async function runToEnd(program: Program, input = ''): Promise<void> {
  const child = spawn(program.path, program.args, {
    ...program.account,
    cwd: program.folder,
    env: environment,
  });
  let output = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (output += text.toString()));
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${program.path} ended with ${String(code)}:\n${output.slice(-2000)}`);
}

/**
 * Starts a server in a process group of its own and waits until it writes `ready`. If it ends or is not
 * ready within a minute it is killed, and the error has the end of what it wrote. The group is killed too
 * when this process exits without having stopped it.
 */
export async function startServer(program: Program, ready: RegExp): Promise<ServerProcess> {
  const child = spawn(program.path, program.args, {
    ...program.account,
    cwd: program.folder,
    env: environment,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const killGroup = (): void => void (child.pid !== undefined && killAll(child.pid));
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  process.once('exit', killGroup);
  void gone.then(() => process.off('exit', killGroup));

  let log = '';
  const up = new Promise<boolean>((resolve) => {
    child.stderr.on('data', (text: Buffer) => {
      log = (log + text.toString()).slice(-4000);
      if (ready.test(log)) resolve(true);
    });
    child.once('error', (error) => {
      log += error.message;
      resolve(false);
    });
    void gone.then(() => resolve(false));
  });
  if (!(await within(START_LIMIT_MS, up))) {
    killGroup();
    throw new Error(`${program.path} did not start:\n${log}`);
  }
  return {
    pid: child.pid ?? 0,
    stop: async (signal) => {
      child.kill(signal);
      if (
        !(await within(
          STOP_LIMIT_MS,
          gone.then(() => true),
        ))
      )
        killGroup();
      await gone;
    },
  };
}

/** `count` ports of this machine that nobody uses, below those that outgoing connections take. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (!ports.includes(port) && (await isFree(port))) ports.push(port);
  }
  return ports;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const free = new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.once('listening', () => server.close(() => resolve(true)));
  });
  server.listen({ port, host: 'localhost', exclusive: true });
  return free;
}

/** What the promise says, or undefined when it takes longer than `ms` milliseconds. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), ms)));
  const first = await Promise.race([promise, late]);
  clearTimeout(timer);
  return first;
}

function killAll(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // already gone
  }
}
