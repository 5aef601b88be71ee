import { blockedBy } from '../../app/endpoints/model.ts';
import type { Entry } from './catalogue.ts';

/** The words of what was typed; every one must match. Dashes of an account number are ignored. */
export function wordsOf(query: string): readonly string[] {
  return query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => (/^\d{4}-\d{4}(-\d{0,4})?$/.test(word) ? word.replaceAll('-', '') : word));
}

/** Whether every word is found somewhere in an entry. */
export function matches(entry: Entry, words: readonly string[]): boolean {
  return words.every((word) => entry.text.includes(word));
}

/**
 * How well an entry fits what was typed, for choosing the one that Enter acts on: the name first, and
 * among equals one that was used before and one that can be used at all.
 *
 * @returns higher is better
 */
export function scoreOf(entry: Entry, words: readonly string[], usedBefore: boolean): number {
  let score = 0;
  for (const word of words) score += scoreOfWord(entry.name, word);
  if (usedBefore) score += 3;
  if (blockedBy(entry.endpoint) === null) score += 2;
  return score;
}

function scoreOfWord(name: string, word: string): number {
  const at = name.indexOf(word);
  if (at === -1) return 0;
  if (name === word) return 40;
  if (at === 0) return 30;
  return /[a-z0-9]/.test(name.charAt(at - 1)) ? 10 : 20;
}
