import type { ConfigDocument, ConfigLine, WrittenSection } from './document.ts';
import { lineEndOf, type LineChange } from './line-changes.ts';
import { quoteName, type ConfigFile } from './model.ts';
import { indentOf } from './python-text.ts';
import { meaningOf } from './section-names.ts';

/** A section that is to be written. */
export interface NewSection {
  readonly kind: 'profile' | 'sso-session';
  readonly name: string;
  readonly settings: readonly (readonly [key: string, value: string])[];
}

/** A new section, and the file that it goes into. */
export type AddedSection = NewSection & { readonly file: ConfigFile };

/** A change of AWS's shared config files. */
export type ConfigEdit =
  | { readonly kind: 'add'; readonly sections: readonly AddedSection[] }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }
  | { readonly kind: 'remove'; readonly profile: string };

/** What stands between the brackets of a section's header. */
function headerFor(kind: NewSection['kind'], name: string, file: ConfigFile): string {
  if (kind === 'profile' && (file === 'credentials' || name === 'default')) return name;
  return `${kind} ${quoteName(name)}`;
}

/** The lines of new sections at the end of a file, parted by empty lines where the file's sections are. */
export function addSections(
  document: ConfigDocument,
  file: ConfigFile,
  sections: readonly NewSection[],
): LineChange[] {
  const end = lineEndOf(document);
  const further = document.sections.slice(1);
  const isSpaced =
    further.length === 0 || further.some(({ line }) => document.lines[line - 2]?.role === 'blank');
  const last = document.lines.at(-1);
  let wantsGap = last !== undefined && last.role !== 'blank' && isSpaced;
  const insert = sections.flatMap(({ kind, name, settings }) => {
    const gap = wantsGap ? [{ text: '', end }] : [];
    wantsGap = isSpaced;
    return [
      ...gap,
      { text: `[${headerFor(kind, name, file)}]`, end },
      ...settings.map(([key, value]) => ({ text: `${key} = ${value}`, end })),
    ];
  });
  return insert.length === 0 ? [] : [{ at: document.lines.length + 1, remove: 0, insert }];
}

/** The sections of a file that are a profile of this name: one, but for a file that says it twice. */
export function sectionsOf(document: ConfigDocument, file: ConfigFile, profile: string): WrittenSection[] {
  return document.sections.filter(({ header, closed }) => {
    const meaning = meaningOf(header, file);
    return closed && meaning.kind === 'profile' && meaning.name === profile;
  });
}

/**
 * Takes the sections of a profile out of a file: each from its header to its last setting. What stands before and
 * after that, comments and empty lines, stays; one empty line of two that would meet goes along.
 */
export function removeSections(document: ConfigDocument, file: ConfigFile, profile: string): LineChange[] {
  return sectionsOf(document, file, profile).map((section) => {
    const next = document.sections[document.sections.indexOf(section) + 1];
    const own = document.lines.slice(section.line - 1, (next?.line ?? document.lines.length + 1) - 1);
    const last = own.findLastIndex(({ role }) => role !== 'blank' && role !== 'comment');
    const isBlankBefore = (document.lines[section.line - 2]?.role ?? 'blank') === 'blank';
    const isBlankAround = isBlankBefore && own[last + 1]?.role === 'blank';
    return { at: section.line, remove: last + 1 + (isBlankAround ? 1 : 0), insert: [] };
  });
}

/** Gives a profile another name: in its header, and wherever another profile takes it for its source. */
export function renameProfile(
  document: ConfigDocument,
  file: ConfigFile,
  from: string,
  to: string,
): LineChange[] {
  const headers = new Map(sectionsOf(document, file, from).map(({ line }) => [line, true]));
  const sources = new Set(
    document.sections
      .filter(({ header }) => ['profile', 'defaults'].includes(meaningOf(header, file).kind))
      .flatMap(({ settings }) => settings)
      .filter(({ key, value }) => key === 'source_profile' && value === from)
      .map(({ line }) => line),
  );
  return document.lines.flatMap((line): LineChange[] => {
    const text = headers.has(line.number)
      ? withHeader(line, headerFor('profile', to, file))
      : sources.has(line.number)
        ? withValue(line, from, to)
        : line.text;
    return text === line.text ? [] : [{ at: line.number, remove: 1, insert: [{ text, end: line.end }] }];
  });
}

function withHeader({ text }: ConfigLine, header: string): string {
  return `${text.slice(0, text.indexOf('[') + 1)}${header}${text.slice(text.lastIndexOf(']'))}`;
}

function withValue({ text }: ConfigLine, from: string, to: string): string {
  const delimiter = text.search(/[=:]/) + 1;
  const start = delimiter + indentOf(text.slice(delimiter));
  return `${text.slice(0, start)}${to}${text.slice(start + from.length)}`;
}
