import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { loadCredentials } from '../../../main/profiles/load-credentials.ts';
import { profileFiles } from '../../../main/profiles/profile-files.ts';
import { nobodyToAsk } from './nobody-to-ask.ts';
import { awsFiles } from './aws-files.ts';

afterEach(() => vi.unstubAllEnvs());

const load = (env: NodeJS.ProcessEnv, profile: string, region: string | null = null) =>
  loadCredentials(profileFiles(env), { ...process.env, ...(region === null ? {} : { AWS_REGION: region }) })(
    profile,
    nobodyToAsk,
  );

/** A credential_process line that prints this. */
const prints = (said: object | string) =>
  `credential_process = printf '%s' '${typeof said === 'string' ? said : JSON.stringify(said)}'\n`;

const given = { Version: 1, AccessKeyId: 'AKIAP', SecretAccessKey: 's' };

describe('credentials', () => {
  it.each([
    ['static', '', null, { kind: 'never' }],
    ['session', 'aws_session_token = t\n', 't', { kind: 'unstated' }],
  ] as const)('of %s keys come from the file', async (_kind, more, sessionToken, expiry) => {
    const { env } = awsFiles('', `[dev]\naws_access_key_id = AKIA1\naws_secret_access_key = s\n${more}`);
    expect(await load(env, 'dev')).toEqual({
      ok: true,
      value: { accessKeyId: 'AKIA1', secretAccessKey: 's', sessionToken, expiry },
    });
  });

  it('are read anew each time', async () => {
    const { env, writeCredentials } = awsFiles(
      '',
      '[dev]\naws_access_key_id = A\naws_secret_access_key = s\n',
    );
    await load(env, 'dev');
    writeCredentials('[dev]\naws_access_key_id = B\naws_secret_access_key = s\n');
    expect(await load(env, 'dev')).toMatchObject({ value: { accessKeyId: 'B' } });
  });

  it.each([
    [
      'that says when they end',
      { ...given, Expiration: '2999-01-02T03:04:05Z', SessionToken: 't' },
      { kind: 'at', time: Date.UTC(2999, 0, 2, 3, 4, 5) },
    ],
    ['that does not say so', { ...given, SessionToken: 't' }, { kind: 'unstated' }],
    ['without a session', given, { kind: 'never' }],
  ])('come from a process %s', async (_what, said, expiry) => {
    const { env } = awsFiles(`[profile p]\n${prints(said)}`);
    expect(await load(env, 'p')).toMatchObject({ ok: true, value: { accessKeyId: 'AKIAP', expiry } });
  });
});

describe('a profile that is at fault', () => {
  it.each([
    ['nothing to go by', 'region = eu-west-1\n'],
    ['a source that is missing', 'role_arn = arn:aws:iam::1:role/r\nsource_profile = none\n'],
    ['a source that is itself', 'role_arn = arn:aws:iam::1:role/r\nsource_profile = p\n'],
  ])('(%s) says so', async (_what, section) => {
    const { env } = awsFiles(`[profile p]\n${section}`);
    expect(await load(env, 'p')).toMatchObject({
      error: {
        code: 'profile-unusable',
        message: expect.stringMatching(/^Profile p: ./),
        hint: expect.any(String),
      },
    });
  });

  it.each([
    ['that fails', 'credential_process = false\n'],
    ['that is not there', 'credential_process = /no/such/program\n'],
    ['that prints no JSON', prints('hello')],
    ['that prints something else', prints({ Version: 2 })],
  ])('with a process (%s) says so', async (_what, section) => {
    const { env } = awsFiles(`[profile p]\n${section}`);
    expect(await load(env, 'p')).toMatchObject({
      error: {
        code: 'process-failed',
        message: expect.stringMatching(/^Profile p: its credential_process ./),
        hint: expect.any(String),
      },
    });
  });

  it('with a process that asks the AWS CLI for the same again says so, and runs nothing', async () => {
    const line = (name: string) =>
      `credential_process = aws configure export-credentials --profile ${name}\n`;
    const { env } = awsFiles(`[profile p]\n${line('q')}[profile q]\n${line('p')}`);
    expect(await load(env, 'p')).toMatchObject({
      error: {
        code: 'profile-unusable',
        message: expect.stringContaining(
          'asks the AWS CLI for the same credentials again (p, then q, then p)',
        ),
      },
    });
  });

  it('does not fall back on another identity', async () => {
    const { env } = awsFiles('[default]\naws_access_key_id = A\naws_secret_access_key = s\n');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'ENV');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 's');
    expect(await load(env, 'other')).toMatchObject({ ok: false, error: { code: 'profile-unusable' } });
  });

  it('whose process gives what has ended is told so', async () => {
    const { env } = awsFiles(`[profile p]\n${prints({ ...given, Expiration: '2000-01-01T00:00:00Z' })}`);
    expect(await load(env, 'p')).toMatchObject({ error: { code: 'credentials-expired' } });
  });
});

const sso = 'sso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Admin\n';
const session =
  '[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://corp.awsapps.com/start\n';

describe('a profile that needs a person', () => {
  it.each([
    ['sso', `[profile p]\n${sso}${session}`, 'corp'],
    [
      'older sso',
      '[profile p]\nsso_start_url = https://x.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 1\nsso_role_name = r\n',
      'x.awsapps.com',
    ],
    [
      'a role over sso',
      `[profile p]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\n[profile base]\n${sso}${session}`,
      'corp',
    ],
  ])('(%s) says where to sign in', async (_what, config, name) => {
    const { env } = awsFiles(config);
    const hint = `Sign in to ${name} in Latchkey.`;
    expect(await load(env, 'p')).toMatchObject({ error: { code: 'sign-in-needed', hint } });
  });

  it.each([
    ['p', 'aws login --profile p'],
    ['o$hea', "aws login --profile 'o$hea'"],
    ["o'hea", "aws login --profile 'o'\\''hea'"],
    ['team;rm', "aws login --profile 'team;rm'"],
    ['a.b-c@d', 'aws login --profile a.b-c@d'],
  ])('(aws login, called %s) says which command to run, its name quoted', async (name, command) => {
    const { env } = awsFiles('', `[${name}]\nlogin_session = arn:aws:iam::1:user/u\n`);
    expect(await load(env, name)).toMatchObject({ error: { code: 'sign-in-needed', command } });
  });

  it('(MFA) hears first what is wrong with its source', async () => {
    const { env } = awsFiles(
      '[profile p]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = broken\nmfa_serial = GAHT12345678\n' +
        '[profile broken]\ncredential_process = false\n' +
        '[profile over]\nrole_arn = arn:aws:iam::1:role/o\nsource_profile = p\n' +
        '[profile q]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = keys\nmfa_serial = GAHT12345678\n' +
        '[profile keys]\naws_access_key_id = A\naws_secret_access_key = s\n',
    );
    for (const name of ['p', 'over']) {
      expect(await load(env, name)).toMatchObject({ error: { code: 'process-failed' } });
    }
    expect(await load(env, 'q')).toMatchObject({ error: { code: 'mfa-needed' } });
  });

  it('is not told to sign in where the network is down', async () => {
    const { env, writeSsoToken } = awsFiles(`[profile p]\n${sso}${session}`);
    const expiresAt = '2999-01-01T00:00:00Z';
    writeSsoToken(createHash('sha1').update('corp').digest('hex'), { accessToken: 't', expiresAt });
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1');
    expect(await load(env, 'p')).toMatchObject({ error: { code: 'unreachable' } });
  }, 30_000);
});

describe('a role', () => {
  it('is assumed in the profile\u2019s region, else in the default one', async () => {
    const scopes: (string | undefined)[] = [];
    const server = createServer((request, reply) => {
      scopes.push(/Credential=[^/]+\/\d+\/([^/]+)\/sts/.exec(request.headers.authorization ?? '')?.[1]);
      request.resume();
      reply.setHeader('content-type', 'text/xml');
      reply.end(
        '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>' +
          '<AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>' +
          '<Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>',
      );
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const role = 'role_arn = arn:aws:iam::123456789012:role/r\nsource_profile = keys\n';
    const { env } = awsFiles(
      `[profile own]\n${role}region = eu-west-3\n[profile none]\n${role}`,
      '[keys]\naws_access_key_id = A\naws_secret_access_key = s\n',
    );
    vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${port}`);
    for (const name of ['own', 'none']) {
      expect(await load(env, name, 'ap-south-1')).toMatchObject({
        value: { accessKeyId: 'ASIA', sessionToken: 't', expiry: { time: Date.UTC(2999, 0, 1) } },
      });
    }
    expect(scopes).toEqual(['eu-west-3', 'ap-south-1']);
  }, 30_000);
});
