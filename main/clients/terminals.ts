import { linuxTerminals, ownTerminal } from './linux-terminals.ts';
import { macTerminals } from './mac-terminals.ts';
import type { TerminalDefinition } from './terminal-definition.ts';
import { windowsTerminals } from './windows-terminals.ts';

/** What the list of terminals depends on. */
export interface TerminalCircumstances {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly home: string;
}

/** The terminals of a system, in order of choice. */
export function terminalDefinitions(given: TerminalCircumstances): readonly TerminalDefinition[] {
  if (given.platform === 'darwin') return macTerminals(given.home);
  if (given.platform === 'win32') return windowsTerminals(given.environment);
  const own = given.environment['TERMINAL'];
  return own === undefined || own === '' ? linuxTerminals : [ownTerminal(own), ...linuxTerminals];
}
