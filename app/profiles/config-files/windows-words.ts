/**
 * Splits a command line into words as programs on Windows get theirs, and as the AWS CLI splits `credential_process`
 * there: only space and tab separate, only double quotes quote, and a backslash is one unless it stands in a row that
 * leads up to a double quote.
 * https://learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments
 *
 * @returns null where a quote is not closed
 */
export function windowsWords(text: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let isQuoted = false;
  for (const [part, backslashes = '', quote] of text.matchAll(/(\\*)(")|\\+|./gsu)) {
    if (quote === '"') {
      word = (word ?? '') + '\\'.repeat(Math.floor(backslashes.length / 2));
      if (backslashes.length % 2 === 1) word += '"';
      else isQuoted = !isQuoted;
    } else if (!isQuoted && (part === ' ' || part === '\t')) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + part;
  }
  if (isQuoted) return null;
  return word === null ? words : [...words, word];
}
