import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnosticsText, type DiagnosticsInput } from '../../../app/diagnostics/text.ts';
import { defaultSettings } from '../../../app/settings/model.ts';

const input: DiagnosticsInput = {
  versions: {
    latchkey: '1.2.3',
    electron: '45.4.1',
    chromium: '150.0.1',
    node: '24.1.0',
    os: 'Linux 6.8.0 x64',
  },
  settings: defaultSettings,
  lines: ['[info] (app) started', '[info] (endpoints) scanned profile=dev region=eu-west-1 code=ok'],
  person: { home: '/home/ada', user: 'ada' },
};

const textOf = (over: Partial<DiagnosticsInput>): string => diagnosticsText({ ...input, ...over });

it('says what runs here, how it is set, and the end of the log', () => {
  expect(diagnosticsText(input)).toBe(
    [
      'Latchkey 1.2.3',
      'Electron 45.4.1',
      'Chromium 150.0.1',
      'Node 24.1.0',
      'System Linux 6.8.0 x64',
      '',
      'Settings',
      '  theme: system',
      '  regions: none',
      '  scanScopes: none',
      '  preferredProfiles: none',
      '  environmentRules: none',
      '  accountNames: none',
      '  clearClipboardAfter: lease',
      '  terminal: auto',
      '  caFile: not set',
      '  globalShortcut: not set',
      '  notify: true',
      '  keepRunning: false',
      '  startHidden: false',
      '  openAtLogin: false',
      '  updateChannel: latest',
      '',
      'The end of the log',
      '[info] (app) started',
      '[info] (endpoints) scanned profile=dev region=eu-west-1 code=ok',
      '',
    ].join('\n'),
  );
});

it('says where there is no Electron, and no log', () => {
  const text = textOf({ versions: { ...input.versions, electron: null, chromium: null }, lines: [] });
  expect(text).toContain('Electron none\nNode');
  expect(text).toContain('The log is empty.');
});

describe('a setting', () => {
  it('that is a path or a text is told only to be there', () => {
    const settings = { ...defaultSettings, caFile: '/srv/HIDDEN/ca.pem', globalShortcut: 'Alt+Shift+H' };
    const text = textOf({ settings });
    expect(text).toContain('caFile: set\n');
    expect(text).toContain('globalShortcut: set\n');
    expect(text).not.toContain('HIDDEN');
  });

  it('that later versions add is told only to be there, until it is looked at', () => {
    const settings = { ...defaultSettings, startUrl: 'https://HIDDEN.example', people: ['HIDDEN'] };
    expect(textOf({ settings })).not.toContain('HIDDEN');
  });

  it('that is one of a few is told', () => {
    const text = textOf({
      settings: { ...defaultSettings, theme: 'dark', regions: ['eu-west-1', 'us-east-1'] },
    });
    expect(text).toContain('theme: dark\n  regions: eu-west-1, us-east-1\n');
  });
});

describe('the log in it', () => {
  it('holds no secret, whatever was written', () => {
    const secret = fc.string().map((middle) => `hIdDeN${middle}hIdDeN`);
    fc.assert(
      fc.property(
        secret,
        fc.constantFrom('password', 'token', 'secretAccessKey', 'X-Amz-Signature'),
        (value, name) => {
          const lines = [JSON.stringify({ [name]: value }), `${name}=${JSON.stringify(value)}`];
          expect(textOf({ lines })).not.toContain('hIdDeN');
        },
      ),
    );
  });

  it.each([
    ['the user\u2019s folder', 'could not read /home/ada/.aws/config', 'could not read ~/.aws/config'],
    ['the user', 'owner=ada C:\\Users\\Ada\\x', 'owner=[user] C:\\Users\\[user]\\x'],
    ['an account', 'arn:aws:iam::123456789012:role/dev', 'arn:aws:iam::[account]:role/dev'],
    ['a mail address', 'assumed-role/dev/ada.l@corp.example.com', 'assumed-role/dev/[mail]'],
    [
      'a host',
      'getaddrinfo ENOTFOUND db.abc123.eu-west-1.rds.amazonaws.com',
      'getaddrinfo ENOTFOUND [database host]',
    ],
  ])('does not name %s', (_what, line, told) => {
    expect(textOf({ lines: [line] })).toContain(`\n${told}\n`);
  });

  it('does not name a user whose name has a hyphen', () => {
    const person = { home: '/home/ada-l', user: 'ada-l' };
    expect(textOf({ person, lines: ['owner=ada-l ada-lovelace'] })).toContain(
      '\nowner=[user] ada-lovelace\n',
    );
  });

  it('keeps words that only hold the user\u2019s name, and numbers that are no account', () => {
    const line = 'Canada adamant 1234567890123 ms=123456789';
    expect(textOf({ lines: [line] })).toContain(line);
  });

  it('survives a user whose name is a pattern, or one or two letters', () => {
    for (const user of ['a.*', '[x]', '', 'a', 'io', '\\', 'a-b/c', '(']) {
      expect(textOf({ person: { home: '/', user }, lines: ['io /a b'] })).toContain('\nio /a b\n');
    }
  });
});
