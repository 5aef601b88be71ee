import type { Banner } from '../../app/clients/banner.ts';
import type { TerminalPlan } from '../../app/clients/catalogue/definition.ts';
import type { Environment } from '../../app/endpoints/model.ts';
import { powershellString, windowsArgument } from '../../app/common/text/windows.ts';
import { AT_ONCE_S } from './failed-at-once.ts';
import { utf8Console, whateverIsPressed } from './powershell.ts';
import type { ScriptSubject } from './posix-script.ts';

/**
 * The start script for Windows PowerShell 5.1 and later, to be written with a byte order mark, without
 * which 5.1 reads it in the system's code page. It reads the secret, removes its own folder (a script
 * is read whole before it runs), and hands the secret to the client's own environment only.
 * `Process.Start` without redirection leaves the client on this console. It calls .NET and no cmdlet: what a cmdlet is
 * given is in the event log where a policy turns Module Logging on (about_Group_Policy_Settings).
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
    '# Made by Latchkey for one start of a client. It removes itself before the client starts.',
    "$ErrorActionPreference = 'Stop'",
    'try {',
    `  $secret = [IO.File]::ReadAllText(${powershellString(subject.secretFile)}).Trim()`,
    `  [IO.Directory]::Delete(${powershellString(subject.folder)}, $true)`,
    '} catch {',
    "  [Console]::WriteLine('This start script has been used up. Open the client from Latchkey again.')",
    ...waitForEnter.map((line) => `  ${line}`),
    '  exit 1',
    '}',
    ...sayWhere(subject.banner),
    '$start = [Diagnostics.ProcessStartInfo]::new()',
    ...utf8Console,
    `$start.FileName = ${powershellString(subject.program)}`,
    `$start.Arguments = ${powershellString(plan.args.map(windowsArgument).join(' '))}`,
    '$start.UseShellExecute = $false',
    ...environment,
    '$client = [Diagnostics.Process]::Start($start)',
    '$start.EnvironmentVariables.Clear()',
    '$secret = $null',
    '$began = [DateTime]::UtcNow',
    ...whateverIsPressed([
      ...sayFailure(subject.endFile),
      `[Console]::WriteLine(${powershellString(`${subject.clientName} ended with code `)} + $client.ExitCode)`,
      ...waitForEnter,
      '[Environment]::Exit($client.ExitCode)',
    ]),
    '',
  ];
  return lines.join('\r\n');
}

/** Reports a client that fails at once: its exit code and how long it ran, in seconds, and nothing else. */
function sayFailure(endFile: string | undefined): readonly string[] {
  if (endFile === undefined) return [];
  return [
    '$ran = [int]([DateTime]::UtcNow - $began).TotalSeconds',
    `if ($client.ExitCode -gt 0 -and $ran -le ${AT_ONCE_S}) {`,
    `  [IO.File]::WriteAllText(${powershellString(endFile)}, "$($client.ExitCode) $ran")`,
    '}',
  ];
}

const waitForEnter: readonly string[] = [
  "[Console]::Write('Press Enter to close')",
  '[void][Console]::ReadLine()',
];

/** A label's colours, text and ground, by .NET's names (Microsoft Learn, "ConsoleColor Enum"). */
const colours: Readonly<Record<Environment['kind'], readonly [text: string, ground: string]>> = {
  prod: ['White', 'DarkRed'],
  staging: ['Black', 'DarkYellow'],
  dev: ['Black', 'Green'],
  other: ['White', 'DarkGray'],
};

/**
 * Says where one is: in the window's title and in a line, with the environment in its colour unless the user wants none
 * (no-color.org). The console's own colours are the old console's too, which obeys no escape sequences.
 */
function sayWhere({ tag, line, title }: Banner): readonly string[] {
  const literal = powershellString;
  const titled = `[Console]::Title = ${literal(title)}`;
  if (tag === null) return [titled, `[Console]::WriteLine(${literal(line)})`];
  const [text, ground] = colours[tag.kind];
  return [
    titled,
    `if (-not $env:NO_COLOR) { [Console]::ForegroundColor = '${text}'; [Console]::BackgroundColor = '${ground}' }`,
    `[Console]::Write(${literal(tag.text)})`,
    '[Console]::ResetColor()',
    `[Console]::WriteLine(${literal(` ${line}`)})`,
  ];
}
