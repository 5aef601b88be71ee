import { win32 } from 'node:path';
import type { TerminalId } from '../../app/clients/model.ts';

/** A terminal that Latchkey knows how to open, as data. */
export interface TerminalForm {
  readonly id: TerminalId;
  /** The terminal's name, for people. */
  readonly name: string;
  /** A program to look for on PATH and in `folders`, or macOS applications by full path. */
  readonly look:
    | { readonly program: string; readonly folders: readonly string[] }
    | { readonly applications: readonly string[] };
  /** Whether it opens a window of its own on an X or Wayland display. */
  readonly needsDisplay: boolean;
  /**
   * What to run.
   *
   * @param found the program's or application's full path
   * @param script the start script's full path
   */
  command(found: string, script: string): readonly [program: string, ...args: string[]];
}

/** What the list of terminals depends on. */
export interface TerminalCircumstances {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly home: string;
}

/** The terminals of a system, in order of choice. */
export function terminalForms(given: TerminalCircumstances): readonly TerminalForm[] {
  if (given.platform === 'darwin') return macTerminals(given.home);
  if (given.platform === 'win32') return windowsTerminals(given.environment);
  const own = given.environment['TERMINAL'];
  return own === undefined || own === '' ? linuxTerminals : [ownTerminal(own), ...linuxTerminals];
}

/**
 * Words before the start script, by program. The script is named with its shell, so that it also runs
 * from a folder mounted `noexec`, and so that terminals that take a lone word for a shell's command
 * line see two.
 *
 * - x-terminal-emulator: `-e` with a command and its arguments (Debian Policy, 11.8.3)
 * - gnome-terminal: `--` ends its options, the rest is the command (gnome-terminal(1))
 * - konsole: `-e`, with all that follows (Konsole Handbook, "Command-line Options")
 * - kitty: the command is what is left after the options (kitty documentation, "The kitty command line interface")
 * - alacritty: `-e`, must be the last option (alacritty(1))
 * - wezterm: `start -- COMMAND` (WezTerm documentation, `wezterm start`)
 * - xterm: `-e`, must be the last option (xterm(1))
 */
const linuxForms = {
  'x-terminal-emulator': ['-e'],
  'gnome-terminal': ['--'],
  konsole: ['-e'],
  kitty: [],
  alacritty: ['-e'],
  wezterm: ['start', '--'],
  xterm: ['-e'],
} as const;

const linuxNames = {
  'x-terminal-emulator': 'the system’s terminal',
  'gnome-terminal': 'GNOME Terminal',
  konsole: 'Konsole',
  kitty: 'kitty',
  alacritty: 'Alacritty',
  wezterm: 'WezTerm',
  xterm: 'xterm',
} as const;

const linuxOrder = [
  'x-terminal-emulator',
  'gnome-terminal',
  'konsole',
  'kitty',
  'alacritty',
  'wezterm',
  'xterm',
] as const;

const linuxFolders = ['/usr/local/bin', '/usr/bin'];

const linuxTerminals: readonly TerminalForm[] = linuxOrder.map((id) => ({
  id,
  name: linuxNames[id],
  look: { program: id, folders: linuxFolders },
  needsDisplay: true,
  command: (found, script) => [found, ...linuxForms[id], '/bin/sh', script],
}));

/**
 * The terminal that the user has named in TERMINAL: a program's name or path. One that is not in the
 * table is given `-e`, as i3-sensible-terminal(1) and most terminals have it. It may be anything, so it
 * is tried without a display too.
 */
function ownTerminal(own: string): TerminalForm {
  const name = own.slice(own.lastIndexOf('/') + 1);
  const known = linuxOrder.find((id) => id === name);
  const words = known === undefined ? ['-e'] : linuxForms[known];
  return {
    id: 'environment',
    name: name.slice(0, 100),
    look: own.startsWith('/')
      ? { program: name, folders: [own.slice(0, -name.length)] }
      : { program: own, folders: [] },
    needsDisplay: false,
    command: (found, script) => [found, ...words, '/bin/sh', script],
  };
}

/**
 * macOS: both terminals run a `.command` file that `open -a` hands them (open(1); Terminal User Guide;
 * iTerm2 declares the same document type).
 */
function macTerminals(home: string): readonly TerminalForm[] {
  const command = (found: string, script: string): [string, ...string[]] => [
    '/usr/bin/open',
    '-a',
    found,
    script,
  ];
  return [
    {
      id: 'terminal-app',
      name: 'Terminal',
      look: {
        applications: ['/System/Applications/Utilities/Terminal.app', '/Applications/Utilities/Terminal.app'],
      },
      needsDisplay: false,
      command,
    },
    {
      id: 'iterm2',
      name: 'iTerm2',
      look: { applications: ['/Applications/iTerm.app', `${home}/Applications/iTerm.app`] },
      needsDisplay: false,
      command,
    },
  ];
}

/**
 * Windows: `wt new-tab COMMANDLINE`, in which a semicolon separates commands and is escaped with a
 * backslash (Microsoft Learn, "Command line arguments for Windows Terminal"); `conhost COMMANDLINE`
 * opens a console window of its own (microsoft/terminal#9833). `-File` takes the script as one
 * argument (about_PowerShell_exe). Not tried on a real Windows.
 */
function windowsTerminals(environment: TerminalCircumstances['environment']): readonly TerminalForm[] {
  const system = win32.join(environment['SystemRoot'] ?? 'C:\\Windows', 'System32');
  const local = environment['LOCALAPPDATA'];
  const powershell = win32.join(system, 'WindowsPowerShell', 'v1.0', 'powershell.exe');
  const run = (script: string) => [
    powershell,
    '-NoLogo',
    '-NoProfile',
    '-ExecutionPolicy',
    'Bypass',
    '-File',
    script,
  ];
  return [
    {
      id: 'windows-terminal',
      name: 'Windows Terminal',
      look: {
        program: 'wt',
        folders: local === undefined ? [] : [win32.join(local, 'Microsoft', 'WindowsApps')],
      },
      needsDisplay: false,
      command: (found, script) => [
        found,
        'new-tab',
        ...run(script).map((word) => word.replaceAll(';', '\\;')),
      ],
    },
    {
      id: 'conhost',
      name: 'Windows Console',
      look: { program: 'conhost', folders: [system] },
      needsDisplay: false,
      command: (found, script) => [found, ...run(script)],
    },
  ];
}
