/**
 * A value as one word of a POSIX shell: in single quotes, where nothing but the single quote itself
 * has a meaning (POSIX.1-2017, Shell Command Language, 2.2.2).
 */
export function shellWord(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/** The same, without quotes where nothing in the value needs them, for commands that people read. */
export function readableShellWord(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : shellWord(value);
}

/**
 * A value in libpq's keyword/value connection string: in single quotes, `'` and `\` with a backslash
 * (PostgreSQL documentation, 34.1.1.1 "Keyword/Value Connection Strings").
 */
export function conninfoValue(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replace(/['\\]/g, '\\$&')}'`;
}

/**
 * A value in a double-quoted MySQL option-file entry: `"` and `\` with a backslash (MySQL 8.4
 * Reference Manual, 6.2.2.2 "Using Option Files").
 */
export function optionFileValue(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
