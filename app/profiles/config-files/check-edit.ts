import type { ConfigDocument, ConfigLine } from './document.ts';
import type { ConfigEdit } from './edits.ts';
import type { LineChange } from './line-changes.ts';
import type { AwsConfig, ConfigFile, Section, Settings } from './model.ts';

/** A section as it is read, in one piece that can be compared. */
interface ReadSection {
  readonly kind: 'profile' | 'sso-session' | 'services';
  readonly name: string;
  readonly file: ConfigFile;
  readonly settings: Record<string, unknown>;
  readonly isSound: boolean;
}

/**
 * Whether all lines that an edit leaves as they are still are what they were. Where sections are indented, a header that
 * loses the one before it could become a part of a value, and nobody would see that in its characters; also in sections
 * that Latchkey does not read.
 */
export function keepsRoles(
  before: ConfigDocument,
  changes: readonly LineChange[],
  after: ConfigDocument,
): boolean {
  let moved = 0;
  let next = 0;
  const same = (until: number): boolean =>
    before.lines.slice(next, until).every((line, index) => {
      const now = after.lines[next + index + moved];
      return now !== undefined && partOf(line) === partOf(now);
    });
  for (const { at, remove, insert } of changes) {
    if (!same(at - 1)) return false;
    next = at - 1 + remove;
    moved += insert.length - remove;
  }
  return same(before.lines.length);
}

/** What a line is, and for which setting. Of empty lines and comments nobody asks where they belong. */
function partOf({ role, key }: ConfigLine): string {
  return role === 'setting' || role === 'continuation' ? `${role} ${key ?? ''}` : role;
}

/** Whether the files say after an edit what they said before it, but for what was to change. */
export function saysAsEdited(before: AwsConfig, after: AwsConfig, edit: ConfigEdit): boolean {
  const added = new Set(edit.kind === 'add' ? edit.sections.map(placeOf) : []);
  const is = sectionsIn(after);
  const kept = is.filter((one) => !added.has(placeOf(one)));
  const wanted = sectionsIn(before).flatMap((one) => edited(one, edit));
  if (asText(kept) !== asText(wanted)) return false;
  if (edit.kind !== 'add') return true;
  const byPlace = new Map(is.map((one) => [placeOf(one), one]));
  return edit.sections.every((one) => {
    const found = byPlace.get(placeOf(one));
    return found !== undefined && one.settings.every(([key, value]) => found.settings[key] === value);
  });
}

function edited(section: ReadSection, edit: ConfigEdit): ReadSection[] {
  if (section.kind !== 'profile') return [section];
  if (edit.kind === 'remove') return section.name === edit.profile ? [] : [section];
  if (edit.kind !== 'rename') return [section];
  const { from, to } = edit;
  const settings =
    section.settings['source_profile'] === from
      ? { ...section.settings, source_profile: to }
      : section.settings;
  return [{ ...section, name: section.name === from ? to : section.name, settings }];
}

function sectionsIn({ profiles, ssoSessions, services }: AwsConfig): ReadSection[] {
  return [
    ...[...profiles].flatMap(([name, { config, credentials }]) =>
      [config, credentials].flatMap((one) => (one === null ? [] : [read('profile', name, one)])),
    ),
    ...[...ssoSessions].map(([name, one]) => read('sso-session', name, one)),
    ...[...services].map(([name, one]) => read('services', name, one)),
  ];
}

function read(kind: ReadSection['kind'], name: string, { file, settings, fault }: Section): ReadSection {
  return { kind, name, file, settings: plain(settings), isSound: fault === null };
}

function plain(settings: Settings): Record<string, unknown> {
  // an object of entries has a key like __proto__ as a property of its own
  return Object.fromEntries(
    [...settings].map(([key, { value }]) => [key, typeof value === 'string' ? value : [...value]]),
  );
}

function placeOf({ kind, name, file }: Pick<ReadSection, 'kind' | 'name' | 'file'>): string {
  return JSON.stringify([kind, file, name]);
}

/** All that sections say, whatever their order. */
function asText(sections: readonly ReadSection[]): string {
  return sections
    .map(({ settings, isSound, ...place }) =>
      JSON.stringify([placeOf(place), isSound, Object.entries(settings)]),
    )
    .toSorted()
    .join('\n');
}
