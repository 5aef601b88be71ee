/**
 * A value as one word of a POSIX shell: in single quotes, where only the quote itself has a meaning (POSIX.1-2017,
 * Shell Command Language, 2.2.2); bare where nothing in it needs quotes, for people to read. An equals sign does, for
 * zsh takes one at the beginning of a word for a program's path (zshexpn(1), "`=' expansion").
 */
export function shellWord(value: string): string {
  return /^[\w@%+:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
