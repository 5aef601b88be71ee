import { fail, succeed, type Result } from '../../common/result.ts';
import type { PreviewLine } from '../model.ts';
import { whyNotName, whyNotValue } from '../names.ts';
import { parseDocument } from './document.ts';
import { keepsRoles, saysAsEdited } from './check-edit.ts';
import {
  addSections,
  removeSections,
  renameProfile,
  sectionsOf,
  type AddedSection,
  type ConfigEdit,
  type NewSection,
} from './edits.ts';
import { holdsForeignBytes, isUtf16 } from './faults.ts';
import { withChanges, type LineChange } from './line-changes.ts';
import type { AwsConfig, ConfigFile } from './model.ts';
import { previewOf } from './preview-changes.ts';
import { readAwsConfig } from './read-config.ts';

/** What AWS's two shared config files hold; null for a file that is not there. */
export type ConfigTexts = Readonly<Record<ConfigFile, string | null>>;

/** What becomes of one of the two files. */
export interface EditedFile {
  readonly file: ConfigFile;
  /** The whole new text. */
  readonly text: string;
  /** What changes, with the lines around it, without what may be secret. */
  readonly preview: readonly PreviewLine[];
}

const files = ['config', 'credentials'] as const;

/**
 * Changes AWS's shared config files: adds sections at the end, or gives a profile another name (also where others
 * take it for their source), or takes it out. All other characters stay as they are. What comes out is read again, and
 * is refused where it says anything else than it should, as it can in a file whose sections are indented.
 *
 * @returns the files that change; `invalid-input` for a name or value that cannot be written, `profile-not-found`, or
 *   `not-allowed` where the files cannot be changed so
 */
export function editConfig(texts: ConfigTexts, edit: ConfigEdit): Result<EditedFile[]> {
  const before = readAwsConfig({ config: texts.config ?? '', credentials: texts.credentials ?? '' });
  const refused = whyNot(texts, before, edit);
  if (refused !== null) return refused;
  const after = { ...texts };
  const edited: EditedFile[] = [];
  let keeps = true;
  for (const file of files) {
    const document = parseDocument(texts[file] ?? '');
    const changes = changesFor(edit, document, file);
    if (changes.length === 0) continue;
    const touched = changes.flatMap(({ at, remove }) => document.lines.slice(at - 1, at - 1 + remove));
    if (
      isUtf16(document) ||
      (edit.kind === 'rename' && touched.some(({ text }) => holdsForeignBytes(text)))
    ) {
      return fail(
        'not-allowed',
        `The ${file} file is not written in UTF-8, so Latchkey does not change it.`,
        {
          hint: 'Save it as UTF-8, then try again.',
        },
      );
    }
    const text = withChanges(document, changes);
    after[file] = text;
    keeps &&= keepsRoles(document, changes, parseDocument(text));
    edited.push({ file, text, preview: previewOf(document, changes) });
  }
  const read = readAwsConfig({ config: after.config ?? '', credentials: after.credentials ?? '' });
  if (keeps && saysAsEdited(before, read, edit)) return succeed(edited);
  return fail(
    'not-allowed',
    'Your AWS files are written in a way in which this change would alter other lines.',
    {
      hint: 'Make this change in an editor. Look for indented sections and lines that are neither a section nor a setting.',
    },
  );
}

function changesFor(
  edit: ConfigEdit,
  document: ReturnType<typeof parseDocument>,
  file: ConfigFile,
): LineChange[] {
  switch (edit.kind) {
    case 'add':
      return addSections(
        document,
        file,
        edit.sections.filter((one) => one.file === file),
      );
    case 'rename':
      return renameProfile(document, file, edit.from, edit.to);
    case 'remove':
      return removeSections(document, file, edit.profile);
  }
}

function whyNot(texts: ConfigTexts, config: AwsConfig, edit: ConfigEdit): Result<never> | null {
  if (edit.kind === 'add') return whyNotAdd(config, edit.sections);
  const name = edit.kind === 'rename' ? edit.from : edit.profile;
  if (!config.profiles.has(name)) {
    return fail('profile-not-found', `The AWS profile ${name} is no longer in the files.`);
  }
  if (edit.kind === 'remove') return null;
  const twice = files.find((file) => sectionsOf(parseDocument(texts[file] ?? ''), file, name).length > 1);
  if (twice !== undefined) {
    return fail('not-allowed', `Profile ${name} is in the ${twice} file more than once.`, {
      hint: 'Keep one of its sections, then rename it.',
    });
  }
  return whyNotNew('profile', edit.to, config.profiles);
}

function whyNotAdd(config: AwsConfig, sections: readonly AddedSection[]) {
  const known = {
    profile: new Set(config.profiles.keys()),
    'sso-session': new Set(config.ssoSessions.keys()),
  };
  const parts = new Map<string, ReadonlySet<ConfigFile>>();
  for (const { kind, name, file, settings } of sections) {
    const part = parts.get(`${kind} ${name}`) ?? new Set();
    // a new profile may have a section in each file
    const refused = part.size > 0 && !part.has(file) ? null : whyNotNew(kind, name, known[kind]);
    if (refused !== null) return refused;
    known[kind].add(name);
    parts.set(`${kind} ${name}`, new Set([...part, file]));
    for (const [key, value] of settings) {
      const why = whyNotValue(value);
      if (why !== null) return fail('invalid-input', `The value of ${key} ${why}.`);
    }
  }
  return null;
}

function whyNotNew(
  kind: NewSection['kind'],
  name: string,
  known: { has(name: string): boolean },
): Result<never> | null {
  const what = kind === 'profile' ? 'profile' : 'SSO session';
  const why = whyNotName(name);
  if (why !== null) {
    return fail('invalid-input', `The name ${name} ${why}.`, { hint: 'Choose another name.' });
  }
  if (!known.has(name)) return null;
  return fail('invalid-input', `There is a ${what} ${name} already.`, { hint: 'Choose another name.' });
}
