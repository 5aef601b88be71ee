/**
 * A word of a POSIX shell: in single quotes, where only the quote itself has a meaning (POSIX.1-2017, Shell
 * Command Language, 2.2.2); bare where nothing in it needs quotes, for people to read.
 */
export function shellWord(value: string): string {
  return /^[\w@%+:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
