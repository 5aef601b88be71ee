import { describe, expect, it } from 'vitest';
import { readAwsConfig } from '../../../../app/profiles/config-files/read-config.ts';
import type { Hop, Leaf, Plan, RefusalCode } from '../../../../app/profiles/plan/model.ts';
import { needsOf, type Need } from '../../../../app/profiles/plan/needs.ts';
import { planFor } from '../../../../app/profiles/plan/plan-for.ts';
import { planInWords } from '../../../../app/profiles/plan/words.ts';

const ROLE = 'arn:aws:iam::482011780031:role/team/Admin';
const DEVICE = 'arn:aws:iam::111122223333:mfa/dana';
const KEYS = 'aws_access_key_id = AKIA\naws_secret_access_key = s\n';
const SSO = 'sso_session = corp\nsso_account_id = 482011780031\nsso_role_name = ReadOnly\n';
const CORP = '[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n';

const plan = (config: string, credentials = '', name = 'dev') =>
  planFor(readAwsConfig({ config, credentials }), name);

function sound(config: string, credentials = '', name = 'dev'): Plan {
  const found = plan(config, credentials, name);
  if (!found.ok) throw new Error(found.error.message);
  return found.value;
}

const ssoLeaf: Leaf = {
  kind: 'sso',
  profile: 'dev',
  session: 'corp',
  startUrl: 'https://corp.awsapps.com/start',
  region: 'eu-west-1',
  accountId: '482011780031',
  roleName: 'ReadOnly',
  scopes: null,
};
const keysLeaf = (profile: string, file: 'config' | 'credentials', temporary = false): Leaf => ({
  kind: 'keys',
  profile,
  file,
  temporary,
});
const role = (over: Partial<Extract<Hop, { kind: 'role' }>> = {}): Hop => ({
  kind: 'role',
  profile: 'dev',
  source: { kind: 'profile', profile: 'base' },
  roleArn: ROLE,
  roleSessionName: null,
  externalId: null,
  durationSeconds: null,
  mfaSerial: null,
  ...over,
});

interface Row {
  readonly of: string;
  readonly config: string;
  readonly credentials?: string;
  readonly leaf: Leaf;
  readonly hops?: Hop[];
  readonly needs?: Need[];
  readonly says: string[];
}

const signIn: Need = {
  kind: 'sso-sign-in',
  profile: 'dev',
  session: 'corp',
  startUrl: 'https://corp.awsapps.com/start',
  region: 'eu-west-1',
};

const rows: Row[] = [
  {
    of: 'long-lived keys in the credentials file',
    config: '[profile dev]\nregion = r\n',
    credentials: `[dev]\n${KEYS}`,
    leaf: keysLeaf('dev', 'credentials'),
    says: ['the keys of dev in the credentials file'],
  },
  {
    of: 'session keys in the config file',
    config: `[profile dev]\n${KEYS}aws_session_token = t\n`,
    leaf: keysLeaf('dev', 'config', true),
    says: ['the session keys of dev in the config file'],
  },
  {
    of: 'keys with the token under its old name',
    config: '',
    credentials: `[dev]\n${KEYS}aws_security_token = t\n`,
    leaf: keysLeaf('dev', 'credentials', true),
    says: ['the session keys of dev in the credentials file'],
  },
  {
    of: 'an SSO session',
    config: `${CORP}sso_registration_scopes = a b\n[profile dev]\n${SSO}`,
    leaf: { ...ssoLeaf, scopes: 'a b' },
    needs: [signIn],
    says: ['ReadOnly in 482011780031 through the SSO session corp'],
  },
  {
    of: 'SSO without a session',
    config:
      '[profile dev]\nsso_start_url = https://x.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 1\nsso_role_name = R\n',
    leaf: {
      kind: 'sso',
      profile: 'dev',
      session: null,
      startUrl: 'https://x.awsapps.com/start',
      region: 'us-east-1',
      accountId: '1',
      roleName: 'R',
      scopes: null,
    },
    needs: [{ ...signIn, session: null, startUrl: 'https://x.awsapps.com/start', region: 'us-east-1' }],
    says: ['R in 1 through https://x.awsapps.com/start'],
  },
  {
    of: 'a program',
    config: '[profile dev]\ncredential_process = helper --x\n',
    leaf: { kind: 'process', profile: 'dev' },
    needs: [{ kind: 'program', profile: 'dev' }],
    says: ['what the program of dev gives'],
  },
  {
    of: 'aws login',
    config: '[profile dev]\nlogin_session = arn:aws:iam::1:user/dana\n',
    leaf: { kind: 'login', profile: 'dev', session: 'arn:aws:iam::1:user/dana' },
    needs: [{ kind: 'login-sign-in', profile: 'dev', session: 'arn:aws:iam::1:user/dana' }],
    says: ['the sign-in of dev with aws login'],
  },
  {
    of: 'a web identity',
    config: `[profile dev]\nrole_arn = ${ROLE}\nweb_identity_token_file = ~/my token\nrole_session_name = me\n`,
    leaf: {
      kind: 'web-identity',
      profile: 'dev',
      roleArn: ROLE,
      tokenFile: '~/my token',
      roleSessionName: 'me',
    },
    needs: [{ kind: 'token-file', profile: 'dev', path: '~/my token' }],
    says: ['Admin in 482011780031 with the web identity of dev'],
  },
  {
    of: 'a role with keys of another profile, in the other file',
    config: `[profile dev]\nrole_arn = ${ROLE}\nsource_profile = base\nmfa_serial = ${DEVICE}\nexternal_id = x:1\nrole_session_name = me\nduration_seconds = 3_600\n`,
    credentials: `[base]\n${KEYS}`,
    leaf: keysLeaf('base', 'credentials'),
    hops: [role({ mfaSerial: DEVICE, externalId: 'x:1', roleSessionName: 'me', durationSeconds: 3600 })],
    needs: [{ kind: 'mfa-code', profile: 'dev', serial: DEVICE }],
    says: ['Admin in 482011780031 from base, with MFA', 'the keys of base in the credentials file'],
  },
  {
    of: 'a role with its own keys',
    config: `[profile dev]\nrole_arn = ${ROLE}\nsource_profile = dev\n${KEYS}`,
    leaf: keysLeaf('dev', 'config'),
    hops: [role({ source: { kind: 'profile', profile: 'dev' } })],
    says: ['Admin in 482011780031 from its own keys', 'the keys of dev in the config file'],
  },
  {
    of: 'a chain of roles from SSO, one device asked twice',
    config: `${CORP}[profile dev]\nrole_arn = ${ROLE}\nsource_profile = mid\nmfa_serial = ${DEVICE}\n[profile mid]\nrole_arn = arn:aws-us-gov:iam::2:role/Mid\nsource_profile = base\nmfa_serial = ${DEVICE}\n[profile base]\n${SSO}`,
    leaf: { ...ssoLeaf, profile: 'base' },
    hops: [
      role({ profile: 'mid', roleArn: 'arn:aws-us-gov:iam::2:role/Mid', mfaSerial: DEVICE }),
      role({ source: { kind: 'profile', profile: 'mid' }, mfaSerial: DEVICE }),
    ],
    needs: [
      { ...signIn, profile: 'base' },
      { kind: 'mfa-code', profile: 'mid', serial: DEVICE },
    ],
    says: [
      'Admin in 482011780031 from mid, with MFA',
      'Mid in 2 from base, with MFA',
      'ReadOnly in 482011780031 through the SSO session corp',
    ],
  },
  {
    of: 'a role with what the machine has',
    config: `[profile dev]\nrole_arn = ${ROLE}\ncredential_source = Ec2InstanceMetadata\n`,
    leaf: { kind: 'machine', profile: 'dev', source: 'Ec2InstanceMetadata' },
    hops: [role({ source: { kind: 'machine', source: 'Ec2InstanceMetadata' } })],
    needs: [{ kind: 'machine', profile: 'dev', source: 'Ec2InstanceMetadata' }],
    says: ['Admin in 482011780031 from the EC2 instance that Latchkey runs on'],
  },
  {
    of: 'keys with a device and no role',
    config: `[profile dev]\nmfa_serial = ${DEVICE}\n${KEYS}`,
    leaf: keysLeaf('dev', 'config'),
    hops: [{ kind: 'session', profile: 'dev', mfaSerial: DEVICE }],
    needs: [{ kind: 'mfa-code', profile: 'dev', serial: DEVICE }],
    says: ['session keys, with MFA', 'the keys of dev in the config file'],
  },
  {
    of: 'names that JavaScript has for itself',
    config: `[profile dev]\nrole_arn = x\nsource_profile = __proto__\n[profile __proto__]\nrole_arn = y\nsource_profile = constructor\n[profile constructor]\n${KEYS}`,
    leaf: keysLeaf('constructor', 'config'),
    hops: [
      role({
        profile: '__proto__',
        roleArn: 'y',
        source: { kind: 'profile', profile: 'constructor' },
      }),
      role({ roleArn: 'x', source: { kind: 'profile', profile: '__proto__' } }),
    ],
    says: ['x from __proto__', 'y from constructor', 'the keys of constructor in the config file'],
  },
];

describe('the plan for a profile with', () => {
  it.each(rows.map((row) => [row.of, row] as const))('%s', (_, row) => {
    const made = sound(row.config, row.credentials);
    expect(made).toEqual({ profile: 'dev', leaf: row.leaf, hops: row.hops ?? [], unused: [] });
    expect(needsOf(made)).toEqual(row.needs ?? []);
    expect(planInWords(made)).toEqual(row.says);
  });
});

describe('of two ways to credentials in one profile the AWS CLI\u2019s comes first:', () => {
  it.each<[string, string, string, string, string[]]>([
    [
      'SSO before keys',
      `${CORP}[profile dev]\n${SSO}`,
      `[dev]\n${KEYS}`,
      'sso',
      [
        'aws_access_key_id of profile dev (line 2 of the credentials file) is not used: IAM Identity Center comes first.',
      ],
    ],
    [
      'SSO before a program',
      `${CORP}[profile dev]\n${SSO}credential_process = x\n`,
      '',
      'sso',
      [
        'credential_process of profile dev (line 8 of the config file) is not used: IAM Identity Center comes first.',
      ],
    ],
    [
      'keys of the credentials file before aws login, a program and keys of the config file',
      `[profile dev]\nlogin_session = l\ncredential_process = x\n${KEYS}`,
      `[dev]\n${KEYS}`,
      'keys in credentials',
      [
        'login_session of profile dev (line 2 of the config file) is not used: the key in the credentials file comes first.',
        'credential_process of profile dev (line 3 of the config file) is not used: the key in the credentials file comes first.',
        'aws_access_key_id of profile dev (line 4 of the config file) is not used: the key in the credentials file comes first.',
      ],
    ],
    [
      'aws login before a program and keys of the config file',
      `[profile dev]\nlogin_session = l\ncredential_process = x\n${KEYS}`,
      '',
      'login',
      [
        'credential_process of profile dev (line 3 of the config file) is not used: the sign-in with aws login comes first.',
        'aws_access_key_id of profile dev (line 4 of the config file) is not used: the sign-in with aws login comes first.',
      ],
    ],
    [
      'a program before keys of the config file',
      `[profile dev]\ncredential_process = x\n${KEYS}`,
      '',
      'process',
      [
        'aws_access_key_id of profile dev (line 3 of the config file) is not used: credential_process comes first.',
      ],
    ],
    [
      'a web identity before a source profile',
      `[profile dev]\nrole_arn = x\nweb_identity_token_file = /t\nsource_profile = b\n${KEYS}`,
      '',
      'web-identity',
      [
        'aws_access_key_id of profile dev (line 5 of the config file) is not used: the web identity comes first.',
      ],
    ],
    [
      'keys of a source profile before its role',
      `[profile dev]\nrole_arn = x\nsource_profile = base\n[profile base]\nrole_arn = y\nsource_profile = dev\n${KEYS}`,
      '',
      'keys in config',
      [
        'role_arn of profile base (line 5 of the config file) is not used: the key in the config file comes first.',
      ],
    ],
    [
      'keys without the token of the other file',
      `[profile dev]\n${KEYS}aws_session_token = t\n`,
      `[dev]\n${KEYS}`,
      'keys in credentials',
      [
        'aws_access_key_id of profile dev (line 2 of the config file) is not used: the key in the credentials file comes first.',
        'aws_session_token of profile dev (line 4 of the config file) is not used: the key is in the credentials file.',
      ],
    ],
    [
      'the token under its old name before the new',
      `[profile dev]\n${KEYS}aws_session_token = t\naws_security_token = u\n`,
      '',
      'session keys in config',
      [
        'aws_session_token of profile dev (line 4 of the config file) is not used: aws_security_token comes first.',
      ],
    ],
    [
      'session keys before a device',
      `[profile dev]\n${KEYS}aws_session_token = t\nmfa_serial = d\nduration_seconds = soon\n`,
      '',
      'session keys in config',
      [
        'mfa_serial of profile dev (line 5 of the config file) is not used: it needs a role, or long-lived keys that are used themselves.',
        'duration_seconds of profile dev (line 6 of the config file) is not used: it is not a whole number.',
      ],
    ],
  ])('%s', (_, config, credentials, expected, unused) => {
    const { leaf, unused: told } = sound(config, credentials);
    const kind = leaf.kind === 'keys' ? `${leaf.temporary ? 'session ' : ''}keys in ${leaf.file}` : leaf.kind;
    expect(kind).toBe(expected);
    expect(told).toEqual(unused);
  });
});

describe('there is no plan, and words that say why, for', () => {
  it.each<[string, string, string, RefusalCode, string, string]>([
    [
      'a profile that is not there',
      '',
      '',
      'profile-missing',
      'There is no profile dev.',
      'Add [profile dev] to the config file.',
    ],
    [
      'a profile whose section the AWS CLI refuses the file for',
      '[profile dev]\nregion\n',
      '',
      'section-faulty',
      'Profile dev is left out, because its section in the config file has a fault.',
      'Line 2: this line is neither a section nor a setting; write KEY = VALUE, or # before it; profile dev is left out.',
    ],
    [
      'a profile that says nothing',
      '[profile dev]\nregion = r\n',
      '',
      'no-credentials',
      'Profile dev does not say where its credentials come from.',
      'Add how it signs in: sso_session with account and role, role_arn with source_profile, or keys. See line 1 of the config file.',
    ],
    [
      'a key without its secret',
      '[profile dev]\naws_secret_access_key = s\n',
      '[dev]\naws_access_key_id = a\n',
      'part-missing',
      'Profile dev in the credentials file has no aws_secret_access_key.',
      'Add aws_secret_access_key. See line 2 of the credentials file.',
    ],
    [
      'a secret without its key',
      '[profile dev]\naws_secret_access_key = s\n',
      '',
      'part-missing',
      'Profile dev has aws_secret_access_key and no aws_access_key_id.',
      'Add aws_access_key_id in the same file. See line 2 of the config file.',
    ],
    [
      'a key in quotes',
      '[profile dev]\naws_access_key_id = "A"\naws_secret_access_key = s\n',
      '',
      'value-invalid',
      'aws_access_key_id of profile dev in the config file stands in quotes.',
      'Remove the quotes; to the AWS CLI they are part of the value. See line 2 of the config file.',
    ],
    [
      'a secret with a comment behind it',
      '[profile dev]\naws_access_key_id = A\naws_secret_access_key = s # mine\n',
      '',
      'value-invalid',
      'aws_secret_access_key of profile dev in the config file has a comment behind it.',
      'Move the comment to a line of its own; to the AWS CLI it is part of the value. See line 3 of the config file.',
    ],
    [
      'a role with a security key',
      `[profile dev]\nrole_arn = x\nsource_profile = base\nmfa_serial = arn:aws-cn:iam::1:u2f/user/dana/key-A\n`,
      '',
      'value-invalid',
      'The MFA device of profile dev is a security key, which works in AWS’s console alone.',
      'Register an authenticator app for this user as well, and write its ARN in mfa_serial. See line 4 of the config file.',
    ],
    [
      'keys with a security key',
      `[profile dev]\n${KEYS}mfa_serial = arn:aws:iam::1:u2f/root-account/key-A\n`,
      '',
      'value-invalid',
      'The MFA device of profile dev is a security key, which works in AWS’s console alone.',
      'Register an authenticator app for this user as well, and write its ARN in mfa_serial. See line 4 of the config file.',
    ],
    [
      'a role without a source, even with keys',
      `[profile dev]\nrole_arn = x\n${KEYS}`,
      '',
      'part-missing',
      'Nothing says with whose credentials profile dev assumes its role.',
      'Add source_profile. See line 2 of the config file.',
    ],
    [
      'a role with two sources',
      '[profile dev]\nrole_arn = x\nsource_profile = b\ncredential_source = Environment\n',
      '',
      'contradiction',
      'It is unclear with whose credentials profile dev assumes its role.',
      'Remove source_profile or credential_source. See line 4 of the config file.',
    ],
    [
      'a source of the machine in other case',
      '[profile dev]\nrole_arn = x\ncredential_source = environment\n',
      '',
      'value-invalid',
      'The credential_source of profile dev is unknown.',
      'Write one of Environment, EcsContainer, Ec2InstanceMetadata. See line 3 of the config file.',
    ],
    [
      'a source profile that is not there',
      '[profile dev]\nrole_arn = x\nsource_profile = the base\n',
      '',
      'reference-missing',
      'Profile dev takes its credentials from the base, and there is no such profile.',
      'Add [profile "the base"], or correct source_profile. See line 3 of the config file.',
    ],
    [
      'a source profile with a word too many',
      `[profile dev]\nrole_arn = x\nsource_profile = profile b\n[profile b]\n${KEYS}`,
      '',
      'reference-missing',
      'Profile dev takes its credentials from profile b, and there is no such profile.',
      'Write source_profile = b. See line 3 of the config file.',
    ],
    [
      'a source profile that has a fault',
      '[profile dev]\nrole_arn = x\nsource_profile = b\n[profile b]\nregion = 1\nregion = 2\n',
      '',
      'section-faulty',
      'Profile b is left out, because its section in the config file has a fault.',
      'Line 6: region is set a second time, after line 5; profile b is left out.',
    ],
    [
      'a source profile that says nothing',
      '[profile dev]\nrole_arn = x\nsource_profile = b\n[profile b]\n',
      '',
      'no-credentials',
      'Profile b does not say where its credentials come from.',
      'Add how it signs in: sso_session with account and role, role_arn with source_profile, or keys. See line 4 of the config file.',
    ],
    [
      'profiles that go round in a circle',
      '[profile dev]\nrole_arn = x\nsource_profile = b\n[profile b]\nrole_arn = x\nsource_profile = c\n[profile c]\nrole_arn = x\nsource_profile = b\n',
      '',
      'loop',
      'The source profiles go round in a circle: dev, from b, from c, from b.',
      'End the chain at a profile with credentials of its own. See line 9 of the config file.',
    ],
    [
      'a role that is its own source, without keys',
      '[profile dev]\nrole_arn = x\nsource_profile = dev\n',
      '',
      'loop',
      'The source profiles go round in a circle: dev, from dev.',
      'End the chain at a profile with credentials of its own. See line 3 of the config file.',
    ],
    [
      'an SSO session that is not there',
      `[profile dev]\n${SSO}`,
      '',
      'reference-missing',
      'The SSO session corp of profile dev is not there.',
      'Add [sso-session corp], or correct sso_session. See line 2 of the config file.',
    ],
    [
      'an SSO session that has a fault',
      `[profile dev]\n${SSO}[sso-session corp]\nx\n`,
      '',
      'section-faulty',
      'SSO session corp is left out, because its section in the config file has a fault.',
      'Line 6: this line is neither a section nor a setting; write KEY = VALUE, or # before it; SSO session corp is left out.',
    ],
    [
      'a start URL that is not the one of the session',
      `${CORP}[profile dev]\n${SSO}sso_start_url = https://other.awsapps.com/start\n`,
      '',
      'contradiction',
      'sso_start_url of profile dev is not that of its SSO session corp.',
      'Remove sso_start_url from the profile, or correct it. See line 8 of the config file.',
    ],
    [
      'an SSO session without a region, although the profile has one',
      `[sso-session corp]\nsso_start_url = u\n[profile dev]\n${SSO}sso_region = eu-west-1\n`,
      '',
      'part-missing',
      'SSO session corp has no sso_region.',
      'Add sso_region. See line 2 of the config file.',
    ],
    [
      'an SSO region that would be part of another host\u2019s name',
      `[sso-session corp]\nsso_start_url = u\nsso_region = evil.example/\n[profile dev]\n${SSO}`,
      '',
      'value-invalid',
      'sso_region of SSO session corp is not a region.',
      'Write a region such as eu-west-1. See line 3 of the config file.',
    ],
    [
      'SSO without a role',
      `${CORP}[profile dev]\nsso_session = corp\nsso_account_id = 1\n`,
      '',
      'part-missing',
      'Profile dev has no sso_role_name.',
      'Add sso_role_name. See line 5 of the config file.',
    ],
    [
      'SSO without account and role',
      `${CORP}[profile dev]\nsso_session = corp\n`,
      '',
      'part-missing',
      'Profile dev signs in to IAM Identity Center and names no account and role.',
      'Add sso_account_id and sso_role_name. See line 5 of the config file.',
    ],
    [
      'a web identity without a role',
      '[profile dev]\nweb_identity_token_file = /t\n',
      '',
      'part-missing',
      'Profile dev has no role_arn.',
      'Add role_arn. See line 2 of the config file.',
    ],
    [
      'a web identity without a file, which the AWS CLI would pass over and sign with the keys',
      `[profile dev]\nrole_arn = x\nweb_identity_token_file =\n${KEYS}`,
      '',
      'value-invalid',
      'web_identity_token_file of profile dev is empty.',
      'Give it a value, or remove it. See line 3 of the config file.',
    ],
    [
      'an empty program',
      '[profile dev]\ncredential_process =\n',
      '',
      'value-invalid',
      'credential_process of profile dev is empty.',
      'Give it a value, or remove it. See line 2 of the config file.',
    ],
    [
      'a role that is a block',
      '[profile dev]\nrole_arn =\n  a = b\nsource_profile = b\n[b]\n',
      `[b]\n${KEYS}`,
      'value-invalid',
      'role_arn of profile dev is a block of settings, not a value.',
      'Write the value on the line of role_arn. See line 2 of the config file.',
    ],
    [
      'a role with an indented line behind it',
      '[profile dev]\nrole_arn = x\n  source_profile = b\nsource_profile = b\n',
      `[b]\n${KEYS}`,
      'value-invalid',
      'role_arn of profile dev goes over several lines.',
      'An indented line is part of the value before it; start it in the first column. See line 2 of the config file.',
    ],
  ])('%s', (_, config, credentials, code, message, hint) => {
    const found = plan(config, credentials);
    expect(found.ok ? found.value : found.error).toMatchObject({ code, message, hint });
  });
});

it('a chain of thousands of profiles ends', () => {
  const profiles = Array.from(
    { length: 5_000 },
    (_, at) => `[profile p${at}]\nrole_arn = x\nsource_profile = p${at + 1}\n`,
  );
  expect(plan(profiles.join(''), '', 'p0').ok).toBe(false);
  const round = plan(`${profiles.join('')}[profile p5000]\nrole_arn = x\nsource_profile = p0\n`, '', 'p0');
  expect(round.ok ? '' : round.error.message).toBe(
    'The source profiles go round in a circle: p0, from p1, from p2, from p3, from p4, from p5, from p6, from …, from p0.',
  );
  expect(sound(`${profiles.join('')}[profile p5000]\n${KEYS}`, '', 'p0').hops).toHaveLength(5_000);
});
