import { powershellString } from '../../app/common/text/windows.ts';

const WHY =
  'A policy of this computer runs PowerShell in Constrained Language Mode, in which it may start no client.';
const NEXT = 'Copy the token, or use a client with a window.';

/**
 * The first line of what PowerShell runs: in Constrained Language Mode (about_Language_Modes) nothing after it would
 * work, and PowerShell would say so in its own words only. A text alone is all that may be written there.
 *
 * @param speaker what the text begins with
 * @param last what is done then, as statements
 */
export function languageCheck(speaker: string, last: string): string {
  const said = [`${speaker}${WHY}`, NEXT].map(powershellString).join('; ');
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
