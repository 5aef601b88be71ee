/**
 * A value as a PowerShell string: in single quotes, where only a quote has a meaning and is doubled. PowerShell takes
 * the typographic quotes U+2018 to U+201B for single quotes too (about_Quoting_Rules; PowerShell language
 * specification, 2.3.5.2).
 */
export function powershellString(value: string): string {
  return `'${value.replace(/['\u2018-\u201b]/g, '$&$&')}'`;
}

/**
 * A value as one argument of a Windows command line, after the rules by which C programs take it apart
 * (Microsoft C++ documentation, "Parsing C command-line arguments"): backslashes are doubled only
 * before a double quote. Windows PowerShell 5.1 would lose double quotes, hence this is done here.
 */
export function windowsArgument(value: string): string {
  if (value !== '' && !/[\s"]/.test(value)) return value;
  return `"${value.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;
}

/**
 * A value as one word of a line for `cmd.exe`, which expands `%` and `!` inside double quotes too and ends a line at
 * its end (cmd /?).
 *
 * @returns null for a value that cannot be quoted there
 */
export function cmdWord(value: string): string | null {
  if (/["%^&|<>!\r\n\0]/.test(value)) return null;
  return /^[\w:.\\/-]+$/.test(value) ? value : `"${value}"`;
}
