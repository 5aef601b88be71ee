import type { ConfigDocument, ConfigLine } from './document.ts';

/** A change of a document's lines: so many are taken out, and others put in their place. */
export interface LineChange {
  /** The line before which it begins, counted from 1; one more than the last is the end of the file. */
  readonly at: number;
  readonly remove: number;
  readonly insert: readonly Pick<ConfigLine, 'text' | 'end'>[];
}

/**
 * The text of a document with changes in it: every character of the other lines stays. A last line without an end
 * gets one where something follows it.
 *
 * @param changes in the order of the lines, none of which is in two of them
 */
export function withChanges(document: ConfigDocument, changes: readonly LineChange[]): string {
  const { lines, bom } = document;
  const kept: Pick<ConfigLine, 'text' | 'end'>[] = [];
  let next = 0;
  const add = (more: readonly Pick<ConfigLine, 'text' | 'end'>[]): void => {
    const last = kept.at(-1);
    if (last?.end === '' && more.length > 0) kept.splice(-1, 1, { ...last, end: lineEndOf(document) });
    for (const one of more) kept.push(one);
  };
  for (const { at, remove, insert } of changes) {
    add(lines.slice(next, at - 1));
    add(insert);
    next = at - 1 + remove;
  }
  add(lines.slice(next));
  return bom + kept.map(({ text, end }) => text + end).join('');
}

/** How a file's lines end: as its last line that has an end; `\n` in a file without any. */
export function lineEndOf({ lines }: Pick<ConfigDocument, 'lines'>): string {
  return lines.findLast(({ end }) => end !== '')?.end ?? '\n';
}
