/** From how many letters on one typing mistake is forgiven, and two. */
const ONE_FROM = 4;
const TWO_FROM = 8;
/** Longer words are compared up to here. */
const MAX_LETTERS = 32;

/** How many typing mistakes are forgiven in a word. */
export function mistakesAllowed({ length }: { readonly length: number }): number {
  return length >= TWO_FROM ? 2 : length >= ONE_FROM ? 1 : 0;
}

let before = new Uint8Array(MAX_LETTERS + 1);
let last = new Uint8Array(MAX_LETTERS + 1);
let row = new Uint8Array(MAX_LETTERS + 1);

/**
 * How many typing mistakes make the beginning of a text out of a word: a letter that is missing, too much or another,
 * or two that are swapped (the optimal string alignment distance). A digit is never a mistake for another.
 *
 * @param from where in the text the beginning is
 * @param most above this the answer is `most + 1`
 */
export function mistakesIn(word: string, text: string, from: number, most: number): number {
  const letters = Math.min(word.length, MAX_LETTERS);
  const end = Math.min(text.length, from + letters + most);
  if (end - from < letters - most || !beginsAlike(word, text, from)) return most + 1;
  const tooMany = most + 1;
  // distances are cut: more than `most` is all the same
  for (let j = 0; j <= letters; j += 1) {
    last[j] = j === 0 ? 0 : Math.min(tooMany, (last[j - 1] ?? 0) + costOf(word.charCodeAt(j - 1), tooMany));
  }
  let best = last[letters] ?? tooMany;
  for (let i = from; i < end; i += 1) {
    const letter = text.charCodeAt(i);
    const extra = costOf(letter, tooMany);
    row[0] = Math.min(tooMany, (last[0] ?? 0) + extra);
    let least = row[0] ?? tooMany;
    for (let j = 1; j <= letters; j += 1) {
      const other = word.charCodeAt(j - 1);
      const changed = letter === other ? 0 : Math.max(extra, costOf(other, tooMany));
      let cost = Math.min(
        (last[j - 1] ?? 0) + changed,
        (last[j] ?? 0) + extra,
        (row[j - 1] ?? 0) + costOf(other, tooMany),
      );
      const isSwapped =
        i > from && j > 1 && letter === word.charCodeAt(j - 2) && text.charCodeAt(i - 1) === other;
      if (isSwapped && letter !== other) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row[j] = Math.min(cost, tooMany);
      least = Math.min(least, row[j] ?? tooMany);
    }
    best = Math.min(best, row[letters] ?? tooMany);
    if (least > most || best === 0) break;
    [before, last, row] = [last, row, before];
  }
  return best;
}

/** Whether the first letters are near enough to look further: most mistakes are not in the first letter. */
function beginsAlike(word: string, text: string, from: number): boolean {
  const [a, b, c] = [word.charCodeAt(0), word.charCodeAt(1), word.charCodeAt(2)];
  const [x, y, z] = [text.charCodeAt(from), text.charCodeAt(from + 1), text.charCodeAt(from + 2)];
  return a === x || (a === y && (b === x || b === z)) || b === x || (b === y && c === z);
}

/** A digit costs more than is forgiven. */
function costOf(letter: number, tooMany: number): number {
  return letter >= 48 && letter <= 57 ? tooMany : 1;
}
