import { describe, expect, it } from 'vitest';
import { readAwsConfig } from '../../../../app/profiles/config-files/read-config.ts';

const read = (config: string, credentials = '') => {
  const { profiles, ssoSessions, services, skipped } = readAwsConfig({ config, credentials });
  const sound = [...profiles.values()].filter(({ fault }) => fault === null).map(({ name }) => name);
  const sso = [...ssoSessions].filter(([, { fault }]) => fault === null).map(([name]) => name);
  return { sound, sso, services: [...services.keys()], says: skipped.map(({ reason }) => reason) };
};

describe('what is not read in the config file', () => {
  it.each([
    ['prod admin', 'line 1: [prod admin] is not a profile; write [profile "prod admin"]'],
    ['say "hi"', 'line 1: [say "hi"] is not a profile; write [profile "say \\"hi\\""]'],
    [
      'profile prod admin',
      'line 1: [profile prod admin] is not a profile: a name with spaces needs quotes; write [profile "prod admin"]',
    ],
    [
      'services a b',
      'line 1: [services a b] is not a services section: a name with spaces needs quotes; write [services "a b"]',
    ],
    [
      'sso-session my corp',
      'line 1: [sso-session my corp] is not an SSO session: a name with spaces needs quotes; write [sso-session "my corp"]',
    ],
    ['sso-session', 'line 1: [sso-session] has no name; write [sso-session NAME]'],
    ['profile-x', 'line 1: [profile-x] is not a profile; write [profile profile-x]'],
    ['profile "x', 'line 1: [profile "x] has a quote that is not closed, and is not read'],
    [' profile x', 'line 1: [ profile x] starts with a space and is not read; write [profile x]'],
    ['DEFAULT ', 'line 1: [DEFAULT ] is not a profile; write [default]'],
    ['preview', 'line 1: [preview] holds settings of the AWS CLI alone'],
  ])('[%s]', (header, reason) => {
    expect(read(`[${header}]\nregion = r\n[profile dev]\n`)).toMatchObject({
      sound: ['dev'],
      says: [reason],
    });
  });

  it('a section that a later one for the same profile replaces, as with the AWS CLI', () => {
    expect(read('[default]\na = 1\n[profile dev]\n[profile default]\n[profile "dev"]\n')).toMatchObject({
      sound: ['default', 'dev'],
      says: [
        'line 1: this section is replaced by the one for the same profile default on line 4',
        'line 3: this section is replaced by the one for the same profile dev on line 5',
      ],
    });
  });

  it('an indented line that looks like a section or a setting', () => {
    expect(read('[profile a]\nregion = r\n  [profile b]\n  Role_ARN = x\n  --flag = y\n').says).toEqual([
      'line 3: this line is indented, so it is part of region on line 2; start it in the first column',
      'line 4: this line is indented, so it is part of region on line 2; start it in the first column',
    ]);
  });

  it('a nested setting that is set again', () => {
    expect(read('[profile a]\ns3 =\n  x = 1\n  x = 2\n').says).toEqual([
      'line 3: x in s3 is set again on line 4, which counts',
    ]);
  });
});

describe('what looks otherwise in the credentials file', () => {
  it.each([
    ['profile dev', 'line 1: in the credentials file this is a profile named "profile dev"; write [dev]'],
    ['"dev"', 'line 1: in the credentials file quotes are part of the name; write [dev]'],
    [
      'sso-session corp',
      'line 1: in the credentials file this is a profile named "sso-session corp"; SSO sessions belong in the config file',
    ],
  ])('[%s]', (header, reason) => {
    expect(read('', `[${header}]\n`)).toMatchObject({ sound: [header], says: [reason] });
  });
});

describe('a fault touches', () => {
  it.each([
    ['the section that it is in', '[profile a]\nx\n[profile b]\n', '', ['b']],
    ['both of two sections with one header', '[profile a]\n[profile b]\n[profile a]\n', '', ['b']],
    ['a profile in both files', '[profile a]\nx\n[profile b]\n', '[a]\nk = v\n[c]\n', ['b', 'c']],
    ['a profile by all its headers', '[profile a]\nx\n[profile "a"]\nk = v\n[profile b]\n', '', ['b']],
    ['not the section before a header that is not closed', '[profile a]\n[profile b\nk = v\n', '', ['a']],
    ['all sections of its file where it is in [DEFAULT]', '[profile a]\n[DEFAULT]\nx\n', '[b]\n', ['b']],
    ['all sections where two [DEFAULT] share a key', '[DEFAULT]\nk=1\n[profile a]\n[DEFAULT]\nK=2\n', '', []],
    ['nothing where it is before the first section', 'x = 1\n  y\n[profile a]\n', '', ['a']],
    ['nothing where the section is no profile', '[plugins]\nx\n[profile a]\n', '', ['a']],
    ['the section with the broken block', '[profile a]\ns3 =\n  x: 1\n[profile b]\n', '', ['b']],
    ['the section with bytes that are not UTF-8', '[profile a]\nk = \uDCE9\n[profile b]\n', '', ['b']],
    ['nothing where those bytes are in a comment', '[profile a]\n# \uDCE9\n', '', ['a']],
    ['a section whose key is empty', '[profile a]\n = v\n[profile b]\n', '', ['b']],
  ])('%s', (_, config, credentials, sound) => {
    const told = read(config, credentials);
    expect(told.sound).toEqual(sound);
    expect(told.says).not.toEqual([]);
  });

  it('says once what is touched', () => {
    expect(read('[profile a]\n[profile b\nregion = r\n').says).toEqual([
      "line 2: the section's name is not closed; write [profile b]; profile b is left out",
    ]);
    expect(read('[sso-session a]\nx\n[services b]\ny\n')).toMatchObject({
      sso: [],
      says: [
        'line 2: this line is neither a section nor a setting; write KEY = VALUE, or # before it; SSO session a is left out',
        'line 4: this line is neither a section nor a setting; write KEY = VALUE, or # before it; services section b is left out',
      ],
    });
    expect(read('[DEFAULT]\nx\n[profile a]\n').says).toEqual([
      'line 2: this line is neither a section nor a setting; write KEY = VALUE, or # before it; [DEFAULT] counts for every section, so none of them is read',
    ]);
  });

  it('a UTF-16 file as a whole', () => {
    expect(read('\uDCFF\uDCFE[\u0000p\u0000]\u0000\n\u0000x\u0000')).toMatchObject({
      sound: [],
      says: ['line 1: the file is UTF-16, and nothing of it is read; save it as UTF-8'],
    });
  });
});

it('a section\u2019s own setting goes before that of [DEFAULT], wherever this stands', () => {
  const { profiles, ssoSessions } = readAwsConfig({
    config: '[profile a]\nk = own\n[DEFAULT]\nk = d\nl = d\n[sso-session s]\n[DEFAULT]\nm = d\n',
    credentials: '[b]\n',
  });
  const values = (settings: ReadonlyMap<string, { readonly value: unknown }> | undefined) =>
    Object.fromEntries([...(settings ?? [])].map(([key, { value }]) => [key, value]));
  expect(values(profiles.get('a')?.settings)).toEqual({ k: 'own', l: 'd', m: 'd' });
  expect(values(ssoSessions.get('s')?.settings)).toEqual({ k: 'd', l: 'd', m: 'd' });
  expect(values(profiles.get('b')?.settings)).toEqual({});
});
