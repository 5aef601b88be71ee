import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editConfig, type EditedFile } from '../../../../app/profiles/config-files/edit-config.ts';
import type { ConfigEdit } from '../../../../app/profiles/config-files/edits.ts';
import { readAwsConfig } from '../../../../app/profiles/config-files/read-config.ts';
import { anyEdit } from './any-edit.ts';

/** The files after an edit that is not refused. */
function edited(edit: ConfigEdit, config: string | null, credentials: string | null = null) {
  const result = editConfig({ config, credentials }, edit);
  if (!result.ok) throw new Error(result.error.message);
  const text = (file: EditedFile['file']) => result.value.find((one) => one.file === file)?.text;
  return { config: text('config'), credentials: text('credentials'), files: result.value };
}

const refusal = (edit: ConfigEdit, config: string | null, credentials: string | null = null) => {
  const result = editConfig({ config, credentials }, edit);
  return result.ok ? null : result.error;
};

const dev = {
  kind: 'profile',
  name: 'dev',
  file: 'config',
  settings: [
    ['sso_session', 'corp'],
    ['region', 'eu-west-1'],
  ],
} as const;

describe('adding', () => {
  it.each([
    ['an empty file', '', '[profile dev]\nsso_session = corp\nregion = eu-west-1\n'],
    [
      'a file without a last line end',
      '[default]\nregion = a',
      '[default]\nregion = a\n\n[profile dev]\nsso_session = corp\nregion = eu-west-1\n',
    ],
    [
      'a file of Windows',
      '[default]\r\nregion = a\r\n',
      '[default]\r\nregion = a\r\n\r\n[profile dev]\r\nsso_session = corp\r\nregion = eu-west-1\r\n',
    ],
    [
      'a file with a byte order mark',
      '\uFEFF[default]\nregion = a\n\n',
      '\uFEFF[default]\nregion = a\n\n[profile dev]\nsso_session = corp\nregion = eu-west-1\n',
    ],
    [
      'a file whose sections stand close',
      '[a]\nx = 1\n[profile b]\ny = 1\n',
      '[a]\nx = 1\n[profile b]\ny = 1\n[profile dev]\nsso_session = corp\nregion = eu-west-1\n',
    ],
    [
      'a file that ends in an indented setting',
      '[profile b]\n  y = 1',
      '[profile b]\n  y = 1\n\n[profile dev]\nsso_session = corp\nregion = eu-west-1\n',
    ],
  ])('goes to the end of %s', (_what, before, after) => {
    expect(edited({ kind: 'add', sections: [dev] }, before).config).toBe(after);
  });

  it('writes a name as the AWS CLI reads it in each file', () => {
    const both = (name: string) =>
      edited(
        {
          kind: 'add',
          sections: [
            { ...dev, name },
            { kind: 'profile', name, file: 'credentials', settings: [['aws_access_key_id', 'AKIA']] },
            { kind: 'sso-session', name, file: 'config', settings: [] },
          ],
        },
        null,
      );
    expect(both('default')).toMatchObject({
      config: expect.stringContaining('[default]\n'),
      credentials: expect.stringContaining('[default]\n'),
    });
    const spaced = both('prod admin');
    expect(spaced.config).toContain('[profile "prod admin"]\n');
    expect(spaced.config).toContain('[sso-session "prod admin"]\n');
    expect(spaced.credentials).toContain('[prod admin]\n');
  });

  it.each([
    'dev',
    '',
    ' dev',
    'dev ',
    'de\nv',
    'de\u202Ev',
    'a] x [b',
    'a"b',
    'a\\b',
    'DEFAULT',
    '__proto__',
    'constructor',
    'toString',
    'a # b',
    'a ;b',
    'profile x',
    'sso-session x',
  ])('refuses the name %j', (name) => {
    expect(refusal({ kind: 'add', sections: [{ ...dev, name }] }, '[profile dev]\n')?.code).toBe(
      'invalid-input',
    );
  });

  it.each(['', ' x', 'x ', 'a\nb', 'a\r[profile evil]', 'a # b', 'a ; b', 'a\u0000b'])(
    'refuses the value %j',
    (value) => {
      const edit: ConfigEdit = { kind: 'add', sections: [{ ...dev, settings: [['region', value]] }] };
      expect(refusal(edit, null)?.code).toBe('invalid-input');
    },
  );

  it('refuses names and values that are too long', () => {
    const long = (length: number) => 'x'.repeat(length);
    const settings = [['region', long(4_097)]] as const;
    expect(refusal({ kind: 'add', sections: [{ ...dev, name: long(129) }] }, null)?.code).toBe(
      'invalid-input',
    );
    expect(refusal({ kind: 'add', sections: [{ ...dev, settings }] }, null)?.code).toBe('invalid-input');
  });

  it('refuses a name that only the other file has, or that is added twice', () => {
    expect(refusal({ kind: 'add', sections: [dev] }, null, '[dev]\n')?.code).toBe('invalid-input');
    expect(refusal({ kind: 'add', sections: [dev, dev] }, null)?.code).toBe('invalid-input');
  });

  it('masks a secret in its preview and writes it', () => {
    const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
    const section = {
      kind: 'profile',
      name: 'ci',
      file: 'credentials',
      settings: [['aws_secret_access_key', secret]],
    } as const;
    const { credentials, files } = edited({ kind: 'add', sections: [section] }, null);
    expect(credentials).toContain(secret);
    expect(JSON.stringify(files[0]?.preview)).not.toContain(secret);
  });
});

describe('renaming', () => {
  it('changes the header and the sources of others in both files, and nothing else', () => {
    const config =
      '# team\r\n  [profile   "old one"] # junk\r\nregion = a ; b\r\n\r\n[profile x]\r\nSource_Profile =  old one  \r\nrole_arn: r\r\n[profile y]\r\nsource_profile = old one two\r\n';
    const credentials = '[old one]\naws_access_key_id = A\n[z]\nsource_profile=old one';
    const after = edited({ kind: 'rename', from: 'old one', to: 'new' }, config, credentials);
    expect(after.config).toBe(
      config.replace('[profile   "old one"]', '[profile new]').replace('=  old one  \r', '=  new  \r'),
    );
    expect(after.credentials).toBe('[new]\naws_access_key_id = A\n[z]\nsource_profile=new');
  });

  it('knows the default profile', () => {
    expect(edited({ kind: 'rename', from: 'default', to: 'dev' }, '[default]\nregion = a\n').config).toBe(
      '[profile dev]\nregion = a\n',
    );
    expect(edited({ kind: 'rename', from: 'dev', to: 'default' }, '[profile dev]\nregion = a\n').config).toBe(
      '[default]\nregion = a\n',
    );
  });

  it('shows the lines that change, with those around them', () => {
    const config = '[profile a]\nregion = r\n\n# c\n[profile b]\nregion = r\n';
    expect(edited({ kind: 'rename', from: 'b', to: 'c' }, config).files[0]?.preview).toEqual([
      { kind: 'gap', number: null, text: '' },
      { kind: 'same', number: 3, text: '' },
      { kind: 'same', number: 4, text: '# c' },
      { kind: 'removed', number: 5, text: '[profile b]' },
      { kind: 'added', number: 5, text: '[profile c]' },
      { kind: 'same', number: 6, text: 'region = r' },
    ]);
  });

  it.each([
    [
      'a name that is taken',
      { kind: 'rename', from: 'a', to: 'b' },
      '[profile a]\n[profile b]\n',
      'invalid-input',
    ],
    ['a profile that is gone', { kind: 'rename', from: 'x', to: 'y' }, '[profile a]\n', 'profile-not-found'],
    [
      'one that is there twice',
      { kind: 'rename', from: 'a', to: 'y' },
      '[profile a]\n[profile "a"]\n',
      'not-allowed',
    ],
  ] as const)('refuses %s', (_what, edit, config, code) => {
    expect(refusal(edit, config)?.code).toBe(code);
  });

  it('refuses a line that is not UTF-8', () => {
    const config = '[profile a] # caf\uDCE9\n';
    expect(refusal({ kind: 'rename', from: 'a', to: 'ü' }, config)?.code).toBe('not-allowed');
  });
});

describe('removing', () => {
  it('takes the profile out of both files, and leaves comments and empty lines', () => {
    const config =
      '# one\n[profile a]\nx = 1\n\n# two\n[profile b]\n# inside\ny =\n  z = 1\n\n# three\n[profile c]\nx = 1\n';
    const after = edited({ kind: 'remove', profile: 'b' }, config, '[b]\naws_access_key_id = A\n');
    expect(after.config).toBe('# one\n[profile a]\nx = 1\n\n# two\n\n# three\n[profile c]\nx = 1\n');
    expect(after.credentials).toBe('');
  });

  it('takes both of two sections with its name, so that neither comes into force', () => {
    expect(
      edited({ kind: 'remove', profile: 'a' }, '[profile a]\nx=1\n[profile b]\n[profile "a"]\ny=1\n').config,
    ).toBe('[profile b]\n');
  });

  it('refuses where the next section would become a part of a value', () => {
    const config = '[profile a]\nx = 1\n[profile b]\n [profile c]\n y = 2\n';
    expect(refusal({ kind: 'remove', profile: 'b' }, config)?.code).toBe('not-allowed');
  });

  it('refuses where one that is no profile would', () => {
    const config = '[x]\ny = 1\n[profile b]\n [z]\n';
    expect(refusal({ kind: 'remove', profile: 'b' }, config)?.code).toBe('not-allowed');
  });
});

it('a file in UTF-16 is not changed', () => {
  const config = '\uDCFF\uDCFE[\u0000d\u0000';
  expect(refusal({ kind: 'add', sections: [dev] }, config)?.code).toBe('not-allowed');
});

describe('any change to any files', () => {
  it('leaves every other character as it is', () => {
    const seen = { add: 0, rename: 0, remove: 0 };
    fc.assert(
      fc.property(anyEdit, ({ config, credentials, edit }) => {
        const result = editConfig({ config, credentials }, edit);
        if (!result.ok) return;
        seen[edit.kind] += 1;
        const texts = { config, credentials };
        for (const { file, text } of result.value) expectOnly(edit, file, texts[file], text);
        const after = Object.fromEntries(result.value.map(({ file, text }) => [file, text]));
        expect(settingsIn({ ...texts, ...after })).toEqual(
          expected(edit, settingsIn(texts), { ...texts, ...after }),
        );
      }),
      { numRuns: 1_000 },
    );
    // most are not refused, or this would say little
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(100);
  }, 120_000);
});

/** That the lines of a file are those from before it, in their order, but for those that the change is about. */
function expectOnly(edit: ConfigEdit, file: 'config' | 'credentials', before: string, after: string): void {
  if (edit.kind === 'add') {
    expect(after.startsWith(before)).toBe(true);
    return;
  }
  // both characters of a Windows line end by themselves: a line that goes may leave them side by side
  const lines = (text: string) =>
    text
      .replace(/^\uFEFF/, '')
      .split(/(?<=[\r\n])/)
      .filter((line) => line !== '');
  expect(after.startsWith('\uFEFF')).toBe(before.startsWith('\uFEFF'));
  const [old, now] = [lines(before), lines(after)];
  if (edit.kind === 'rename') {
    expect(now.length).toBe(old.length);
    now.forEach((line, index) => {
      if (line === old[index]) return;
      // the one name in the place of the other, with its quotes; what stands around it stays
      const was = old[index] ?? '';
      expect(was).toMatch(/^\s*\[|source_profile/i);
      const isHeader = /^\s*\[/.test(was);
      const tail = isHeader
        ? was.slice(was.lastIndexOf(']'))
        : was.slice(was.lastIndexOf(edit.from) + edit.from.length);
      expect(line.endsWith(tail)).toBe(true);
    });
    return;
  }
  // what is gone is one run of lines for each section, from its header on
  let at = 0;
  for (const line of now) {
    while (at < old.length && old[at] !== line) at += 1;
    if (at >= old.length) throw new Error(`not of the file: ${JSON.stringify({ file, before, after })}`);
    at += 1;
  }
}

function settingsIn(texts: { config: string; credentials: string }) {
  return new Map(
    [...readAwsConfig(texts).profiles].map(([name, one]) => [
      name,
      Object.fromEntries(
        [...one.settings].map(([key, { value }]) => [key, typeof value === 'string' ? value : [...value]]),
      ),
    ]),
  );
}

function expected(
  edit: ConfigEdit,
  before: ReturnType<typeof settingsIn>,
  after: { config: string; credentials: string },
): ReturnType<typeof settingsIn> {
  const wanted = new Map(before);
  if (edit.kind === 'remove') wanted.delete(edit.profile);
  if (edit.kind === 'rename') {
    for (const [name, settings] of before) {
      wanted.delete(name);
      const source = settings['source_profile'] === edit.from ? { source_profile: edit.to } : {};
      wanted.set(name === edit.from ? edit.to : name, { ...settings, ...source });
    }
  }
  if (edit.kind === 'add') {
    const read = settingsIn(after);
    for (const { kind, name, settings } of edit.sections) {
      if (kind !== 'profile') continue;
      const found = read.get(name) ?? {};
      expect(found).toMatchObject(Object.fromEntries(settings));
      wanted.set(name, found);
    }
  }
  return wanted;
}
