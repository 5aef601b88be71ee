import type { ClientRun } from '../../app/command/model.ts';
import { powershellLiteral, windowsArgument } from '../clients/powershell-script.ts';
import type { Access } from './access-file.ts';
import type { PosixClient } from './posix-client.ts';

/** Runs the PowerShell script beside it from any terminal: a `.ps1` file alone is no command to cmd. */
export const windowsCommand =
  '@powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0latchkey.ps1" %*\r\n@exit /b %ERRORLEVEL%\r\n';

/** The access as the PowerShell script reads it; .NET wants the pipe's name without what all pipes begin with. */
export function windowsAccess({ socket, secret }: Access): string {
  return JSON.stringify({ pipe: socket.replace('\\\\.\\pipe\\', ''), secret });
}

/**
 * What the script is to run, as data: PowerShell needs no text of its own to become a client. The client's
 * arguments are one string, as Windows has them; the user's own words are put behind it by the script.
 */
export function windowsRun({ program, args, set, unset, secret, ownWords }: ClientRun): string {
  if (secret.by !== 'environment') throw new Error('on Windows the secret goes by the environment');
  const value = secret.content.replace(/\n$/, '');
  return JSON.stringify({
    program,
    arguments: args.map(windowsArgument).join(' '),
    set: { ...set, [secret.variable]: value },
    unset,
    ownWords,
  });
}

/**
 * The command for Windows PowerShell 5.1 and later, to be written with a byte order mark. It does what the script
 * for a POSIX shell does (see `posixClient`), over a named pipe.
 *
 * Not tried on a real Windows.
 */
export function windowsClient({ accessFile, start }: Omit<PosixClient, 'needsDisplay'>): string {
  const lines = [
    '# latchkey: asks the running Latchkey. Written by Latchkey at its start; do not change it here.',
    "$ErrorActionPreference = 'Stop'",
    `$access = ${powershellLiteral(accessFile)}`,
    "$words = if ($args.Count -gt 0) { @($args) } else { @('help') }",
    '$utf8 = New-Object Text.UTF8Encoding($false)',
    'function Stop-With($code, $what, $next) {',
    '  [Console]::Error.WriteLine("latchkey: $what")',
    '  [Console]::Error.WriteLine("  $next")',
    '  exit $code',
    '}',
    'function Ask {',
    '  if (-not (Test-Path -LiteralPath $access)) { return $null }',
    '  $to = [IO.File]::ReadAllText($access) | ConvertFrom-Json',
    "  $pipe = New-Object IO.Pipes.NamedPipeClientStream('.', $to.pipe, [IO.Pipes.PipeDirection]::InOut)",
    '  try {',
    '    try { $pipe.Connect(500) } catch { return $null }',
    '    $body = $utf8.GetBytes((($words | ForEach-Object { "$_`0" }) -join \'\'))',
    '    $head = "POST / HTTP/1.1`r`nhost: latchkey`r`nauthorization: Bearer $($to.secret)`r`n"',
    '    $head += "content-length: $($body.Length)`r`nconnection: close`r`n`r`n"',
    '    [byte[]]$question = $utf8.GetBytes($head) + $body',
    '    $pipe.Write($question, 0, $question.Length)',
    '    $answer = New-Object IO.MemoryStream',
    '    $pipe.CopyTo($answer)',
    '    $text = $utf8.GetString($answer.ToArray())',
    '    return $text.Substring($text.IndexOf("`r`n`r`n") + 4)',
    '  } finally { $pipe.Dispose() }',
    '}',
    // the rules of windowsArgument, for the user's own words
    'function Quote($word) {',
    `  if ($word -ne '' -and $word -notmatch '[\\s"]') { return $word }`,
    `  return '"' + (($word -replace '(\\\\*)"', '$1$1\\"') -replace '(\\\\+)$', '$1$1') + '"'`,
    '}',
    '$reply = Ask',
    'if ($null -eq $reply) {',
    ...startLines(start).map((line) => `  ${line}`),
    '  for ($try = 0; ($null -eq $reply) -and ($try -lt 60); $try++) {',
    '    Start-Sleep -Milliseconds 200',
    '    $reply = Ask',
    '  }',
    "  if ($null -eq $reply) { Stop-With 69 'Latchkey was started but does not answer.' 'Try again.' }",
    '}',
    "if ($reply -notmatch '^(200|299|46[4-9]|47[0-8])(?s:.*)\\.$') {",
    "  Stop-With 70 'Latchkey''s reply was not understood.' 'Start Latchkey again.'",
    '}',
    '$status = [int]$reply.Substring(0, 3)',
    '$said = $reply.Substring(3, $reply.Length - 4)',
    'if ($status -eq 200) {',
    '  [byte[]]$bytes = $utf8.GetBytes($said)',
    '  $out = [Console]::OpenStandardOutput()',
    '  $out.Write($bytes, 0, $bytes.Length)',
    '  $out.Flush()',
    '  exit 0',
    '}',
    'if ($status -ne 299) {',
    '  [Console]::Error.Write($said)',
    '  exit ($status - 400)',
    '}',
    '$run = $said | ConvertFrom-Json',
    '$start = New-Object Diagnostics.ProcessStartInfo',
    '$start.FileName = $run.program',
    '$own = @($words | Select-Object -Skip $run.ownWords | ForEach-Object { Quote $_ })',
    "$start.Arguments = (@($run.arguments) + $own) -join ' '",
    '$start.UseShellExecute = $false',
    'foreach ($name in $run.unset) { $start.EnvironmentVariables.Remove($name) }',
    'foreach ($pair in $run.set.PSObject.Properties) { $start.EnvironmentVariables[$pair.Name] = $pair.Value }',
    '$client = [Diagnostics.Process]::Start($start)',
    '$start.EnvironmentVariables.Clear()',
    '$client.WaitForExit()',
    'exit $client.ExitCode',
    '',
  ];
  return `\ufeff${lines.join('\r\n')}`;
}

function startLines(start: PosixClient['start']): readonly string[] {
  if (start === null) return ["Stop-With 69 'Latchkey is not running.' 'Start it, then try again.'"];
  const [program, ...args] = start;
  const at = powershellLiteral(program);
  const gone = powershellLiteral(`Latchkey is no longer at ${program}.`);
  return [
    `if (-not (Test-Path -LiteralPath ${at})) { Stop-With 69 ${gone} 'Start it once from where it is now.' }`,
    `Start-Process -FilePath ${at} -ArgumentList ${powershellLiteral(args.map(windowsArgument).join(' '))}`,
  ];
}
