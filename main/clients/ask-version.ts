import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { withoutCredentials } from '../profiles/without-credentials.ts';

/** How long a program may take to answer, in milliseconds: one in Python loads for a second on a busy machine. */
const TIMEOUT_MS = 5_000;

/**
 * Asks programs for their version (`--version`), each once for as long as its file stays the same. Its answer is all
 * that is wanted; no answer is an empty one.
 *
 * @param environment the environment that programs are run with, but for credentials
 */
export function versionAsker(
  environment: Readonly<Record<string, string | undefined>>,
): (program: string) => Promise<string> {
  const answers = new Map<string, Promise<string>>();
  return async (program) => {
    const changed = (await stat(program).catch(() => null))?.mtimeMs ?? 0;
    const key = `${program}\n${changed}`;
    const known = answers.get(key) ?? ask(program, environment);
    answers.set(key, known);
    return known;
  };
}

function ask(program: string, env: Readonly<Record<string, string | undefined>>): Promise<string> {
  return new Promise((resolve) => {
    const options = {
      timeout: TIMEOUT_MS,
      windowsHide: true,
      maxBuffer: 65_536,
      env: withoutCredentials(env),
    };
    execFile(program, ['--version'], options, (_error, output) => resolve(output.slice(0, 1_000)));
  });
}
