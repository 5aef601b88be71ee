import type { TerminalDefinition } from './terminal-definition.ts';

/**
 * Linux terminals in order of choice: what the system calls its terminal, what desktops bring, and what people
 * install. `words` come before the start script, which is named with its shell, so that it also runs from a folder
 * mounted `noexec`, and so that terminals that take a lone word for a shell's command line see two.
 *
 * - x-terminal-emulator: `-e` with a command and its arguments (Debian Policy, 11.8.3)
 * - gnome-terminal: `--` ends its options, the rest is the command (gnome-terminal(1))
 * - ptyxis: `[OPTION]... [-- PROGRAM ARGUMENTS]` (ptyxis(1))
 * - konsole: `-e`, with all that follows (Konsole Handbook, "Command-line Options")
 * - xfce4-terminal: `-x`, with all that follows (Xfce documentation, "Terminal Command Line Options")
 * - ghostty: `-e`, with all that follows (Ghostty documentation, "Option Reference", `initial-command`)
 * - kitty: the command is what is left after the options (kitty documentation, "The kitty command line interface")
 * - alacritty: `-e`, must be the last option (alacritty(1))
 * - wezterm: `start -- COMMAND` (WezTerm documentation, `wezterm start`)
 * - foot: trailing arguments are the command; it knows no X11 (foot(1))
 * - xterm: `-e`, must be the last option (xterm(1))
 */
const definitions = [
  { id: 'x-terminal-emulator', name: 'the system’s terminal', words: ['-e'], needs: 'a display' },
  { id: 'gnome-terminal', name: 'GNOME Terminal', words: ['--'], needs: 'a display' },
  { id: 'ptyxis', name: 'Ptyxis', words: ['--new-window', '--'], needs: 'a display' },
  { id: 'konsole', name: 'Konsole', words: ['-e'], needs: 'a display' },
  { id: 'xfce4-terminal', name: 'Xfce Terminal', words: ['-x'], needs: 'a display' },
  { id: 'ghostty', name: 'Ghostty', words: ['-e'], needs: 'a display' },
  { id: 'kitty', name: 'kitty', words: [], needs: 'a display' },
  { id: 'alacritty', name: 'Alacritty', words: ['-e'], needs: 'a display' },
  { id: 'wezterm', name: 'WezTerm', words: ['start', '--'], needs: 'a display' },
  { id: 'foot', name: 'foot', words: [], needs: 'Wayland' },
  { id: 'xterm', name: 'xterm', words: ['-e'], needs: 'a display' },
] as const;

const folders = ['/usr/local/bin', '/usr/bin'];

/** The terminals that Latchkey knows on Linux, in order of choice. */
export const linuxTerminals: readonly TerminalDefinition[] = definitions.map(
  ({ id, name, words, needs }) => ({
    id,
    name,
    look: { program: id, folders },
    needs,
    command: (found, script) => [found, ...words, '/bin/sh', script],
  }),
);

/**
 * The terminal that the user has named in TERMINAL: a program's name or path. One that is not in the table is given
 * `-e`, as i3-sensible-terminal(1) and most terminals have it. It may be anything, so it is tried without a display
 * too.
 */
export function ownTerminal(own: string): TerminalDefinition {
  const name = own.slice(own.lastIndexOf('/') + 1);
  const words = definitions.find(({ id }) => id === name)?.words ?? ['-e'];
  return {
    id: 'environment',
    name: name.slice(0, 100),
    look: own.startsWith('/')
      ? { program: name, folders: [own.slice(0, -name.length)] }
      : { program: own, folders: [] },
    needs: 'nothing',
    command: (found, script) => [found, ...words, '/bin/sh', script],
  };
}
