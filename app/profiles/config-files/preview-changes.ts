import { shown } from '../../common/text/plain-text.ts';
import { parseDocument, type ConfigDocument } from './document.ts';
import { withChanges, type LineChange } from './line-changes.ts';
import { maskLine } from './mask.ts';
import { MAX_PREVIEW_LINES, MAX_PREVIEW_TEXT, type PreviewLine } from '../model.ts';

/** How many lines are shown around a change. */
const CONTEXT = 2;

/** What changes make of a document, with the lines around each change. */
export function previewOf(document: ConfigDocument, changes: readonly LineChange[]): PreviewLine[] {
  const after = parseDocument(withChanges(document, changes));
  const shownLines: PreviewLine[] = [];
  /** The next line that is not shown yet, in the file as it is; by how much lines after it have moved. */
  let next = 1;
  let moved = 0;
  const put = (kind: PreviewLine['kind'], from: ConfigDocument, at: number): void => {
    const line = from.lines[at - 1];
    if (line === undefined) return;
    const number = kind === 'same' ? at + moved : at;
    shownLines.push({ kind, number, text: shown(maskLine(line), MAX_PREVIEW_TEXT) });
  };
  const context = (from: number, to: number): void => {
    const start = Math.max(from, next);
    if (start > next && start <= to) shownLines.push({ kind: 'gap', number: null, text: '' });
    for (let number = start; number <= to; number += 1) put('same', document, number);
    next = Math.max(next, to + 1);
  };
  changes.forEach(({ at, remove, insert }, index) => {
    context(at - CONTEXT, at - 1);
    for (let number = at; number < at + remove; number += 1) put('removed', document, number);
    for (let step = 0; step < insert.length; step += 1) put('added', after, at + moved + step);
    moved += insert.length - remove;
    next = at + remove;
    const until = Math.min(next + CONTEXT, changes[index + 1]?.at ?? document.lines.length + 1) - 1;
    context(next, until);
  });
  if (shownLines.length <= MAX_PREVIEW_LINES) return shownLines;
  const text = `${shownLines.length - MAX_PREVIEW_LINES + 1} more lines`;
  return [...shownLines.slice(0, MAX_PREVIEW_LINES - 1), { kind: 'gap', number: null, text }];
}
