import { describe, expect, it } from 'vitest';
import { Secret } from '../../../app/common/secret.ts';
import { editFor } from '../../../app/profile-setup/edit-for.ts';
import type { ProfileChange, SsoSessionRecipe } from '../../../app/profile-setup/model.ts';

const corp: SsoSessionRecipe = {
  name: 'corp',
  startUrl: 'https://corp.awsapps.com/start',
  region: 'eu-west-1',
};
const reader = {
  name: 'reader',
  session: 'corp',
  accountId: '123456789012',
  roleName: 'Reader',
  region: 'eu-west-1',
};
const sso = (over: Partial<Extract<ProfileChange, { kind: 'sso' }>> = {}): ProfileChange => ({
  kind: 'sso',
  roles: [],
  sessions: [corp],
  profiles: [reader],
  ...over,
});
const role: Extract<ProfileChange, { kind: 'role' }> = {
  kind: 'role',
  name: 'admin',
  roleArn: 'arn:aws:iam::123456789012:role/team/Admin',
  source: 'reader',
  mfaSerial: null,
  region: null,
};
const keys = {
  kind: 'keys',
  name: 'ci',
  keysId: '7f9c24e5-3b1a-4c0d-8a6e-5f2b1c9d0e11',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  region: 'eu-west-1',
} as const;

function sections(change: ProfileChange, known: readonly SsoSessionRecipe[] = []) {
  const edit = editFor(change, known, {
    accessKeyId: null,
    secretAccessKey: new Secret('secret'),
    sessionToken: null,
  });
  if (!edit.ok) throw new Error(edit.error.message);
  return edit.value.kind === 'add'
    ? edit.value.sections.map(({ file, kind, name, settings }) => [
        file,
        kind,
        name,
        Object.fromEntries(settings),
      ])
    : [];
}
const code = (change: ProfileChange, known: readonly SsoSessionRecipe[] = []) => {
  const edit = editFor(change, known, null);
  return edit.ok ? null : edit.error.code;
};

describe('roles of IAM Identity Center', () => {
  it('become a session and profiles of it', () => {
    expect(sections(sso())).toEqual([
      [
        'config',
        'sso-session',
        'corp',
        {
          sso_start_url: corp.startUrl,
          sso_region: 'eu-west-1',
          sso_registration_scopes: 'sso:account:access',
        },
      ],
      [
        'config',
        'profile',
        'reader',
        { sso_session: 'corp', sso_account_id: '123456789012', sso_role_name: 'Reader', region: 'eu-west-1' },
      ],
    ]);
  });

  it('take the session that is there, also under another name', () => {
    const known = { ...corp, name: 'work', startUrl: 'https://corp.awsapps.com/start/#/' };
    expect(sections(sso(), [known])).toEqual([
      ['config', 'profile', 'reader', expect.objectContaining({ sso_session: 'work' })],
    ]);
  });

  it.each([
    ['a session with another start URL', sso(), [{ ...corp, startUrl: 'https://other.awsapps.com/start' }]],
    ['a session with another region', sso(), [{ ...corp, region: 'us-east-1' }]],
    ['a profile without its session', sso({ sessions: [] }), []],
    ['a plain start URL', sso({ sessions: [{ ...corp, startUrl: 'http://corp.awsapps.com/start' }] }), []],
    ['one with a user', sso({ sessions: [{ ...corp, startUrl: 'https://aws.amazon.com@evil.com/' }] }), []],
    ['one with a space', sso({ sessions: [{ ...corp, startUrl: 'https://corp.awsapps.com/ start' }] }), []],
    ['a region that is none', sso({ sessions: [{ ...corp, region: 'eu-west-1.evil.com/#' }] }), []],
  ] as const)('refuse %s', (_what, change, known) => {
    expect(code(change, known)).toBe('invalid-input');
  });
});

it('a role is assumed from a profile, with an MFA device where there is one', () => {
  const mfaSerial = 'arn:aws:iam::123456789012:mfa/me';
  expect(sections({ ...role, mfaSerial })).toEqual([
    [
      'config',
      'profile',
      'admin',
      { role_arn: role.roleArn, source_profile: 'reader', mfa_serial: mfaSerial },
    ],
  ]);
  for (const roleArn of [
    'Admin',
    'arn:aws:iam::1:role/x',
    'arn:aws:iam::123456789012:user/x',
    `${role.roleArn} x`,
  ]) {
    expect(code({ ...role, roleArn })).toBe('invalid-input');
  }
  expect(code({ ...role, mfaSerial: 'my phone' })).toBe('invalid-input');
  expect(code({ ...role, region: 'x' })).toBe('invalid-input');
});

it('keys go to the credentials file, and the region to the config file', () => {
  expect(sections(keys)).toEqual([
    [
      'credentials',
      'profile',
      'ci',
      { aws_access_key_id: keys.accessKeyId, aws_secret_access_key: 'secret' },
    ],
    ['config', 'profile', 'ci', { region: 'eu-west-1' }],
  ]);
  expect(code(keys)).toBe('invalid-input');
});
