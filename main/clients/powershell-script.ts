import type { Banner } from '../../app/clients/banner.ts';
import type { TerminalPlan } from '../../app/clients/catalogue/definition.ts';
import type { Environment } from '../../app/endpoints/model.ts';
import { powershellString, windowsArgument } from '../../app/common/text/windows.ts';
import type { ScriptSubject } from './posix-script.ts';

/**
 * The start script for Windows PowerShell 5.1 and later, to be written with a byte order mark, without
 * which 5.1 reads it in the system's code page. It reads the secret, removes its own folder (a script
 * is read whole before it runs), and hands the secret to the client's own environment only.
 * `Process.Start` without redirection leaves the client on this console.
 *
 * Not tried on a real Windows.
 */
export function powershellScript(plan: TerminalPlan, subject: ScriptSubject): string {
  if (plan.secret.by !== 'environment') throw new Error('on Windows the secret goes by the environment');
  const environment = [
    ...plan.unset.map((name) => `$start.EnvironmentVariables.Remove(${powershellString(name)})`),
    ...Object.entries(plan.set).map(
      ([name, value]) =>
        `$start.EnvironmentVariables[${powershellString(name)}] = ${powershellString(value)}`,
    ),
    `$start.EnvironmentVariables[${powershellString(plan.secret.variable)}] = $secret`,
  ];
  const lines = [
    '# Made by Latchkey for one sign-in. It removes itself before the client starts.',
    "$ErrorActionPreference = 'Stop'",
    'try {',
    `  $secret = [IO.File]::ReadAllText(${powershellString(subject.secretFile)}).Trim()`,
    `  [IO.Directory]::Delete(${powershellString(subject.folder)}, $true)`,
    '} catch {',
    "  Write-Host 'This start script has been used up. Open the client from Latchkey again.'",
    "  [void](Read-Host 'Press Enter to close')",
    '  exit 1',
    '}',
    ...sayWhere(subject.banner),
    '$start = New-Object Diagnostics.ProcessStartInfo',
    `$start.FileName = ${powershellString(subject.program)}`,
    `$start.Arguments = ${powershellString(plan.args.map(windowsArgument).join(' '))}`,
    '$start.UseShellExecute = $false',
    ...environment,
    '$client = [Diagnostics.Process]::Start($start)',
    '$start.EnvironmentVariables.Clear()',
    '$secret = $null',
    '$client.WaitForExit()',
    `Write-Host (${powershellString(`${subject.clientName} ended with code `)} + $client.ExitCode)`,
    "[void](Read-Host 'Press Enter to close')",
    'exit $client.ExitCode',
    '',
  ];
  return lines.join('\r\n');
}

/** A label's colours by the names that `Write-Host` takes (Microsoft Learn, "Write-Host"). */
const colours: Readonly<Record<Environment['kind'], string>> = {
  prod: '-ForegroundColor White -BackgroundColor DarkRed',
  staging: '-ForegroundColor Black -BackgroundColor DarkYellow',
  dev: '-ForegroundColor Black -BackgroundColor Green',
  other: '-ForegroundColor White -BackgroundColor DarkGray',
};

/**
 * Says where one is: in the window's title and in a line, with the environment in its colour unless the user wants none
 * (no-color.org). `Write-Host` colours the old console too, which obeys no escape sequences.
 */
function sayWhere({ tag, line, title }: Banner): readonly string[] {
  const literal = powershellString;
  const said =
    tag === null
      ? [`Write-Host ${literal(line)}`]
      : [
          `if ($env:NO_COLOR) { Write-Host -NoNewline ${literal(tag.text)} }`,
          `else { Write-Host -NoNewline ${literal(tag.text)} ${colours[tag.kind]} }`,
          `Write-Host ${literal(` ${line}`)}`,
        ];
  return [`$Host.UI.RawUI.WindowTitle = ${literal(title)}`, ...said];
}
