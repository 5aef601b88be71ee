import { phraseOf, type Phrase } from './phrase.ts';
import { BEGINS, mistakenQualityOf, qualityOf, type FieldKind } from './quality.ts';
import { partsOf, type QueryWord } from './query.ts';

/** One text by which a thing can be found. */
export interface SearchField {
  readonly kind: FieldKind;
  readonly text: string;
}

/** What a search has found. */
export interface Found<T> {
  /** How well a thing fits: 0 where it was not found, and the higher the better. */
  readonly scoreOf: (item: T) => number;
  readonly count: number;
  /** Whether it was only found by forgiving mistakes, or by taking what was typed apart. */
  readonly isGuess: boolean;
}

/** Finds things by words, whatever the order in which they were put in. */
export interface SearchIndex<T> {
  readonly add: (item: T) => void;
  readonly remove: (item: T) => void;
  readonly has: (item: T) => boolean;
  readonly size: () => number;
  readonly search: (words: readonly QueryWord[]) => Found<T>;
}

/** A text of one kind; many things share it. */
interface Value {
  readonly kind: FieldKind;
  readonly phrase: Phrase;
}

/** What is known of one word: how well it fits each value. */
interface WordScores {
  readonly scores: Uint8Array;
  /** The values that hold it anywhere: a longer word can only be in these. */
  readonly holding: readonly number[];
  readonly isForgiving: boolean;
}

/** How many words are remembered: those of what is being typed, letter by letter. */
const MAX_REMEMBERED = 24;
/** The index is made anew when this many more values are unused than are needed. */
const MAX_UNUSED_TIMES = 2;

/**
 * Makes an index. Each different text is looked at once for a word, however many things have it; what a longer word can
 * fit is looked for among what the shorter one has fitted.
 *
 * @param fieldsOf the texts by which a thing can be found; asked once for each
 */
export function createSearchIndex<T>(fieldsOf: (item: T) => readonly SearchField[]): SearchIndex<T> {
  let values: Value[] = [];
  let numbers: Record<FieldKind, Map<string, number>> = emptyNumbers();
  let slots = new Map<T, number>();
  let things: Array<readonly number[] | null> = [];
  const free: number[] = [];
  let removed = 0;
  let remembered = new Map<string, WordScores>();

  function numberOf({ kind, text }: SearchField): number {
    const known = numbers[kind].get(text);
    if (known !== undefined) return known;
    values.push({ kind, phrase: phraseOf(text) });
    numbers[kind].set(text, values.length - 1);
    remembered.clear();
    return values.length - 1;
  }

  function add(item: T): void {
    if (slots.has(item)) return;
    const slot = free.pop() ?? things.length;
    slots.set(item, slot);
    const ofThing: number[] = [];
    for (const field of fieldsOf(item)) {
      const at = numberOf(field);
      if (!ofThing.includes(at)) ofThing.push(at);
    }
    things[slot] = ofThing;
  }

  function remove(item: T): void {
    const slot = slots.get(item);
    if (slot === undefined) return;
    slots.delete(item);
    things[slot] = null;
    free.push(slot);
    removed += 1;
    if (removed > 1_000 && removed > slots.size * MAX_UNUSED_TIMES) startAnew();
  }

  /** Forgets the texts of what is no longer there. */
  function startAnew(): void {
    const items = [...slots.keys()];
    [values, things, removed] = [[], [], 0];
    numbers = emptyNumbers();
    slots = new Map();
    free.splice(0);
    remembered = new Map();
    items.forEach(add);
  }

  function strictScores(word: string): WordScores {
    const known = remembered.get(word);
    if (known !== undefined) return known;
    const shorter = remembered.get(word.slice(0, -1));
    const scores = new Uint8Array(values.length);
    const holding: number[] = [];
    const look = (at: number): void => {
      const value = values[at];
      if (value === undefined || !value.phrase.joined.includes(word)) return;
      holding.push(at);
      scores[at] = weighed(value.kind, qualityOf(word, value.phrase, value.kind));
    };
    if (shorter === undefined) for (let at = 0; at < values.length; at += 1) look(at);
    else shorter.holding.forEach(look);
    return remember(word, { scores, holding, isForgiving: false });
  }

  /** Scores that forgive mistakes: always, or only where the word begins nothing that is there. */
  function scoresOf(word: string, isForgiving: boolean): WordScores {
    const strict = strictScores(word);
    const beginsSomething = strict.holding.some((at) => {
      const value = values[at];
      return value !== undefined && value.kind !== 'code' && isBeginning(value.kind, strict.scores[at] ?? 0);
    });
    if (!isForgiving && beginsSomething) return strict;
    const key = `~${word}`;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const scores = strict.scores.slice();
    for (let at = 0; at < values.length; at += 1) {
      const value = values[at];
      if (value === undefined || scores[at] !== 0) continue;
      scores[at] = weighed(value.kind, mistakenQualityOf(word, value.phrase, value.kind));
    }
    return remember(key, { scores, holding: strict.holding, isForgiving: true });
  }

  function remember(key: string, made: WordScores): WordScores {
    const [oldest] = remembered.keys();
    if (remembered.size >= MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
    remembered.set(key, made);
    return made;
  }

  function totals(words: readonly QueryWord[], isForgiving: boolean) {
    const ofEach = words.map(({ joined }) => scoresOf(joined, isForgiving));
    const ofWords = ofEach.map(({ scores }) => scores);
    const sums = new Uint16Array(things.length);
    let count = 0;
    for (let slot = 0; slot < things.length; slot += 1) {
      const ofThing = things[slot];
      if (ofThing === null || ofThing === undefined) continue;
      let sum = 0;
      for (const scores of ofWords) {
        let best = 0;
        for (let n = 0; n < ofThing.length; n += 1) {
          const score = scores[ofThing[n] ?? 0] ?? 0;
          if (score > best) best = score;
        }
        sum = best === 0 ? 0 : sum + best;
        if (best === 0) break;
      }
      sums[slot] = sum;
      if (sum > 0) count += 1;
    }
    return { sums, count, isGuess: ofEach.some((one) => one.isForgiving) };
  }

  return {
    add,
    remove,
    has: (item) => slots.has(item),
    size: () => slots.size,
    search(words) {
      const asTyped = totals(words, false);
      // nothing has them all as they stand: each part may be somewhere else, and each may have a mistake
      const isFound = asTyped.count > 0 || words.length === 0;
      const { sums, count, isGuess } = isFound ? asTyped : totals(partsOf(words), true);
      return {
        count,
        isGuess: isGuess || !isFound,
        scoreOf: (item) => sums[slots.get(item) ?? -1] ?? 0,
      };
    },
  };
}

function emptyNumbers(): Record<FieldKind, Map<string, number>> {
  return { name: new Map(), word: new Map(), code: new Map() };
}

/** A name counts more than what is said about it, and a code that was pasted whole is what was meant. */
function weighed(kind: FieldKind, quality: number): number {
  if (quality === 0) return 0;
  if (kind === 'code') return quality === 100 ? 250 : quality >> 1;
  if (kind === 'word') return quality >> 1;
  return quality < LEAST_STRICT ? quality * 2 : 100 + quality;
}

/** Below this a word only fits with a mistake. */
const LEAST_STRICT = 25;

function isBeginning(kind: FieldKind, score: number): boolean {
  return score >= (kind === 'name' ? 100 + BEGINS : BEGINS >> 1);
}
