import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A packaged program, driven from outside as a person does: it lets no debugger in. */
export interface Driven {
  readonly process: ChildProcess;
  /** Presses keys, in X's words, such as `ctrl+c`. */
  press(...keys: readonly string[]): Promise<void>;
  type(text: string): Promise<void>;
  /** Resolves with the program's exit code. */
  readonly ended: Promise<number | null>;
}

/**
 * Starts a program and gives its window the keyboard. Needs an X display (`DISPLAY`) and xdotool.
 *
 * @param env the whole environment
 * @param limitMs how long its window may take, in milliseconds
 */
export async function drive(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  limitMs: number,
): Promise<Driven> {
  const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('exit', resolve);
    child.once('error', reject);
  });
  const window = await until(limitMs, async () => {
    const { stdout } = await run('xdotool', [
      'search',
      '--onlyvisible',
      '--pid',
      String(child.pid),
      '--name',
      '^Latchkey$',
    ]);
    return stdout.trim().split('\n').at(-1) || null;
  });
  await run('xdotool', ['windowfocus', '--sync', window]);
  return {
    process: child,
    ended,
    press: async (...keys) => void (await run('xdotool', ['key', '--clearmodifiers', ...keys])),
    type: async (text) => void (await run('xdotool', ['type', '--delay', '20', text])),
  };
}

/**
 * Asks again and again until there is an answer; a question that fails has none yet.
 *
 * @param limitMs how long to ask, in milliseconds
 */
export async function until<T>(limitMs: number, ask: () => Promise<T | null>): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const answer = await ask().catch(() => null);
    if (answer !== null) return answer;
    if (Date.now() > end) throw new Error(`No answer in ${limitMs} ms.`);
    await wait(200);
  }
}
