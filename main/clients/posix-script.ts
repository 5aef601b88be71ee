import type { Banner } from '../../app/clients/banner.ts';
import type { TerminalPlan } from '../../app/clients/catalogue/definition.ts';
import type { Environment } from '../../app/endpoints/model.ts';
import { AT_ONCE_S } from './failed-at-once.ts';
import { shellWord } from '../../app/common/text/shell.ts';

/** What a start script runs and says. */
export interface ScriptSubject {
  /** The folder that holds the script and the secret; the script removes it. */
  readonly folder: string;
  /** The secret's file in that folder. */
  readonly secretFile: string;
  /** Where the script says that the client has failed at once; left out, it says nothing. */
  readonly endFile?: string;
  /** The client's full path. */
  readonly program: string;
  /** The client's name, for people. */
  readonly clientName: string;
  /** What is said of where one is. */
  readonly banner: Banner;
}

/**
 * The start script for Linux and macOS. It opens the secret's file on a descriptor of the subshell
 * that becomes the client, removes the file and its own folder, and only then starts the client: the
 * waiting shell never knows the secret. INT and QUIT are caught and not ignored, so that Ctrl-C
 * reaches the client with its own default and leaves the window open: it closes when the user says so.
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
# Made by Latchkey for one login. It removes itself before the client starts.
start() {
  if [ ! -r ${secret} ]; then
    echo 'This start script has been used up. Open the client from Latchkey again.'
    echo 'Press Enter to close.'
    IFS= read -r _
    exit 1
  fi
  cd || cd /
  trap : INT QUIT
${sayWhere(subject.banner)}
  began=$(date +%s 2>/dev/null || echo 0)
  (
    rm -rf -- ${folder}
    if [ -e ${secret} ]; then
      echo 'The file with the token could not be removed, so the client was not started.'
      exit 1
    fi
${[...plan.unset.map((name) => `unset ${name}`), ...Object.entries(plan.set).map(([name, value]) => `export ${name}=${shellWord(value)}`), ...take].map((line) => `    ${line}`).join('\n')}
  ) 3<${secret}
  status=$?
${sayFailure(subject.endFile)}  # a client that was killed may leave the terminal in a state in which Enter ends no line
  [ -t 0 ] && stty sane
  if [ "$status" -ne 0 ]; then
    printf '\\n%s ended with code %s. Press Enter to close.\\n' ${shellWord(subject.clientName)} "$status"
    IFS= read -r _
  elif [ -t 0 ]; then
    printf '\\n%s ended. Press Enter to close.\\n' ${shellWord(subject.clientName)}
    IFS= read -r _
  fi
  exit "$status"
}
start
`;
}

/** Reports a client that fails at once: its exit code and how long it ran, in seconds, and nothing else. */
function sayFailure(endFile: string | undefined): string {
  if (endFile === undefined) return '';
  return `  ran=$(($(date +%s 2>/dev/null || echo 0) - began))
  if [ "$status" -ne 0 ] && [ "$ran" -ge 0 ] && [ "$ran" -le ${AT_ONCE_S} ]; then
    (umask 077; printf '%s %s\\n' "$status" "$ran" > ${shellWord(endFile)}) 2>/dev/null
  fi
`;
}

/** A label's colours as SGR parameters (ECMA-48, 8.3.117): dark on light or light on dark, whatever the terminal's are. */
const colours: Readonly<Record<Environment['kind'], string>> = {
  prod: '97;41',
  staging: '30;43',
  dev: '30;42',
  other: '97;100',
};

/**
 * Says where one is: in the window's title (OSC 0: Xterm Control Sequences, "Operating System Commands") and in a line,
 * with the environment in its colour unless the user wants none (no-color.org). What is no terminal, or a dumb one,
 * gets plain text and no title.
 */
function sayWhere({ tag, line, title }: Banner): string {
  const plain = `printf '%s\\n' ${shellWord(tag === null ? line : `${tag.text} ${line}`)}`;
  const coloured =
    tag === null
      ? plain
      : `printf '\\033[${colours[tag.kind]}m%s\\033[0m %s\\n' ${shellWord(tag.text)} ${shellWord(line)}`;
  return `  if [ ! -t 1 ] || [ "\${TERM:-dumb}" = dumb ]; then
    ${plain}
  else
    printf '\\033]0;%s\\007' ${shellWord(title)}
    if [ -n "\${NO_COLOR-}" ]; then
      ${plain}
    else
      ${coloured}
    fi
  fi`;
}
