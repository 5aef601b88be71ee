import { shellWord } from '../../app/common/text/shell.ts';
import { ANSWER_WORD } from './pending-answers.ts';

/** What the script of the command is made from. */
export interface PosixClient {
  /** The file that gives access to the running Latchkey. */
  readonly accessFile: string;
  /** How Latchkey is started where it does not run, program first; null where it cannot be. */
  readonly start: readonly [string, ...string[]] | null;
  /** Whether it needs a display of X or Wayland to start. */
  readonly needsDisplay: boolean;
}

/**
 * The command for a POSIX shell (tried with dash and bash). It sends its words to the running Latchkey and does what
 * the reply says, which begins with its status and ends with a full stop, so that a shell's variable keeps its last
 * newline: 200 is to be printed, 298 is a ticket and what is to be said while the answer to it waits for a person, 299
 * is a script that becomes a client, 4NN is a refusal with exit code NN. The words go by standard input and the secret
 * by curl's configuration, so that neither is in an argument list. Where Latchkey does not run it is started without a window, and waited for.
 *
 * A socket and an access file that belong to somebody else are not asked: what they answer would be run.
 */
export function posixClient({ accessFile, start, needsDisplay }: PosixClient): string {
  return `#!/bin/sh
# latchkey: asks the running Latchkey. Written by Latchkey at its start; do not change it here.
access=${shellWord(accessFile)}
[ $# -gt 0 ] || set -- help

stop() {
  code=$1
  shift
  printf 'latchkey: %s\\n' "$1" >&2
  [ $# -lt 2 ] || printf '  %s\\n' "$2" >&2
  exit "$code"
}

ask() {
  [ -e "$access" ] || return 7
  [ -O "$access" ] || stop 77 'This command belongs to another user.' 'Install your own in the settings of Latchkey.'
  reply=$(printf '%s\\0' "$@" | curl -q --config "$access")
}

start() {
${startLines(start, needsDisplay)
  .map((line) => `  ${line}`)
  .join('\n')}
}

ask "$@"
failed=$?
if [ "$failed" -eq 7 ]; then
  start
  tries=0
  while [ "$failed" -eq 7 ]; do
    tries=$((tries + 1))
    [ "$tries" -le 150 ] || stop 69 'Latchkey was started but does not answer.' 'Check its window, then try again.'
    sleep 0.2 2>/dev/null || sleep 1
    ask "$@"
    failed=$?
  done
fi
heard() {
  case $failed in
    0) ;;
    127) stop 69 'curl was not found, and this command needs it.' 'Install curl 7.40 or later.' ;;
    28) stop 75 'Latchkey did not answer in time.' 'Check its window, then try again.' ;;
    *) stop 75 "Latchkey could not be asked (curl says $failed)." 'Try again.' ;;
  esac
}
heard
case $reply in
  298*.)
    said=\${reply#298}
    said=\${said%.}
    printf '%s' "\${said#* }" >&2
    ask ${ANSWER_WORD} "\${said%% *}"
    failed=$?
    heard
    ;;
esac

said=\${reply#???}
said=\${said%.}
case $reply in
  200*.) printf '%s' "$said" ;;
  299*.) eval "$said" ;;
  46[4-9]*. | 47[0-8]*.)
    printf '%s' "$said" >&2
    code=\${reply%"\${reply#???}"}
    exit "\${code#4}"
    ;;
  *) stop 70 "Latchkey's reply was not understood." 'Start Latchkey again.' ;;
esac
`;
}

function startLines(start: PosixClient['start'], needsDisplay: boolean): readonly string[] {
  if (start === null) return ["stop 69 'Latchkey is not running.' 'Start it, then try again.'"];
  const words = start.map(shellWord).join(' ');
  const gone = shellWord(`Latchkey is no longer at ${start[0]}.`);
  return [
    ...(needsDisplay
      ? [
          '[ -n "$DISPLAY$WAYLAND_DISPLAY" ] ||',
          "  stop 69 'Latchkey is not running, and there is no display to start it on.' 'Start it in a desktop session, then try again.'",
        ]
      : []),
    `command -v ${shellWord(start[0])} >/dev/null || stop 69 ${gone} 'Start it once from where it is now.'`,
    "[ ! -t 2 ] || echo 'Starting Latchkey…' >&2",
    // away from this terminal, which may be closed
    'if command -v setsid >/dev/null; then',
    `  setsid ${words} </dev/null >/dev/null 2>&1 &`,
    'else',
    `  nohup ${words} </dev/null >/dev/null 2>&1 &`,
    'fi',
  ];
}
