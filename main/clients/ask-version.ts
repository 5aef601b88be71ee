import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { fail, succeed, type Result } from '../../app/common/result.ts';
import { withoutCredentials } from '../profiles/without-credentials.ts';

/** How long a program may take to answer, in milliseconds: one in Python loads for a second on a busy machine. */
const TIMEOUT_MS = 5_000;

/**
 * Asks programs for their version (`--version`), each once for as long as its file stays the same. Its answer is all
 * that is wanted; no answer is an empty one.
 *
 * @param environment the environment that programs are run with, but for credentials
 * @returns `launch-failed` for a program that cannot be started, which is asked again the next time
 */
export function versionAsker(
  environment: Readonly<Record<string, string | undefined>>,
): (program: string) => Promise<Result<string>> {
  const answers = new Map<string, Promise<Result<string>>>();
  return async (program) => {
    const changed = (await stat(program).catch(() => null))?.mtimeMs ?? 0;
    const key = `${program}\n${changed}`;
    const known = answers.get(key) ?? ask(program, environment);
    answers.set(key, known);
    const answer = await known;
    if (!answer.ok) answers.delete(key);
    return answer;
  };
}

function ask(program: string, env: Readonly<Record<string, string | undefined>>): Promise<Result<string>> {
  return new Promise((resolve) => {
    const options = {
      timeout: TIMEOUT_MS,
      windowsHide: true,
      maxBuffer: 65_536,
      env: withoutCredentials(env),
    };
    try {
      execFile(program, ['--version'], options, (error, output) => {
        // what a program that ran ends with is its own matter; one that never ran has the system's code in words
        const code: unknown = error?.code;
        resolve(typeof code === 'string' ? notStarted(program, code) : succeed(output.slice(0, 1_000)));
      });
    } catch (cause) {
      // for most of the system's reasons Node throws at once
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
      resolve(notStarted(program, code));
    }
  });
}

/** What the system says where a program cannot be started, in words. */
const reasons: Readonly<Record<string, string>> = {
  ETXTBSY: 'It is being written just now.',
  EACCES: 'It may not be run.',
  ENOENT: 'It, or the interpreter that its first line names, is not there.',
  EINVAL: 'It is not a program that Windows starts without a shell.',
  // macOS's EBADARCH, for which Node has no name
  'Unknown system error -86': 'It is for another processor: install Rosetta, or the version for this Mac.',
};

function notStarted(program: string, code: string): Result<never> {
  return fail(
    'launch-failed',
    `${program} could not be started. ${reasons[code] ?? `The system says ${code}.`}`,
  );
}
