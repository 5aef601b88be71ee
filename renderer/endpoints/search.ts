import { wordsOf as parsed, type QueryWord } from '../../app/common/search/query.ts';
import { createSearchIndex, type Found } from '../../app/common/search/search-index.ts';
import type { Endpoint, Scan } from '../../app/endpoints/model.ts';
import { endpointFields } from '../../app/endpoints/search-fields.ts';
import { groupKey } from './region-problems.ts';

/** How many endpoints are put into the index at a time while nobody waits for it: about three milliseconds. */
const SLICE = 400;

const index = createSearchIndex<Endpoint>((endpoint) => endpointFields(endpoint));
/** The scans that the index is made from. */
let held: readonly Scan[] = [];
/** Those of them whose endpoints are not all in it yet. */
const waiting = new Set<Scan>();
let filling: ReturnType<typeof setTimeout> | undefined;
/** Two words, of which the second is found nowhere and is looked for with a mistake, too. */
const warming = parsed('a warmingg');
let last: {
  readonly scans: readonly Scan[];
  readonly query: string;
  readonly found: Found<Endpoint>;
} | null = null;
let lastWords: { readonly query: string; readonly words: readonly QueryWord[] } = { query: '', words: [] };

/** The words of what was typed; the same array for the same text. */
export function wordsOf(query: string): readonly QueryWord[] {
  if (lastWords.query !== query) lastWords = { query, words: parsed(query) };
  return lastWords.words;
}

/**
 * The endpoints that fit what was typed.
 *
 * @returns null where nothing is searched for; the same object for the same scans and text
 */
export function foundIn(scans: readonly Scan[], query: string): Found<Endpoint> | null {
  const words = wordsOf(query);
  if (words.length === 0) return null;
  if (last?.scans === scans && last.query === query) return last.found;
  follow(scans);
  for (const scan of waiting) fill(scan, Infinity);
  const found = index.search(words);
  last = { scans, query, found };
  return found;
}

/** Puts into the index what has come, a little at a time, so that whoever types later waits for none of it. */
export function prepareIndex(scans: readonly Scan[]): void {
  follow(scans);
  if (waiting.size > 0) filling ??= setTimeout(fillSlice);
}

/** Takes out what is gone; what came waits to be put in. */
function follow(scans: readonly Scan[]): void {
  if (scans === held) return;
  const now = new Set(scans);
  const gone = held.filter((scan) => !now.has(scan));
  const before = new Set(held);
  held = scans;
  for (const scan of scans) if (!before.has(scan)) waiting.add(scan);
  if (gone.length === 0) return;
  const come = new Map([...waiting].map((scan) => [groupKey(scan), scan]));
  for (const scan of gone) {
    waiting.delete(scan);
    // what a new scan has in common with the one before it stays
    const kept = new Set(come.get(groupKey(scan))?.endpoints);
    for (const endpoint of scan.endpoints) if (!kept.has(endpoint)) index.remove(endpoint);
  }
}

function fillSlice(): void {
  filling = undefined;
  let left = SLICE;
  for (const scan of waiting) {
    left = fill(scan, left);
    if (left <= 0) break;
  }
  // a first search takes ten times as long as those after it: here nobody waits for it
  index.search(warming);
  if (waiting.size > 0) filling = setTimeout(fillSlice);
}

/** Puts at most so many endpoints of a scan into the index, and says how many more may follow. */
function fill(scan: Scan, most: number): number {
  let left = most;
  for (const endpoint of scan.endpoints) {
    if (index.has(endpoint)) continue;
    if (left <= 0) return 0;
    index.add(endpoint);
    left -= 1;
  }
  waiting.delete(scan);
  return left;
}
