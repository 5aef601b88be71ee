import { posix } from 'node:path';
import type { TerminalId } from '../../app/clients/model.ts';
import { shellWord } from '../../app/common/text/shell.ts';
import type { TerminalDefinition } from './terminal-definition.ts';

type Command = TerminalDefinition['command'];

/** Runs the script as the document that it is, a `.command` file, which the system hands to the application (open(1)). */
const asDocument: Command = (found, script) => ['/usr/bin/open', '-a', found, script];

/** Runs the program inside the application, which takes the command among its arguments. */
const byProgram =
  (program: string, ...words: readonly string[]): Command =>
  (found, script) => [posix.join(found, 'Contents', 'MacOS', program), ...words, '/bin/sh', script];

/**
 * Ghostty cannot be started by its program, and asks before it runs a document, of which older versions type the path
 * without quotes. Its first window's command is an option, for a shell to take apart: it holds nothing but the script's
 * path (`ghostty +help`; Ghostty documentation, "Option Reference": `initial-command`, `quit-after-last-window-closed`, `window-save-state`;
 * `openFile` in its AppDelegate.swift).
 */
const ghostty: Command = (found, script) => [
  '/usr/bin/open',
  '-na',
  found,
  '--args',
  '--quit-after-last-window-closed=true',
  '--window-save-state=never',
  `--initial-command=/bin/sh ${shellWord(script)}`,
];

const SHELL_ASKED =
  'Your shell may have asked something as it started: answer it there, then open the client again.';
const ITERM_ASKED =
  'iTerm2 asks before it runs a script: choose OK, and that it need not ask again. Then open the client again.';
const WARP_EDITED =
  'Warp’s versions of April and May 2026 show a script in place of running it: update Warp, or choose another terminal in the settings.';

/**
 * macOS terminals, in order of choice. Not tried on a real Mac.
 *
 * - Terminal: runs `.command` files (Terminal User Guide): it types the script's path into the user's login shell, where a
 *   question of a start-up file, such as Oh My Zsh's whether to update, takes it for the answer
 * - iTerm2: does the same, and asks “OK to run …?” until it is told not to ask again (`application:openFile:` in its
 *   iTermApplicationDelegate.m)
 * - Warp: runs `.command` files, but for the versions of April and May 2026, which open them in their editor
 *   (warpdotdev/warp#9020, mended by #10543)
 * - WezTerm: `wezterm start -- COMMAND` (WezTerm documentation, `wezterm start`)
 * - kitty: the command is what is left after the options (kitty documentation, "The kitty command line interface")
 */
export function macTerminals(home: string): readonly TerminalDefinition[] {
  const definition = (
    id: TerminalId,
    name: string,
    bundle: string,
    command: Command,
    ifSilent?: string,
  ): TerminalDefinition => ({
    id,
    name,
    look: { applications: [`/Applications/${bundle}`, `${home}/Applications/${bundle}`] },
    needs: 'nothing',
    command,
    ...(ifSilent === undefined ? {} : { ifSilent }),
  });
  return [
    {
      id: 'terminal-app',
      name: 'Terminal',
      look: {
        applications: ['/System/Applications/Utilities/Terminal.app', '/Applications/Utilities/Terminal.app'],
      },
      needs: 'nothing',
      command: asDocument,
      ifSilent: SHELL_ASKED,
    },
    definition('iterm2', 'iTerm2', 'iTerm.app', asDocument, ITERM_ASKED),
    definition('ghostty', 'Ghostty', 'Ghostty.app', ghostty),
    definition('wezterm', 'WezTerm', 'WezTerm.app', byProgram('wezterm', 'start', '--')),
    definition('kitty', 'kitty', 'kitty.app', byProgram('kitty')),
    definition('warp', 'Warp', 'Warp.app', asDocument, WARP_EDITED),
  ];
}
