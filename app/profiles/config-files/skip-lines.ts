import type { ConfigDocument } from './document.ts';
import { maskLine, maskName } from './mask.ts';
import type { ConfigFile, Skipped } from './model.ts';

/** Longer lines are cut where they are told of, in characters. */
const MAX_SKIPPED_TEXT = 1_000;

/** A file of which more is skipped is no config file; the rest is only counted. */
const MAX_SKIPPED_LINES = 1_000;

/** Notes something that is not read, or not as it looks; the same thing is noted once. */
export type SkipLine = (line: number, what: string) => Skipped;

/** A list of what is skipped in a document, to be added to. */
export function skipLines(document: ConfigDocument, file: ConfigFile) {
  const known = new Map<string, Skipped>();
  let more = 0;
  const skip: SkipLine = (number, what) => {
    const reason = `line ${number}: ${maskName(what)}`;
    const before = known.get(reason);
    if (before !== undefined) return before;
    const line = document.lines[number - 1];
    const text = line === undefined ? '' : cut(line.text);
    const masked = line === undefined ? '' : maskLine({ ...line, text });
    const skipped: Skipped = { file, line: number, text, masked, reason };
    if (known.size < MAX_SKIPPED_LINES) known.set(reason, skipped);
    else more += 1;
    return skipped;
  };
  function inOrder(): Skipped[] {
    const listed = [...known.values()].toSorted((a, b) => a.line - b.line);
    const line = listed.at(-1)?.line ?? 1;
    const rest = {
      file,
      line,
      text: '',
      masked: '',
      reason: `line ${line}: there is more like this: ${more} lines`,
    };
    return more === 0 ? listed : [...listed, rest];
  }
  return { skip, inOrder };
}

function cut(text: string): string {
  return text.length > MAX_SKIPPED_TEXT ? `${text.slice(0, MAX_SKIPPED_TEXT)}…` : text;
}
