import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { editConfig } from '../../app/profiles/config-files/edit-config.ts';
import type { ConfigEdit } from '../../app/profiles/config-files/edits.ts';
import { encodeConfigFile } from '../../main/profiles/config-file-text.ts';
import { anyEdit } from '../app/profiles/config-files/any-edit.ts';
import { askPython, awsPythons } from './aws-clis.ts';

const SCRIPT = join(import.meta.dirname, 'aws-config-files.py');

/** How many edits of each kind are made; the AWS CLI refuses most of the files that they are made to. */
const EDITS = { add: 150, rename: 200, remove: 600 } as const;
const anyEdits = (['add', 'rename', 'remove'] as const).map((kind) => ({
  number: EDITS[kind],
  edits: anyEdit.filter(({ edit }) => edit.kind === kind),
}));

const sections = z.record(z.string(), z.record(z.string(), z.unknown()));
const answer = z.object({ profiles: sections, sso: sections }).nullable();
const said = z.object({ answers: z.array(answer) });

type Texts = Readonly<Record<'config' | 'credentials', string>>;

function ask(python: string, files: readonly Texts[]): z.infer<typeof said>['answers'] {
  const input = files.map(({ config, credentials }) =>
    [config, credentials].map((text) => encodeConfigFile(text).toString('base64')),
  );
  return said.parse(askPython(python, SCRIPT, input)).answers;
}

/** What the AWS CLI has to say after an edit, of what it said before it. */
function wanted(
  before: NonNullable<z.infer<typeof answer>>,
  edit: ConfigEdit,
  after: NonNullable<z.infer<typeof answer>>,
): z.infer<typeof answer> {
  const profiles = new Map(Object.entries(before.profiles));
  const sso = new Map(Object.entries(before.sso));
  if (edit.kind === 'remove') profiles.delete(edit.profile);
  if (edit.kind === 'rename') {
    const all = [...profiles].map(([name, settings]): [string, Record<string, unknown>] => [
      name === edit.from ? edit.to : name,
      settings['source_profile'] === edit.from ? { ...settings, source_profile: edit.to } : settings,
    ]);
    return { profiles: Object.fromEntries(all), sso: before.sso };
  }
  if (edit.kind === 'add') {
    for (const { kind, name, settings } of edit.sections) {
      const found = (kind === 'profile' ? after.profiles : after.sso)[name];
      // with what [DEFAULT] gives it besides
      expect(found).toMatchObject(Object.fromEntries(settings));
      (kind === 'profile' ? profiles : sso).set(name, found ?? {});
    }
  }
  return { profiles: Object.fromEntries(profiles), sso: Object.fromEntries(sso) };
}

describe.each(awsPythons)('files that Latchkey has changed, as the AWS CLI reads them: %s', (python) => {
  it('say what they said before, but for the change', () => {
    const samples = anyEdits.flatMap(({ edits, number }) => fc.sample(edits, number));
    const made = samples.flatMap(({ edit, ...texts }) => {
      // the JSON that is compared here knows no such key; the unit tests do
      if (JSON.stringify([edit, texts]).includes('__proto__')) return [];
      const result = editConfig(texts, edit);
      if (!result.ok) return [];
      const changed = Object.fromEntries(result.value.map(({ file, text }) => [file, text]));
      return [{ edit, before: texts, after: { ...texts, ...changed } }];
    });
    const before = ask(
      python,
      made.map((one) => one.before),
    );
    const after = ask(
      python,
      made.map((one) => one.after),
    );
    const seen = { add: 0, rename: 0, remove: 0 };
    made.forEach((one, index) => {
      const [was, is] = [before[index] ?? null, after[index] ?? null];
      // what it refused before for something else, it may refuse still
      if (was === null) return;
      const texts = JSON.stringify(one);
      expect(is, texts).not.toBeNull();
      if (is === null) return;
      expect({ profiles: is.profiles, sso: is.sso }, texts).toEqual(wanted(was, one.edit, is));
      seen[one.edit.kind] += 1;
    });
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(20);
  }, 600_000);
});
