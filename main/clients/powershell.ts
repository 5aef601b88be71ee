import { win32 } from 'node:path';
import { powershellString } from '../../app/common/text/windows.ts';

/**
 * Windows PowerShell 5.1, which is part of Windows (Microsoft Learn, "What is Windows PowerShell?"), by its full path:
 * one in the current folder, or of another name on PATH, is not it.
 */
export function windowsPowerShell(environment: Readonly<Record<string, string | undefined>>): string {
  return win32.join(windowsSystemFolder(environment), 'WindowsPowerShell', 'v1.0', 'powershell.exe');
}

/** Where Windows' own programs are. */
export function windowsSystemFolder(environment: Readonly<Record<string, string | undefined>>): string {
  return win32.join(environment['SystemRoot'] ?? 'C:\\Windows', 'System32');
}

/** What is said where PowerShell runs in Constrained Language Mode, and what to do. */
export const languageRefusal = {
  why: 'A policy of this computer runs PowerShell in Constrained Language Mode, in which it may start no client.',
  next: 'Copy the token, or use a client with a window.',
} as const;

/**
 * The first line of what PowerShell runs: in Constrained Language Mode (about_Language_Modes) nothing after it would
 * work, and PowerShell would say so in its own words only. A text alone is all that may be written there.
 *
 * @param speaker what the text begins with
 * @param last what is done then, as statements
 */
export function languageCheck(speaker: string, last: string): string {
  const said = [`${speaker}${languageRefusal.why}`, languageRefusal.next].map(powershellString).join('; ');
  return `if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') { ${said}; ${last} }`;
}

/**
 * Makes the console UTF-8's before a client starts, and tells libpq so, which would take Windows' own code page
 * (PostgreSQL documentation, psql, "Notes for Windows Users"). A console that has been redirected has no code page.
 * MySQL's and MariaDB's clients ask the console.
 *
 * It follows the making of `$start`, and goes before what sets its variables.
 */
export const utf8Console: readonly string[] = [
  "$start.EnvironmentVariables['PGCLIENTENCODING'] = 'UTF8'",
  'try {',
  '  [Console]::OutputEncoding = [Text.UTF8Encoding]::new($false)',
  '  [Console]::InputEncoding = [Text.UTF8Encoding]::new($false)',
  '} catch { }',
];

/**
 * Waits for `$client` to end, and then does what is left to do. Ctrl-C is for the client, which cancels a query by it; but
 * the console tells PowerShell too, which then runs nothing more than what stands in `finally` (about_Try_Catch_Finally).
 *
 * @param last what is left to do, as lines; it ends the process
 */
export function whateverIsPressed(last: readonly string[]): readonly string[] {
  return [
    'try {',
    '  $client.WaitForExit()',
    '} finally {',
    '  $client.WaitForExit()',
    ...last.map((line) => `  ${line}`),
    '}',
  ];
}
