import { finish, type Steps } from '../../common/steps.ts';
import type { ConfigDocument, WrittenSection, WrittenSetting } from './document.ts';
import { splitLines, strip } from './python-text.ts';

/** The section that gives its settings to all others in its file, as Python's `configparser` has it. */
export const DEFAULTS_HEADER = 'DEFAULT';

/** Something for which the AWS CLI refuses a file. */
export interface Fault {
  readonly line: number;
  /** What is wrong and what to do, in words, without the line's number. */
  readonly what: string;
}

/** The faults of a file by the section that they touch; `null` are those before the first and in comments. */
export type Faults = ReadonlyMap<WrittenSection | null, readonly Fault[]>;

/**
 * Finds everything in a file that the AWS CLI refuses the whole file for: a section or a key that is there
 * twice, a line that is neither, a header without its bracket, a broken block, a byte order mark, bytes that
 * are not UTF-8.
 */
export function faultsOf(document: ConfigDocument): Faults {
  return finish(faultSteps(document));
}

/** The same, step by step. */
export function* faultSteps(document: ConfigDocument): Steps<Faults> {
  const faults = new Map<WrittenSection | null, Fault[]>();
  const add = (section: WrittenSection | null, line: number, what: string): void => {
    const known = faults.get(section);
    if (known === undefined) faults.set(section, [{ line, what }]);
    else known.push({ line, what });
  };
  if (document.bom !== '') {
    add(null, 1, 'the file starts with a byte order mark, for which the AWS CLI refuses it; save it without');
  }
  const { sections } = document;
  if (isUtf16(document)) {
    return new Map([
      [null, [{ line: 1, what: 'the file is UTF-16, and nothing of it is read; save it as UTF-8' }]],
    ]);
  }
  yield* addStrayLines(document, add);
  addSectionsTwice(sections, add);
  const defaults = new Map<string, number>();
  for (const section of sections) {
    if (!section.closed) {
      add(section, section.line, `the section's name is not closed; write [${section.header}]`);
    }
    // all [DEFAULT] sections of a file count as one
    yield* addKeysTwice(section, section.header === DEFAULTS_HEADER ? defaults : new Map(), add);
    for (const setting of section.settings) yield* addBrokenNesting(section, setting, add);
    yield;
  }
  return faults;
}

/** Whether a file is UTF-16: nothing of it is read, and nothing can be written into it. */
export function isUtf16({ lines }: ConfigDocument): boolean {
  return /^(\uDCFF\uDCFE|\uDCFE\uDCFF)/.test(lines[0]?.text ?? '');
}

type Add = (section: WrittenSection | null, line: number, what: string) => void;

/** Lines that are nothing, or hold bytes that could not be decoded. */
function* addStrayLines({ lines, sections }: ConfigDocument, add: Add): Steps<void> {
  let next = 0;
  for (const { role, number, text } of lines) {
    if (sections[next]?.line === number) next += 1;
    const section = sections[next - 1] ?? null;
    if (role === 'stray' && section?.line !== number) add(section, number, strayWords(text, section));
    if (holdsForeignBytes(text)) add(role === 'comment' ? null : section, number, FOREIGN_BYTES);
    yield;
  }
}

const FOREIGN_BYTES = 'the line holds bytes that are not UTF-8; save the file as UTF-8';

/** Whether a text has bytes in it that are not UTF-8: they stand as U+DC80 to U+DCFF on their own. */
export function holdsForeignBytes(text: string): boolean {
  return /[\uDC80-\uDCFF]/u.test(text);
}

function strayWords(text: string, section: WrittenSection | null): string {
  if (/^(<{7}|={7}|>{7})( |$)/.test(strip(text))) return 'this is left of a merge conflict; resolve it';
  return section === null
    ? 'this line stands before the first section'
    : 'this line is neither a section nor a setting; write KEY = VALUE, or # before it';
}

/** The fault is the later section's; who reads them takes it for both, by their one name. */
function addSectionsTwice(sections: readonly WrittenSection[], add: Add): void {
  const known = new Map<string, number>();
  for (const section of sections) {
    const { header, line } = section;
    if (!section.closed || header === DEFAULTS_HEADER) continue;
    const before = known.get(header);
    if (before === undefined) known.set(header, line);
    else add(section, line, `[${header}] is here a second time, after line ${before}`);
  }
}

function* addKeysTwice(section: WrittenSection, known: Map<string, number>, add: Add): Steps<void> {
  for (const { key, line } of section.settings) {
    const before = known.get(key);
    if (before === undefined) known.set(key, line);
    else add(section, line, `${key} is set a second time, after line ${before}`);
    yield;
  }
}

/** Lines of a nested block that have no `=`; a block takes no other delimiter. */
function* addBrokenNesting(
  section: WrittenSection,
  { key, value, parts }: WrittenSetting,
  add: Add,
): Steps<void> {
  if (!value.startsWith('\n')) return;
  for (const { line, text } of parts) {
    if (!splitLines(text).every((one) => strip(one) === '' || one.includes('='))) {
      add(section, line, `this line belongs to ${key}, a block of settings; write KEY = VALUE`);
    }
    yield;
  }
}
