/**
 * A value as one word of a POSIX shell: in single quotes, where nothing but the single quote itself
 * has a meaning (POSIX.1-2017, Shell Command Language, 2.2.2).
 */
export function shellWord(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/**
 * A value in a double-quoted MySQL option-file entry: `"` and `\` with a backslash (MySQL 8.4
 * Reference Manual, 6.2.2.2 "Using Option Files").
 */
export function optionFileValue(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
