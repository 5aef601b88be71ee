import { fail, type Failure } from '../../app/common/result.ts';
import { redact } from '../../app/common/text/redact.ts';
import { shellWord } from '../../app/common/text/shell.ts';
import { maskValue } from '../../app/profiles/config-files/mask.ts';
import type { Ran } from './run-program.ts';

/** How much of a program's last words is shown, in characters, and how many of its lines. */
const MAX_LAST_WORDS = 300;
const MAX_LAST_LINES = 3;

/** What programs say where they would ask somebody and there is no terminal. */
const WANTS_TERMINAL =
  /\b(no|not an?|isn't an?|requires? an?|without an?|open) (interactive )?(tty|terminal)\b|\/dev\/tty|inappropriate ioctl|EOF(Error| when reading)|not interactive|non-?interactive|askpass|input device is not a/i;

/**
 * Why the program of a `credential_process` gave nothing, and what to do.
 *
 * @param what as a sentence begins with it
 * @param owner the profile whose settings have the program
 */
export function describeRun(
  what: string,
  owner: string,
  commandLine: string,
  ran: Extract<Ran, { ok: false }>,
): { ok: false; error: Failure } {
  const last = lastWords(ran.stderr);
  const said = last === '' ? '.' : `: ${last}`;
  switch (ran.failure) {
    case 'unreadable':
      return fail('profile-unusable', `${what} has a quote that is not closed.`, {
        hint: 'Close it in the AWS config file.',
      });
    case 'not-found':
      return fail('process-failed', `${what} was not found: ${programOf(commandLine)}.`, {
        hint: 'Install it, or write its whole path. Latchkey looks on the PATH of your login shell.',
      });
    case 'not-started':
      return fail(
        'process-failed',
        `${what} could not be started (${ran.detail}): ${programOf(commandLine)}.`,
        {
          hint: 'Look whether it is a program that you may run.',
        },
      );
    case 'timeout':
      return fail('process-failed', `${what} did not end within 60 seconds${said}`, inTerminal(owner));
    case 'too-much':
      return fail('process-failed', `${what} printed more than 1 MiB.`, {
        hint: 'It may print one JSON object and nothing else; see what it runs.',
      });
    case 'signal':
      return fail('process-failed', `${what} was ended by ${ran.detail}${said}`, inTerminal(owner));
    case 'exit':
      return WANTS_TERMINAL.test(ran.stderr)
        ? fail('process-failed', `${what} wants to ask you something in a terminal${said}`, inTerminal(owner))
        : fail('process-failed', `${what} ended with exit code ${ran.detail}${said}`, inTerminal(owner));
  }
}

/** Runs the program where it can ask: the AWS CLI hands it its terminal and shows no key. */
export function inTerminal(owner: string): Pick<Failure, 'hint' | 'command'> {
  return {
    hint: 'Run this in a terminal to see what it needs; then check again.',
    command: `aws sts get-caller-identity --profile ${shellWord(owner)}`,
  };
}

/** The program without its arguments, which may hold anything. */
function programOf(commandLine: string): string {
  return maskValue('credential_process', commandLine);
}

/** The last lines that a program has said on stderr, as one, without what looks like a key. */
function lastWords(stderr: string): string {
  const lines = stderr.split(/[\r\n]+/).map((line) => line.replaceAll(/\p{C}+/gu, ' ').trim());
  const last = lines
    .filter((line) => line !== '')
    .slice(-MAX_LAST_LINES)
    .join(' ');
  return maskValue('stderr', redact(last)).slice(-MAX_LAST_WORDS);
}
