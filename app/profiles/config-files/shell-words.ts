/** What Python's `shlex` takes for space between words; no other white space is. */
const spaces = ' \t\r\n';

/**
 * Splits a text into words as a POSIX shell would, as Python's `shlex.split` does it: the AWS CLI reads the
 * names in section headers so, and `credential_process` where it is not on Windows.
 * https://docs.python.org/3/library/shlex.html#parsing-rules
 *
 * @returns null where a quote is not closed or a backslash is the last character
 */
export function shellWords(text: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote === '') {
      if (spaces.includes(character)) {
        if (word !== null) words.push(word);
        word = null;
      } else if (character === '"' || character === "'") {
        quote = character;
        word ??= '';
      } else if (character === '\\') {
        at += 1;
        if (at === text.length) return null;
        word = (word ?? '') + text.charAt(at);
      } else word = (word ?? '') + character;
    } else if (character === quote) quote = '';
    else if (character === '\\' && quote === '"') {
      at += 1;
      if (at === text.length) return null;
      const next = text.charAt(at);
      // within double quotes a backslash is one, unless it stands before a quote or another backslash
      word = (word ?? '') + (next === '"' || next === '\\' ? next : `\\${next}`);
    } else word = (word ?? '') + character;
  }
  if (quote !== '') return null;
  return word === null ? words : [...words, word];
}
