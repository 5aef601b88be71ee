import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Program } from './server-process.ts';

/** A server whose whole log can be read. */
export interface LoggedServer {
  /** What it has written since it started. */
  readonly log: () => string;
  /** Waits until the log matches; throws with the log's end after ten seconds. */
  readonly said: (words: RegExp) => Promise<void>;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Ends it and all that it has started. */
  readonly stop: () => Promise<void>;
}

const START_LIMIT_MS = 60_000;
const environment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Starts a server in a process group of its own, and waits until it has written `ready`. */
export async function startLogged(program: Program, ready: RegExp): Promise<LoggedServer> {
  const child = spawn(program.path, program.args, {
    ...program.account,
    cwd: program.folder,
    env: environment,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  let isGone = false;
  child.stderr.on('data', (text: Buffer) => (log += text.toString()));
  const gone = new Promise<void>((resolve) => {
    const end = (): void => {
      isGone = true;
      resolve();
    };
    child.once('close', end);
    child.once('error', end);
  });
  const kill = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // already gone
    }
  };
  process.once('exit', kill);
  void gone.then(() => process.off('exit', kill));

  const wait = async (words: RegExp, limitMs: number): Promise<void> => {
    const end = performance.now() + limitMs;
    while (!words.test(log)) {
      if (isGone || performance.now() > end) {
        kill();
        throw new Error(`${program.path} did not write ${String(words)}:\n${log.slice(-4_000)}`);
      }
      await delay(20);
    }
  };
  await wait(ready, START_LIMIT_MS);
  return {
    log: () => log,
    said: (words) => wait(words, 10_000),
    signal: (signal) => void child.kill(signal),
    stop: async () => {
      kill();
      await gone;
    },
  };
}
