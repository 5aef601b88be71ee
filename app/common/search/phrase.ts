/** The longest text that the search looks into, in characters. */
const MAX_TEXT = 256;

/** A text as the search compares it: its words in lower case, without marks on letters, one right after another. */
export interface Phrase {
  readonly joined: string;
  /** Where each word begins in `joined`; the first at 0. */
  readonly starts: readonly number[];
}

const ascii = /^\p{ASCII}*$/u;
const atZero: readonly number[] = [0];

/** Takes a text apart at everything that is no letter and no digit. */
export function phraseOf(text: string): Phrase {
  const words = wordsIn(text);
  const [first = ''] = words;
  if (words.length <= 1) return { joined: first, starts: atZero };
  const starts: number[] = [];
  let joined = '';
  for (const word of words) {
    starts.push(joined.length);
    joined += word;
  }
  return { joined, starts };
}

/** The words of a text, in lower case and without marks on letters: `São_Paulo-2` is sao, paulo, 2. */
export function wordsIn(text: string): readonly string[] {
  const short = text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text;
  const words = ascii.test(short)
    ? short.toLowerCase().split(/[^a-z0-9]+/)
    : folded(short).split(/[^\p{L}\p{N}]+/u);
  return words.filter((word) => word !== '');
}

/** A phrase that knows where each of its characters comes from in the text, for marking what was found. */
export function tracedPhraseOf(text: string): Phrase & { readonly from: readonly number[] } {
  const starts: number[] = [];
  const from: number[] = [];
  let joined = '';
  let isInWord = false;
  for (let at = 0; at < Math.min(text.length, MAX_TEXT);) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const letters = folded(character);
    const isLetter = /^[\p{L}\p{N}]+$/u.test(letters);
    if (isLetter && !isInWord) starts.push(joined.length);
    // a mark that stands by itself belongs to the letter before it
    if (letters !== '') isInWord = isLetter;
    if (isLetter) {
      joined += letters;
      for (let n = 0; n < letters.length; n += 1) from.push(at);
    }
    at += character.length;
  }
  return { joined, starts, from };
}

function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase();
}
