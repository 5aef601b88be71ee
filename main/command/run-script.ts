import { shellWord } from '../../app/common/text/shell.ts';
import type { ClientRun } from '../../app/command/model.ts';

/**
 * What the command's script runs to become a client, signed in. The script's own shell takes it from memory: the
 * password is in no argument list and in no file of ours. It reaches psql in the client's own environment; MySQL's
 * and MariaDB's clients read it from a descriptor, for which the shell makes a pipe (dash, and bash since 5.1) or a
 * file that is deleted before the client starts (older bash).
 *
 * The words of the user that belong to the client stay in `"$@"` and come back byte for byte.
 */
export function runScript(run: ClientRun): string {
  const { secret, program, args, ownWords } = run;
  const words = [program, ...args].map(shellWord);
  const lines = [
    // its output may be read by a program, so where one is goes to a person alone
    `[ ! -t 0 ] || [ ! -t 2 ] || printf '%s\\n' ${shellWord(run.banner)} >&2`,
    `shift ${ownWords}`,
    ...run.unset.map((name) => `unset ${name}`),
    ...Object.entries(run.set).map(([name, value]) => `export ${name}=${shellWord(value)}`),
  ];
  const exec =
    secret.by === 'environment'
      ? [
          `export ${secret.variable}=${shellWord(secret.content.replace(/\n$/, ''))}`,
          `exec ${words.join(' ')} "$@"`,
        ]
      : [
          `exec ${[words[0], shellWord(`${secret.argument}/dev/fd/3`), ...words.slice(1)].join(' ')} "$@" 3<<'${MARK}'`,
          `${secret.content}${MARK}`,
        ];
  return [...lines, ...exec, ''].join('\n');
}

/** Ends what the descriptor holds: no line of an option file that a plan makes. */
const MARK = 'END-OF-LATCHKEY-OPTIONS';
