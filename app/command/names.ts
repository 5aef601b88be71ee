import type { Connection } from '../connections/model.ts';

/** Which connection a name means: one, several that it could mean, or none, with the nearest names. */
export type NameMatch =
  | { readonly found: Connection }
  | { readonly candidates: readonly Connection[] }
  | { readonly suggestion: readonly string[] };

/** How many candidates or nearest names are told. */
const MAX_LISTED = 8;
const MAX_SUGGESTIONS = 3;

/**
 * Finds the connection that a person means: by id, else by its exact name, else by its name in any case, else
 * by the beginning of its name. The first rule that anything fits decides, so that a name that is there can
 * never be shadowed by a longer one.
 */
export function matchName(name: string, connections: readonly Connection[]): NameMatch {
  const wanted = folded(name);
  const rules: ReadonlyArray<(one: Connection) => boolean> = [
    (one) => one.id === name,
    (one) => one.name === name,
    (one) => folded(one.name) === wanted,
    (one) => wanted !== '' && folded(one.name).startsWith(wanted),
  ];
  for (const fits of rules) {
    const fitting = connections.filter(fits);
    const [only] = fitting;
    if (only !== undefined) {
      return fitting.length === 1 ? { found: only } : { candidates: fitting.slice(0, MAX_LISTED) };
    }
  }
  return { suggestion: suggestNames(wanted, connections) };
}

/** Names that are few letters away, or hold what was typed. */
function suggestNames(wanted: string, connections: readonly Connection[]): readonly string[] {
  if (wanted === '') return [];
  const scored = [...new Set(connections.map(({ name }) => name))].flatMap((name) => {
    const own = folded(name);
    const away = own.includes(wanted) ? 0 : distance(wanted, own);
    return away <= Math.max(1, Math.floor(wanted.length / 3)) ? [{ name, away }] : [];
  });
  return scored
    .sort((a, b) => a.away - b.away || a.name.localeCompare(b.name, 'en'))
    .slice(0, MAX_SUGGESTIONS)
    .map(({ name }) => name);
}

function folded(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** How many letters have to be put in, taken out, changed or swapped with the next (optimal string alignment). */
function distance(one: string, other: string): number {
  const [from, to] = [Array.from(one), Array.from(other)];
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [at, letter] of from.entries()) {
    const next = [at + 1];
    for (let column = 1; column <= to.length; column += 1) {
      const changed = (row[column - 1] ?? 0) + (to[column - 1] === letter ? 0 : 1);
      const isSwapped = at > 0 && column > 1 && to[column - 2] === letter && to[column - 1] === from[at - 1];
      const swapped = isSwapped ? (before[column - 2] ?? 0) + 1 : changed;
      next.push(Math.min(changed, swapped, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    [before, row] = [row, next];
  }
  return row.at(-1) ?? 0;
}
