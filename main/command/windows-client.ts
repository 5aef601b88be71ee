import type { ClientRun } from '../../app/command/model.ts';
import { powershellString, windowsArgument } from '../../app/common/text/windows.ts';
import { languageCheck, utf8Console, whateverIsPressed } from '../clients/powershell.ts';
import type { Access } from '../local-socket/access.ts';
import { ANSWER_WORD } from './pending-answers.ts';
import type { PosixClient } from './posix-client.ts';

/**
 * Runs the PowerShell script beside it from any terminal: a `.ps1` file alone is no command to cmd. Windows' own
 * PowerShell by its full path, for one in the current folder would be taken first. Its last line runs after the batch
 * file has ended, so that Ctrl-C asks no “Terminate batch job (Y/N)?” (as npm/cmd-shim does it).
 */
export const windowsCommand = [
  '@echo off',
  'goto #_none_# 2>nul || "%SystemRoot%\\System32\\WindowsPowerShell\\v1.0\\powershell.exe" -NoLogo -NoProfile -ExecutionPolicy Bypass -File "%~dp0latchkey.ps1" %*',
  '',
].join('\r\n');

/** The access as the PowerShell script reads it, a line each; .NET wants the pipe's name without what all pipes begin with. */
export function windowsAccess({ socket, secret }: Access): string {
  return `${socket.replace('\\\\.\\pipe\\', '')}\n${secret}\n`;
}

/**
 * What the script is to run: a line for each part, its words in base64. No cmdlet is needed to read it: what a cmdlet is
 * given is in the event log where Module Logging is on (about_Group_Policy_Settings, "Turn on Module Logging"). The
 * client's arguments are one string, as Windows has them; the user's own words are put behind it by the script.
 */
export function windowsRun({ program, args, set, unset, secret, ownWords }: ClientRun): string {
  if (secret.by !== 'environment') throw new Error('on Windows the secret goes by the environment');
  const value = secret.content.replace(/\n$/, '');
  const variables = Object.entries({ ...set, [secret.variable]: value });
  return [
    ['program', program],
    ['arguments', args.map(windowsArgument).join(' ')],
    ['words', String(ownWords)],
    ...unset.map((name) => ['unset', name]),
    ...variables.map(([name, text]) => ['set', name, text]),
  ]
    .map(([what, ...parts]) => [what, ...parts.map((part) => Buffer.from(part).toString('base64'))].join(' '))
    .join('\n');
}

/**
 * The command for Windows PowerShell 5.1, to be written with a byte order mark. It does what the script for a POSIX
 * shell does (see `posixClient`), over a named pipe.
 *
 * It calls .NET and no cmdlet: cmdlets do not load where PSModulePath is that of PowerShell 7, from which it may have
 * been started, and what they are given can be logged. Its words are the process's own arguments: `$args` would take
 * `--command=now()::date` apart at the colon.
 *
 * Not tried on a real Windows.
 */
export function windowsClient({ accessFile, start }: Omit<PosixClient, 'needsDisplay'>): string {
  const lines = [
    '# latchkey: asks the running Latchkey. Written by Latchkey at its start; do not change it here.',
    languageCheck('latchkey: ', 'exit 69'),
    "$ErrorActionPreference = 'Stop'",
    `$access = ${powershellString(accessFile)}`,
    '$given = [Environment]::GetCommandLineArgs()',
    "$first = [Array]::IndexOf($given, '-File') + 2",
    "$words = @(if ($given.Length -gt $first) { $given[$first..($given.Length - 1)] } else { 'help' })",
    '$utf8 = [Text.UTF8Encoding]::new($false)',
    '$reply = $null',
    'function Stop-With($code, $what, $next) {',
    '  [Console]::Error.WriteLine("latchkey: $what")',
    '  [Console]::Error.WriteLine("  $next")',
    '  exit $code',
    '}',
    'function Ask($say) {',
    '  if (-not [IO.File]::Exists($access)) { return }',
    '  $to = [IO.File]::ReadAllText($access).Split([char]10)',
    "  $pipe = [IO.Pipes.NamedPipeClientStream]::new('.', $to[0], [IO.Pipes.PipeDirection]::InOut)",
    '  try {',
    '    try { $pipe.Connect(500) } catch { return }',
    '    $body = $utf8.GetBytes([string]::Join([string][char]0, $say) + [char]0)',
    '    $head = "POST / HTTP/1.1`r`nhost: latchkey`r`nauthorization: Bearer $($to[1])`r`n"',
    '    $head += "content-length: $($body.Length)`r`nconnection: close`r`n`r`n"',
    '    [byte[]]$question = $utf8.GetBytes($head) + $body',
    '    $pipe.Write($question, 0, $question.Length)',
    '    $answer = [IO.MemoryStream]::new()',
    '    $pipe.CopyTo($answer)',
    '    $text = $utf8.GetString($answer.ToArray())',
    '    $script:reply = $text.Substring($text.IndexOf("`r`n`r`n") + 4)',
    '  } finally { $pipe.Dispose() }',
    '}',
    'Ask $words',
    'if ($null -eq $reply) {',
    ...startLines(start).map((line) => `  ${line}`),
    '  for ($try = 0; ($null -eq $reply) -and ($try -lt 60); $try++) {',
    '    [Threading.Thread]::Sleep(200)',
    '    Ask $words',
    '  }',
    "  if ($null -eq $reply) { Stop-With 69 'Latchkey was started but does not answer.' 'Try again.' }",
    '}',
    // what the answer waits for, and then the answer
    "if ($reply -match '^298([0-9a-f]+) ((?s:.*))\\.$') {",
    '  $ticket = $Matches[1]',
    '  [Console]::Error.Write($Matches[2])',
    '  $reply = $null',
    `  Ask @('${ANSWER_WORD}', $ticket)`,
    "  if ($null -eq $reply) { Stop-With 75 'Latchkey did not answer.' 'Check its window, then try again.' }",
    '}',
    "if ($reply -notmatch '^(200|299|46[4-9]|47[0-8])(?s:.*)\\.$') {",
    "  Stop-With 70 'Latchkey''s reply was not understood.' 'Start Latchkey again.'",
    '}',
    '$status = [int]$reply.Substring(0, 3)',
    '$said = $reply.Substring(3, $reply.Length - 4)',
    'if ($status -ne 299) {',
    // bytes and not text: the console's code page may not have every character
    '  $to = if ($status -eq 200) { [Console]::OpenStandardOutput() } else { [Console]::OpenStandardError() }',
    '  [byte[]]$bytes = $utf8.GetBytes($said)',
    '  try { [Console]::OutputEncoding = $utf8 } catch { }',
    '  $to.Write($bytes, 0, $bytes.Length)',
    '  $to.Flush()',
    '  if ($status -eq 200) { exit 0 }',
    '  exit ($status - 400)',
    '}',
    '$start = [Diagnostics.ProcessStartInfo]::new()',
    '$start.UseShellExecute = $false',
    ...utf8Console,
    '$skip = 0',
    'foreach ($line in $said.Split([char]10)) {',
    "  $part = $line.Split(' ')",
    '  $one = $utf8.GetString([Convert]::FromBase64String($part[1]))',
    '  switch ($part[0]) {',
    "    'program' { $start.FileName = $one }",
    "    'arguments' { $start.Arguments = $one }",
    "    'words' { $skip = [int]$one }",
    "    'unset' { $start.EnvironmentVariables.Remove($one) }",
    "    'set' { $start.EnvironmentVariables[$one] = $utf8.GetString([Convert]::FromBase64String($part[2])) }",
    '  }',
    '}',
    // the rules of windowsArgument, for the user's own words
    'for ($at = $skip; $at -lt $words.Length; $at++) {',
    '  $word = $words[$at]',
    `  if (($word -eq '') -or ($word -match '[\\s"]')) {`,
    `    $word = '"' + (($word -replace '(\\\\*)"', '$1$1\\"') -replace '(\\\\+)$', '$1$1') + '"'`,
    '  }',
    "  $start.Arguments = ($start.Arguments + ' ' + $word).TrimStart()",
    '}',
    '$client = [Diagnostics.Process]::Start($start)',
    '$start.EnvironmentVariables.Clear()',
    ...whateverIsPressed(['[Environment]::Exit($client.ExitCode)']),
    '',
  ];
  return `\ufeff${lines.join('\r\n')}`;
}

function startLines(start: PosixClient['start']): readonly string[] {
  if (start === null) return ["Stop-With 69 'Latchkey is not running.' 'Start it, then try again.'"];
  const [program, ...args] = start;
  const at = powershellString(program);
  const gone = powershellString(`Latchkey is no longer at ${program}.`);
  return [
    `if (-not [IO.File]::Exists(${at})) { Stop-With 69 ${gone} 'Start it once from where it is now.' }`,
    `[void][Diagnostics.Process]::Start(${at}, ${powershellString(args.map(windowsArgument).join(' '))})`,
  ];
}
