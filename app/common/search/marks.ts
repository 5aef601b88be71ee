import { mistakesAllowed, mistakesIn } from './nearness.ts';
import { tracedPhraseOf } from './phrase.ts';
import type { QueryWord } from './query.ts';

/** From where to where in a text something was found. */
export interface Mark {
  readonly from: number;
  readonly to: number;
}

type Traced = ReturnType<typeof tracedPhraseOf>;

/**
 * Where the words of a search are in the texts of one row. A word with a mistake is marked letter by letter, and only
 * where no text has it as it stands.
 *
 * @returns for each text its marks, in order, that do not overlap
 */
export function marksIn(
  texts: readonly string[],
  words: readonly QueryWord[],
): ReadonlyArray<readonly Mark[]> {
  const traced = texts.map(tracedPhraseOf);
  const marked = traced.map(() => new Set<number>());
  for (const { joined, parts } of words) {
    const isFound = markAll(traced, marked, joined, strictIn);
    if (!isFound && parts.length > 1) parts.forEach((part) => markAll(traced, marked, part, strictIn));
    else if (!isFound) markAll(traced, marked, joined, mistakenIn);
  }
  return marked.map((letters, index) => runsOf(letters, texts[index] ?? ''));
}

/** The letters of a phrase that a word is found at. */
type Finder = (word: string, phrase: Traced) => readonly number[];

function markAll(traced: readonly Traced[], marked: Array<Set<number>>, word: string, find: Finder): boolean {
  let isFound = false;
  for (const [index, phrase] of traced.entries()) {
    const letters = find(word, phrase);
    if (letters.length > 0) isFound = true;
    for (const letter of letters) marked[index]?.add(phrase.from[letter] ?? 0);
  }
  return isFound;
}

/** At the beginning of a word where it begins one, else wherever it is inside one. */
function strictIn(word: string, { joined, starts }: Traced): readonly number[] {
  let inside = -1;
  for (let at = joined.indexOf(word); at !== -1; at = joined.indexOf(word, at + 1)) {
    if (starts.includes(at)) return run(at, word.length);
    const end = at + word.length;
    if (word.length > 2 && inside === -1 && !starts.some((start) => start > at && start < end)) inside = at;
  }
  return inside === -1 ? [] : run(inside, word.length);
}

/** Those letters of the word that come in its order. */
function mistakenIn(word: string, { joined, starts }: Traced): readonly number[] {
  const most = mistakesAllowed(word);
  if (most === 0) return [];
  const start = starts.find((one) => mistakesIn(word, joined, one, most) <= most);
  if (start === undefined) return [];
  const letters: number[] = [];
  let at = start;
  for (const letter of word) {
    const found = joined.indexOf(letter, at);
    // one that is further away than the mistakes allow is another
    if (found === -1 || found > at + most) continue;
    letters.push(found);
    at = found + 1;
  }
  return letters;
}

function run(from: number, length: number): readonly number[] {
  return Array.from({ length }, (_, index) => from + index);
}

/** Letters that follow one another as one mark. */
function runsOf(letters: ReadonlySet<number>, text: string): readonly Mark[] {
  const marks: Array<{ from: number; to: number }> = [];
  for (const from of [...letters].toSorted((a, b) => a - b)) {
    const to = from + String.fromCodePoint(text.codePointAt(from) ?? 0).length;
    const last = marks.at(-1);
    if (last !== undefined && last.to >= from) last.to = Math.max(last.to, to);
    else marks.push({ from, to });
  }
  return marks;
}
