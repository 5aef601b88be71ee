import { win32 } from 'node:path';
import { powershellString } from '../../app/common/text/windows.ts';
import { languageCheck, windowsPowerShell, windowsSystemFolder } from './powershell.ts';
import { REFUSED_FILE } from './run-folder.ts';
import type { TerminalDefinition } from './terminal-definition.ts';

/**
 * Windows: `wt new-tab COMMANDLINE`, in which a semicolon separates commands and is escaped with a backslash (Microsoft
 * Learn, "Command line arguments for Windows Terminal"); `conhost COMMANDLINE` opens a console window of its own
 * (microsoft/terminal#9833). The script is given as text and not as a file: a policy that allows signed files only
 * (AllSigned) would refuse that one, and close the window over its reason (about_Execution_Policies).
 *
 * Both run Windows PowerShell 5.1 and not cmd: a batch file has no way to quote every value, so that one would have to be
 * refused or taken apart.
 *
 * Not tried on a real Windows.
 */
export function windowsTerminals(
  environment: Readonly<Record<string, string | undefined>>,
): readonly TerminalDefinition[] {
  const local = environment['LOCALAPPDATA'];
  const powershell = windowsPowerShell(environment);
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
      look: { program: 'conhost', folders: [windowsSystemFolder(environment)] },
      needs: 'nothing',
      command: (found, script) => [found, ...run(script)],
    },
  ];
}

/**
 * What PowerShell runs: the script's text. It holds no double quote, so that nobody on the way takes it apart. Where it may
 * not run it a file beside the script says so to Latchkey, which would wait for it.
 */
function startOf(script: string): string {
  const refused = powershellString(win32.join(win32.dirname(script), REFUSED_FILE));
  const check = languageCheck(
    '',
    `'language' > ${refused}; $null = Read-Host 'Press Enter to close'; exit 1`,
  );
  return `${check}; & ([ScriptBlock]::Create([IO.File]::ReadAllText(${powershellString(script)})))`;
}
