import { fail, succeed, type Result } from '../../common/result.ts';
import type { Platform } from '../model.ts';
import type { WindowPlan } from './definition.ts';

/** The systems on which a client is the same. */
export const everywhere: readonly Platform[] = ['darwin', 'win32', 'linux'];

/**
 * The longest command line that Windows starts a program with, in UTF-16 units and without the NUL (Win32 API,
 * CreateProcessW, `lpCommandLine`).
 */
const LONGEST_WINDOWS_COMMAND = 32_766;

/** Room for the program's own path, at its longest without a prefix (Win32 API, `MAX_PATH`). */
const LONGEST_PROGRAM = 260;

/**
 * A plan of the words that a client with a window is started with, unless Windows would not take them: each is
 * counted as if it had to be quoted and every character of it escaped.
 *
 * @returns `launch-failed` where they are too long
 */
export function inWindow(
  client: string,
  platform: Platform,
  start: Partial<Pick<WindowPlan, 'args' | 'url' | 'set'>>,
): Result<WindowPlan> {
  const plan: WindowPlan = { runsIn: 'window', args: [], url: null, set: {}, ...start };
  const words = plan.url === null ? plan.args : [...plan.args, plan.url];
  const length = words.reduce((sum, word) => sum + 2 * word.length + 3, LONGEST_PROGRAM);
  if (platform !== 'win32' || length <= LONGEST_WINDOWS_COMMAND) return succeed(plan);
  return fail('launch-failed', `What ${client} is to be started with is longer than Windows takes.`, {
    hint: `Shorten the connection’s name. “Set up in ${client}” needs no such words.`,
  });
}

/**
 * A refusal of a value that a client would take for something else.
 *
 * @param instead what does take it; unsaid: the entry that is set up once
 */
export function cannotTake(
  client: string,
  what: string,
  instead = `Use “Set up in ${client}” once, or “How to connect”, and open it from there.`,
): Result<never> {
  return fail('launch-failed', `${client} cannot be started with ${what}.`, { hint: instead });
}

/**
 * What an entry is called in a client that finds its entries by their names: no other connection’s gateway has
 * this port, so that one of the same name is not taken for it.
 */
export function entryName({ name, port }: { readonly name: string; readonly port: number }): string {
  return `${name} (Latchkey ${port})`;
}
