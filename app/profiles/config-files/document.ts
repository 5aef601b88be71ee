import { finish, type Steps } from '../../common/steps.ts';
import { indentOf, strip, stripEnd } from './python-text.ts';

/** What a line of a config file is. A `stray` line is none of the others: the AWS CLI refuses the file for it. */
export type LineRole = 'blank' | 'comment' | 'header' | 'setting' | 'continuation' | 'stray';

/** One line as it stands in the file. */
export interface ConfigLine {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
  /** How the line ends: `\n`, `\r\n`, `\r`, or nothing at the end of the file. */
  readonly end: string;
  readonly role: LineRole;
  /** The key of the setting that this line belongs to or follows in its section. */
  readonly key: string | null;
}

/** A setting as it is written; `parts` are its first line's value and its continuation lines. */
export interface WrittenSetting {
  /** In lower case, as the AWS CLI reads it. */
  readonly key: string;
  readonly line: number;
  readonly value: string;
  readonly parts: readonly { readonly line: number; readonly text: string }[];
}

/** A section as it is written. */
export interface WrittenSection {
  /** What stands between the brackets, spaces and quotes included. */
  readonly header: string;
  readonly line: number;
  /** Whether the header has its closing bracket. */
  readonly closed: boolean;
  readonly settings: readonly WrittenSetting[];
  readonly strayLines: readonly number[];
}

/** A config file: every character of it, and what stands where. */
export interface ConfigDocument {
  /** The byte order mark that the file starts with, or nothing. */
  readonly bom: string;
  readonly lines: readonly ConfigLine[];
  readonly sections: readonly WrittenSection[];
}

const BYTE_ORDER_MARK = '\uFEFF';

type Draft<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

type DraftSection = Draft<Omit<WrittenSection, 'settings'>> & { settings: Draft<WrittenSetting>[] };

/**
 * Reads the text of one of AWS's shared config files, line by line, as Python's `configparser` does for the
 * AWS CLI: https://docs.python.org/3/library/configparser.html#supported-ini-file-structure
 *
 * It takes every text. What the AWS CLI would refuse is kept where it stands, for `faults.ts` to name.
 */
export function parseDocument(text: string): ConfigDocument {
  return finish(documentSteps(text));
}

/** The same, line by line. */
export function* documentSteps(text: string): Steps<ConfigDocument> {
  const bom = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
  const sections: DraftSection[] = [];
  let setting: Draft<WrittenSetting> | undefined;
  let indent = 0;

  const open = (header: string, line: number, closed: boolean): LineRole => {
    setting = undefined;
    sections.push({ header, line, closed, settings: [], strayLines: [] });
    return closed ? 'header' : 'stray';
  };

  function roleOf(raw: string, line: number): LineRole {
    const content = strip(raw);
    if (content.startsWith('#') || content.startsWith(';')) return 'comment';
    if (content === '') {
      setting?.parts.push({ line, text: '' });
      return 'blank';
    }
    const depth = indentOf(raw);
    if (setting !== undefined && depth > indent) {
      setting.parts.push({ line, text: content });
      return 'continuation';
    }
    indent = depth;
    const header = headerIn(content);
    if (header !== null) return open(header, line, true);
    const found = settingIn(content);
    // what follows a header that lacks its bracket must not fall to the section before it
    if (found === null && content.startsWith('[')) return open(content.slice(1), line, false);
    const section = sections.at(-1);
    if (found === null || section === undefined) {
      section?.strayLines.push(line);
      return 'stray';
    }
    setting = { key: found.key, line, value: '', parts: [{ line, text: found.value }] };
    section.settings.push(setting);
    return 'setting';
  }

  const lines: ConfigLine[] = [];
  for (const { text: raw, end } of linesIn(text.slice(bom.length))) {
    const number = lines.length + 1;
    const role = roleOf(raw, number);
    lines.push({ number, text: raw, end, role, key: setting?.key ?? null });
    yield;
  }
  for (const section of sections) {
    for (const one of section.settings) {
      one.value = stripEnd(one.parts.map((part) => part.text).join('\n'));
      yield;
    }
  }
  return { bom, lines, sections };
}

/** The text of a document: of one that was parsed, every character of what was parsed. */
export function serialiseDocument({ bom, lines }: Pick<ConfigDocument, 'bom' | 'lines'>): string {
  return bom + lines.map(({ text, end }) => text + end).join('');
}

/** A file's lines, one by one; Python knows these three line ends in files and no others. */
function* linesIn(text: string): Generator<Pick<ConfigLine, 'text' | 'end'>> {
  const ends = /\r\n|\n|\r/g;
  for (let start = 0; start < text.length; start = ends.lastIndex) {
    const end = ends.exec(text);
    if (end === null) {
      yield { text: text.slice(start), end: '' };
      return;
    }
    yield { text: text.slice(start, end.index), end: end[0] };
  }
}

/** The header in a line, up to its last bracket; what stands after that is ignored, as the AWS CLI does. */
function headerIn(content: string): string | null {
  const end = content.lastIndexOf(']');
  return content.startsWith('[') && end > 1 ? content.slice(1, end) : null;
}

/** The key and value in a line, split at the first `=` or `:`; null without either, or without a key. */
function settingIn(content: string): { key: string; value: string } | null {
  const at = content.search(/[=:]/);
  const key = stripEnd(content.slice(0, Math.max(at, 0))).toLowerCase();
  return key === '' ? null : { key, value: strip(content.slice(at + 1)) };
}
