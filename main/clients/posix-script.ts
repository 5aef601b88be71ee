import type { TerminalPlan } from '../../app/clients/catalogue/form.ts';
import { shellWord } from '../../app/clients/quoting.ts';

/** What a start script runs and says. */
export interface ScriptSubject {
  /** The folder that holds the script and the secret; the script removes it. */
  readonly folder: string;
  /** The secret's file in that folder. */
  readonly secretFile: string;
  /** The client's full path. */
  readonly program: string;
  /** The client's name, for people. */
  readonly clientName: string;
  /** One line that says where one is. */
  readonly banner: string;
}

/**
 * The start script for Linux and macOS. It opens the secret's file on a descriptor of the subshell
 * that becomes the client, removes the file and its own folder, and only then starts the client: the
 * waiting shell never knows the secret. INT and QUIT are caught and not ignored, so that Ctrl-C
 * reaches the client with its own default and leaves the window open.
 *
 * The script is one function: a shell may read a script as it runs, and this one removes itself.
 */
export function posixScript(plan: TerminalPlan, subject: ScriptSubject): string {
  const folder = shellWord(subject.folder);
  const secret = shellWord(subject.secretFile);
  const words = [subject.program, ...plan.args].map(shellWord);
  const take =
    plan.secret.by === 'environment'
      ? [
          `IFS= read -r ${plan.secret.variable} <&3`,
          'exec 3<&-',
          `export ${plan.secret.variable}`,
          `exec ${words.join(' ')}`,
        ]
      : [`exec ${[words[0], shellWord(`${plan.secret.argument}/dev/fd/3`), ...words.slice(1)].join(' ')}`];
  return `#!/bin/sh
# Made by Latchkey for one sign-in. It removes itself before the client starts.
start() {
  if [ ! -r ${secret} ]; then
    echo 'This start script has been used up. Open the client from Latchkey again.'
    echo 'Press Enter to close.'
    IFS= read -r _
    exit 1
  fi
  cd || cd /
  trap : INT QUIT
  printf '%s\\n' ${shellWord(subject.banner)}
  (
    rm -rf -- ${folder}
    if [ -e ${secret} ]; then
      echo 'The file with the token could not be removed, so the client was not started.'
      exit 1
    fi
${[...plan.unset.map((name) => `unset ${name}`), ...Object.entries(plan.set).map(([name, value]) => `export ${name}=${shellWord(value)}`), ...take].map((line) => `    ${line}`).join('\n')}
  ) 3<${secret}
  status=$?
  if [ "$status" -ne 0 ]; then
    printf '\\n%s ended with code %s. Press Enter to close.\\n' ${shellWord(subject.clientName)} "$status"
    IFS= read -r _
  fi
  exit "$status"
}
start
`;
}
