import type { Phrase } from './phrase.ts';
import { mistakesAllowed, mistakesIn } from './nearness.ts';

/**
 * What a text is: the name that people know a thing by; a word about it, such as its engine, a tag or its region; or a
 * code that is pasted rather than typed, such as a host or a resource ID, in which no mistake is forgiven.
 */
export type FieldKind = 'name' | 'word' | 'code';

/** How well a word fits one text, from the whole of it down to a typing mistake. */
const WHOLE = 100;
const FIRST_WORD = 90;
const BEGINNING = 80;
const OTHER_WORD = 70;
const OTHER_BEGINNING = 58;
const INSIDE = 34;
const MISTAKEN = 20;
/** From this on a word begins something. */
export const BEGINS = OTHER_BEGINNING - 9;
/** From how many letters on a word is also found inside other words, and inside a code. */
const INSIDE_FROM = 3;
const IN_CODE_FROM = 6;

/**
 * How well a word fits a text.
 *
 * @param word in lower case, without separators
 * @returns 0 where it is not found, else at most 100
 */
export function qualityOf(word: string, { joined, starts }: Phrase, kind: FieldKind): number {
  let at = joined.indexOf(word);
  if (at === -1) return 0;
  const spare = Math.min(9, (joined.length - word.length) >> 1);
  if (kind === 'code') {
    if (at === 0) return word.length === joined.length ? WHOLE : word.length > 1 ? BEGINNING - spare : 0;
    while (at !== -1 && !starts.includes(at)) at = joined.indexOf(word, at + 1);
    return at !== -1 && word.length >= IN_CODE_FROM ? OTHER_BEGINNING - spare : 0;
  }
  if (at === 0) {
    if (word.length === joined.length) return WHOLE;
    return (starts.includes(word.length) ? FIRST_WORD : BEGINNING) - spare;
  }
  let best = 0;
  for (; at !== -1; at = joined.indexOf(word, at + 1)) {
    const end = at + word.length;
    if (starts.includes(at)) {
      const isWord = end === joined.length || starts.includes(end);
      best = Math.max(best, (isWord ? OTHER_WORD : OTHER_BEGINNING) - spare);
    } else if (word.length >= INSIDE_FROM && !starts.some((start) => start > at && start < end)) {
      best = Math.max(best, INSIDE - spare);
    }
  }
  return best;
}

/**
 * How well a word fits a text if it has a typing mistake.
 *
 * @returns 0 where it does not, or where no mistake is forgiven; always less than without a mistake
 */
export function mistakenQualityOf(word: string, { joined, starts }: Phrase, kind: FieldKind): number {
  const most = mistakesAllowed(word);
  if (most === 0 || kind === 'code') return 0;
  let least = most + 1;
  for (const start of starts) {
    const mistakes = mistakesIn(word, joined, start, most);
    // the beginning of the whole counts a little more
    if (mistakes < least) least = mistakes;
    if (least === 0) break;
  }
  if (least > most) return 0;
  return MISTAKEN - 5 * least - Math.min(4, Math.abs(joined.length - word.length) >> 1);
}
