import { win32 } from 'node:path';
import { powershellString } from '../../app/common/text/windows.ts';
import { languageCheck } from './powershell.ts';
import type { TerminalDefinition } from './terminal-definition.ts';

/**
 * Windows: `wt new-tab COMMANDLINE`, in which a semicolon separates commands and is escaped with a backslash (Microsoft
 * Learn, "Command line arguments for Windows Terminal"); `conhost COMMANDLINE` opens a console window of its own
 * (microsoft/terminal#9833). The script is given as text and not as a file: a policy that allows signed files only
 * (AllSigned) would refuse that one, and close the window over its reason (about_Execution_Policies).
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
  const run = (script: string) => [powershell, '-NoLogo', '-NoProfile', '-Command', startOf(script)];
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

/** What PowerShell runs: the script's text. It holds no double quote, so that nobody on the way takes it apart. */
function startOf(script: string): string {
  const check = languageCheck('', "$null = Read-Host 'Press Enter to close'; exit 1");
  return `${check}; & ([ScriptBlock]::Create([IO.File]::ReadAllText(${powershellString(script)})))`;
}
