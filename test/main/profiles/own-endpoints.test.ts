import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createCancellation } from '../../../app/common/cancellation.ts';
import { awsDiscovery } from '../../../main/endpoints/aws-discovery.ts';
import { identify } from '../../../main/profiles/identify.ts';
import { nobodyToAsk } from './nobody-to-ask.ts';
import { loadCredentials } from '../../../main/profiles/load-credentials.ts';
import { profileFiles } from '../../../main/profiles/profile-files.ts';
import { settingsOf } from '../../../main/profiles/settings-of.ts';
import { awsEndpoint } from './aws-endpoint.ts';
import { awsFiles } from './aws-files.ts';

afterEach(() => vi.unstubAllEnvs());

/** What Latchkey asks of AWS for a profile, over these files. */
function aws() {
  const env = { ...process.env };
  const files = profileFiles(env);
  const settings = settingsOf(files, env);
  const load = (profile: string) => loadCredentials(files, env)(profile, nobodyToAsk);
  return {
    load,
    /** Loads credentials, asks who they are, and lists the databases of a region. */
    async use(profile: string) {
      const loaded = await load(profile);
      if (!loaded.ok) return { loaded };
      const who = await identify(settings)(profile, loaded.value);
      const scope = { profile, region: 'eu-west-1' };
      const asked = { call: 'DescribeDBInstances', scope, credentials: loaded.value, marker: null } as const;
      const listed = await awsDiscovery(settings).page(asked, createCancellation());
      return { loaded, who, listed };
    },
  };
}

const keys = (name: string, more = '') =>
  `[${name}]\naws_access_key_id = AKIA${name.toUpperCase()}\naws_secret_access_key = s\n${more}`;

describe('the endpoint_url of each profile', () => {
  it('is where its own requests go, and [default]\u2019s where nobody else\u2019s do', async () => {
    const [one, other, third] = await Promise.all([
      awsEndpoint('111111111111'),
      awsEndpoint('222222222222'),
      awsEndpoint('333333333333'),
    ]);
    awsFiles(
      `[default]\nendpoint_url = ${third.url}\nregion = us-west-2\n` +
        `[profile one]\nendpoint_url = ${one.url}\n` +
        `[profile other]\nservices = local\nregion = eu-west-3\n` +
        `[services local]\nsts =\n  endpoint_url = ${other.url}\nrds =\n  endpoint_url = ${other.url}\n`,
      keys('one') + keys('other') + keys('default'),
    );
    for (const AWS_PROFILE of [undefined, 'one']) {
      vi.stubEnv('AWS_PROFILE', AWS_PROFILE);
      const { use } = aws();
      for (const name of ['one', 'other', 'default']) {
        const { who, listed } = await use(name);
        const account = { one: '111111111111', other: '222222222222' }[name] ?? '333333333333';
        expect(who).toMatchObject({ ok: true, value: { account } });
        expect(listed).toEqual({ ok: true, value: { found: { instances: [] }, next: null } });
      }
    }
    const asked = ['GetCallerIdentity', 'DescribeDBInstances'];
    for (const endpoint of [one, other, third]) expect(endpoint.calls()).toEqual([...asked, ...asked]);
    expect(new Set(one.got.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(['AKIAONE']));
    expect(new Set(other.got.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(['AKIAOTHER']));
    expect(new Set(third.got.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(['AKIADEFAULT']));
  }, 60_000);

  it('is that of the profile that is used, for the roles on its way', async () => {
    const [own, source] = await Promise.all([awsEndpoint(), awsEndpoint()]);
    awsFiles(
      `[profile role]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\nendpoint_url = ${own.url}\n` +
        'external_id = ext\nrole_session_name = me\nduration_seconds = 1800\nregion = eu-west-3\n' +
        `[profile base]\nendpoint_url = ${source.url}\n`,
      keys('base'),
    );
    expect(await aws().load('role')).toMatchObject({ value: { accessKeyId: 'ASIAROLE' } });
    expect(source.got).toEqual([]);
    expect(own.got).toMatchObject([{ what: 'AssumeRole', accessKeyId: 'AKIABASE', region: 'eu-west-3' }]);
    const [request] = own.got;
    expect(Object.fromEntries(request?.body ?? [])).toMatchObject({
      RoleArn: 'arn:aws:iam::1:role/r',
      RoleSessionName: 'me',
      ExternalId: 'ext',
      DurationSeconds: '1800',
    });
  }, 30_000);

  it('does not take part where the profile says to ignore it, nor does the environment\u2019s', async () => {
    const endpoint = await awsEndpoint();
    vi.stubEnv('AWS_ENDPOINT_URL', endpoint.url);
    awsFiles(
      '[profile dev]\nignore_configured_endpoint_urls = true\nregion = us-gov-nowhere-1\n',
      keys('dev'),
    );
    const { who } = await aws().use('dev');
    expect(who).toMatchObject({ ok: false });
    expect(endpoint.got).toEqual([]);
  }, 60_000);

  it('is not sent anything where others could read it', async () => {
    awsFiles('[profile dev]\nendpoint_url = http://192.0.2.1:4566\n', keys('dev'));
    expect(await aws().load('dev')).toMatchObject({
      error: {
        code: 'endpoint-unconfirmed',
        message: 'Profile dev: it would send to http://192.0.2.1:4566 what others on the network could read.',
        hint: expect.stringContaining('line 2 of the config file'),
      },
    });
  });
});

describe('keys of one file', () => {
  it.each([
    ['config', keys('profile dev'), '[dev]\naws_session_token = FOREIGN\n', 'AKIAPROFILE DEV'],
    ['credentials', '[profile dev]\naws_session_token = FOREIGN\n', keys('dev'), 'AKIADEV'],
  ])(
    '(%s) never get the token of the other',
    async (_file, config, credentials, key) => {
      const endpoint = await awsEndpoint();
      vi.stubEnv('AWS_ENDPOINT_URL', endpoint.url);
      awsFiles(config.replace('AKIAPROFILE DEV', 'AKIADEV'), credentials);
      const { loaded } = await aws().use('dev');
      expect(loaded).toMatchObject({
        ok: true,
        value: { accessKeyId: key.replace('PROFILE ', ''), sessionToken: null },
      });
      expect(endpoint.got.map(({ token }) => token)).toEqual([null, null]);
    },
    30_000,
  );
});

describe('IAM Identity Center', () => {
  const profile = (name: string, session: string) =>
    `[${name}]\nsso_session = ${session}\nsso_account_id = 123456789012\nsso_role_name = Admin\n`;
  const session = (name: string) =>
    `[sso-session ${name}]\nsso_region = us-east-1\nsso_start_url = https://${name}.awsapps.com/start\n`;
  const hash = (name: string) => createHash('sha1').update(name).digest('hex');
  const token = (name: string, start = name) => ({
    accessToken: `token-of-${name}`,
    expiresAt: '2999-01-01T00:00:00Z',
    startUrl: `https://${start}.awsapps.com/start/#`,
  });

  it('is asked with the sign-in of the session that the AWS CLI would take', async () => {
    const endpoint = await awsEndpoint();
    vi.stubEnv('AWS_ENDPOINT_URL', endpoint.url);
    // AWS's JavaScript parser takes the first of these two, the AWS CLI the second
    const { writeSsoToken } = awsFiles(
      profile('profile default', 'one') +
        profile('default', 'two') +
        profile('profile "prod admin"', 'two') +
        session('one') +
        session('two'),
    );
    writeSsoToken(hash('one'), token('one'));
    writeSsoToken(hash('two'), token('two'));
    for (const name of ['default', 'prod admin']) {
      expect(await aws().load(name)).toMatchObject({ value: { sessionToken: 'token-of-two' } });
    }
  }, 30_000);

  it('is not asked with a sign-in to another start URL', async () => {
    const { writeSsoToken } = awsFiles(profile('profile dev', 'corp') + session('corp'));
    writeSsoToken(hash('corp'), token('corp', 'elsewhere'));
    expect(await aws().load('dev')).toMatchObject({
      error: {
        code: 'sign-in-needed',
        message: expect.stringContaining('another start URL'),
        hint: 'Sign in to corp in Latchkey.',
      },
    });
  });
});

describe('a web identity', () => {
  it('is exchanged for the role of its own profile', async () => {
    const endpoint = await awsEndpoint();
    vi.stubEnv('AWS_ROLE_ARN', 'arn:aws:iam::9:role/foreign');
    vi.stubEnv('AWS_ROLE_SESSION_NAME', 'foreign');
    const { folder, writeConfig } = awsFiles();
    const file = join(folder, 'token');
    writeFileSync(file, 'jwt');
    writeConfig(
      `[profile pod]\nrole_arn = arn:aws:iam::1:role/r\nweb_identity_token_file = ${file}\nendpoint_url = ${endpoint.url}\n`,
    );
    expect(await aws().load('pod')).toMatchObject({ value: { accessKeyId: 'ASIAROLE' } });
    const [request] = endpoint.got;
    expect(request).toMatchObject({ what: 'AssumeRoleWithWebIdentity', accessKeyId: null });
    expect(request?.body.get('RoleArn')).toBe('arn:aws:iam::1:role/r');
    expect(request?.body.get('WebIdentityToken')).toBe('jwt');
    expect(request?.body.get('RoleSessionName')).toMatch(/^latchkey-/);
  }, 30_000);
});
