import { win32 } from 'node:path';
import type { TerminalDefinition } from './terminal-definition.ts';

/**
 * Windows: `wt new-tab COMMANDLINE`, in which a semicolon separates commands and is escaped with a backslash (Microsoft
 * Learn, "Command line arguments for Windows Terminal"); `conhost COMMANDLINE` opens a console window of its own
 * (microsoft/terminal#9833). `-File` takes the script as one argument (about_PowerShell_exe).
 *
 * Both run Windows PowerShell 5.1, which is part of Windows (Microsoft Learn, "What is Windows PowerShell?"), and not
 * cmd: a batch file has no way to quote every value, so that one would have to be refused or taken apart.
 *
 * Not tried on a real Windows.
 */
export function windowsTerminals(
  environment: Readonly<Record<string, string | undefined>>,
): readonly TerminalDefinition[] {
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
      needs: 'nothing',
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
      needs: 'nothing',
      command: (found, script) => [found, ...run(script)],
    },
  ];
}
