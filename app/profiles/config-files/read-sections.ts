import type { Steps } from '../../common/steps.ts';
import type { ConfigDocument, WrittenSection, WrittenSetting } from './document.ts';
import { faultSteps, type Fault } from './faults.ts';
import { misreadingsOf } from './misread.ts';
import type { ConfigFile, Section, Settings, SettingValue, Skipped } from './model.ts';
import { splitLines, strip } from './python-text.ts';
import { inWords, meaningOf, type NamedKind } from './section-names.ts';
import { skipLines, type SkipLine } from './skip-lines.ts';

/** What one file says: its sections by kind and name. */
export interface FileReading {
  readonly sections: Readonly<Record<NamedKind, ReadonlyMap<string, Section>>>;
  readonly skipped: readonly Skipped[];
}

/**
 * Reads a file's sections as the AWS CLI does. A section that the AWS CLI would refuse the file for has a
 * fault; the others are read as if it were not there.
 */
export function* readSections(document: ConfigDocument, file: ConfigFile): Steps<FileReading> {
  const { skip, inOrder } = skipLines(document, file);
  const faults = yield* faultSteps(document);
  for (const { line, what } of faults.get(null) ?? []) skip(line, what);
  const sections = {
    profile: new Map<string, Section>(),
    'sso-session': new Map<string, Section>(),
    services: new Map<string, Section>(),
  };
  const defaults = yield* readDefaults(document, (section) => faults.get(section) ?? [], file, skip);

  for (const written of document.sections) {
    yield;
    const meaning = meaningOf(written.header, file);
    if (meaning.kind === 'defaults') continue;
    const own = faults.get(written) ?? [];
    if (meaning.kind === 'other') {
      if (written.closed) skip(written.line, meaning.reason);
      for (const { line, what } of own) skip(line, what);
      continue;
    }
    const { kind, name } = meaning;
    for (const { line, what } of yield* misreadingsOf(written, file)) {
      skip(line, what);
      yield;
    }
    const told: Skipped[] = [];
    for (const { line, what } of own) {
      told.push(skip(line, `${what}; ${inWords(kind, name)} is left out`));
      yield;
    }
    const section: Section = {
      file,
      line: written.line,
      settings: yield* settingsOf(written, file, defaults.settings),
      fault: told[0] ?? defaults.fault,
    };
    put(sections[kind], name, section, (before) => {
      skip(
        before.line,
        `this section is replaced by the one for the same ${inWords(kind, name)} on line ${written.line}`,
      );
    });
  }
  return { sections, skipped: inOrder() };
}

/** The last of two sections with one name counts, as with the AWS CLI, unless either has a fault. */
function put(
  known: Map<string, Section>,
  name: string,
  section: Section,
  onReplaced: (before: Section) => void,
): void {
  const before = known.get(name);
  const fault = before?.fault ?? section.fault;
  if (before !== undefined && fault === null) onReplaced(before);
  known.set(name, { ...section, fault });
}

/** What `[DEFAULT]` gives to every section of its file. */
function* readDefaults(
  { sections }: ConfigDocument,
  faultsIn: (section: WrittenSection) => readonly Fault[],
  file: ConfigFile,
  skip: SkipLine,
): Steps<Pick<Section, 'settings' | 'fault'>> {
  const own = sections.filter(({ header }) => meaningOf(header, file).kind === 'defaults');
  const told = own
    .flatMap(faultsIn)
    .map(({ line, what }) =>
      skip(line, `${what}; [DEFAULT] counts for every section, so none of them is read`),
    );
  let settings: Settings = new Map();
  for (const section of own) {
    for (const { line, what } of yield* misreadingsOf(section, file)) skip(line, what);
    settings = yield* settingsOf(section, file, settings);
  }
  return { settings, fault: told[0] ?? null };
}

/** A section's settings over those that it inherits. */
function* settingsOf({ settings }: WrittenSection, file: ConfigFile, inherited: Settings): Steps<Settings> {
  const all = new Map(inherited);
  for (const one of settings) {
    all.set(one.key, { value: yield* valueOf(one), file, line: one.line });
    yield;
  }
  return all;
}

/** A value that starts on the line after its key is a block of settings, one level deep. */
function* valueOf({ value, parts }: WrittenSetting): Steps<SettingValue> {
  if (!value.startsWith('\n')) return value;
  const block = new Map<string, string>();
  for (const { text } of parts) {
    for (const line of splitLines(text).map(strip)) {
      const at = line.indexOf('=');
      if (at !== -1) block.set(strip(line.slice(0, at)), strip(line.slice(at + 1)));
    }
    yield;
  }
  return block;
}
