import { describe, expect, it } from 'vitest';
import { readAwsConfig } from '../../../../app/profiles/config-files/read-config.ts';
import { clientSettingsFor, type ClientSettings } from '../../../../app/profiles/plan/client-settings.ts';
import type { Refusal, RefusalCode } from '../../../../app/profiles/plan/model.ts';

type Env = Record<string, string>;

function settings(config: string, env: Env = {}, name = 'dev'): ClientSettings {
  const found = clientSettingsFor(readAwsConfig({ config, credentials: '' }), name, env);
  if (!found.ok) throw new Error(found.error.message);
  return found.value;
}

function refusal(config: string, env: Env = {}): Refusal {
  const found = clientSettingsFor(readAwsConfig({ config, credentials: '' }), 'dev', env);
  if (found.ok) throw new Error('there are settings');
  return found.error;
}

const endpoints = (config: string, env: Env = {}) =>
  Object.fromEntries([...settings(config, env).endpoints].map(([service, { url }]) => [service, url]));

describe('the clients of a profile', () => {
  it('have nothing of their own where it says nothing, whatever other profiles say', () => {
    const other =
      '[default]\nendpoint_url = https://d\nregion = us-east-1\nca_bundle = /ca\nuse_fips_endpoint = true\n';
    const env = { AWS_PROFILE: 'default' };
    expect(settings(`${other}[profile dev]\n`, env)).toEqual({
      region: null,
      useFipsEndpoint: false,
      useDualstackEndpoint: false,
      caBundle: null,
      legacySts: false,
      endpoints: new Map(),
    });
  });

  it('are set up as it says', () => {
    const own =
      '[profile dev]\nregion = eu-west-1\nuse_fips_endpoint = TRUE\nuse_dualstack_endpoint = true\nca_bundle = ~/my ca.pem\nsts_regional_endpoints = legacy\n';
    expect(settings(own)).toEqual({
      region: 'eu-west-1',
      useFipsEndpoint: true,
      useDualstackEndpoint: true,
      caBundle: '~/my ca.pem',
      legacySts: true,
      endpoints: new Map(),
    });
  });

  it('follow the environment first, but for the region', () => {
    const own =
      '[profile dev]\nuse_fips_endpoint = true\nca_bundle = /file\nsts_regional_endpoints = legacy\n';
    const env = {
      AWS_REGION: 'us-east-2',
      AWS_USE_FIPS_ENDPOINT: 'false',
      AWS_USE_DUALSTACK_ENDPOINT: 'True',
      AWS_CA_BUNDLE: '/env',
      AWS_STS_REGIONAL_ENDPOINTS: 'regional',
    };
    expect(settings(own, env)).toMatchObject({
      region: 'us-east-2',
      useFipsEndpoint: false,
      useDualstackEndpoint: true,
      caBundle: '/env',
      legacySts: false,
    });
    expect(settings(`${own}region = eu-west-1\n`, env).region).toBe('eu-west-1');
    expect(settings(own, { AWS_REGION: '', AWS_DEFAULT_REGION: 'd', AWS_CA_BUNDLE: '' })).toMatchObject({
      region: 'd',
      caBundle: '/file',
    });
  });
});

describe('the endpoints of a profile', () => {
  const both =
    '[profile dev]\nendpoint_url = https://all\nservices = local\n[services local]\nrds =\n  endpoint_url = https://rds\nSTS =\n  endpoint_url = https://sts\ns3 =\n  endpoint_url = https://s3\niam =\n  other = x\n';

  it('are those of its services section, else its own', () => {
    expect(endpoints(both)).toMatchObject({
      rds: 'https://rds',
      sts: 'https://sts',
      iam: 'https://all',
      sso_oidc: 'https://all',
    });
  });

  it('are those of the environment first, one service before all', () => {
    const env = { AWS_ENDPOINT_URL: 'https://env', AWS_ENDPOINT_URL_RDS: 'https://env-rds' };
    expect(endpoints(both, env)).toMatchObject({ rds: 'https://env-rds', sts: 'https://env' });
    expect(endpoints(both, { AWS_ENDPOINT_URL: '', AWS_ENDPOINT_URL_RDS: '' })).toMatchObject({
      rds: 'https://rds',
      iam: 'https://all',
    });
  });

  it('are none where they are ignored', () => {
    const env = { AWS_ENDPOINT_URL: 'https://env' };
    expect(
      endpoints(both.replace('services', 'ignore_configured_endpoint_urls = true\nservices'), env),
    ).toEqual({});
    expect(endpoints(both, { ...env, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'TRUE' })).toEqual({});
    expect(endpoints(both, { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'yes' })).toMatchObject({
      rds: 'https://rds',
    });
  });

  it.each([
    ['https://example.com', false],
    ['HTTPS://example.com:8443/path/', false],
    ['http://127.0.0.1:4566', false],
    ['http://127.9.9.9', false],
    ['http://localhost:4566', false],
    ['http://rds.localhost', false],
    ['http://[::1]:4566', false],
    ['http://example.com', true],
    ['HTTP://10.0.0.1:80', true],
    ['http://127.0.0.1.example.com', true],
    ['http://localhost.example.com', true],
    ['http://127.1', true],
    ['http://[::2]', true],
  ])('are told apart by whether others can read them: %s', (url, readable) => {
    expect(settings(`[profile dev]\nendpoint_url = ${url}\n`).endpoints.get('rds')).toEqual({
      url,
      readable,
    });
  });

  it.each<[string, string, RefusalCode, string, string]>([
    [
      'a name before the host',
      'endpoint_url = http://127.0.0.1@evil.example/',
      'value-invalid',
      'The endpoint_url of profile dev is not an address that Latchkey can use.',
      'Write an address such as https://vpce-0123.rds.eu-west-1.vpce.amazonaws.com. See line 2 of the config file.',
    ],
    [
      'a backslash in the host',
      'endpoint_url = http://evil.example\\.localhost/',
      'value-invalid',
      'The endpoint_url of profile dev is not an address that Latchkey can use.',
      'Write an address such as https://vpce-0123.rds.eu-west-1.vpce.amazonaws.com. See line 2 of the config file.',
    ],
    [
      'another scheme',
      'endpoint_url = file:///etc/passwd',
      'value-invalid',
      'The endpoint_url of profile dev is not an address that Latchkey can use.',
      'Write an address such as https://vpce-0123.rds.eu-west-1.vpce.amazonaws.com. See line 2 of the config file.',
    ],
    [
      'a comment',
      'endpoint_url = https://x # y',
      'value-invalid',
      'endpoint_url of profile dev has a comment behind it.',
      'Move the comment to a line of its own; to the AWS CLI it is part of the value. See line 2 of the config file.',
    ],
    [
      'a services section that is not there',
      'services = none',
      'reference-missing',
      'The services section none of profile dev is not there.',
      'Add [services none], or correct services. See line 2 of the config file.',
    ],
    [
      'a services section with a fault',
      'services = bad\n[services bad]\nrds =\n  endpoint_url\n',
      'section-faulty',
      'Services section bad is left out, because its section in the config file has a fault.',
      'Line 5: this line belongs to rds, a block of settings; write KEY = VALUE; services section bad is left out.',
    ],
    [
      'an address of a service that is none',
      'services = s\n[services s]\nrds =\n  endpoint_url = rds.example.com\n',
      'value-invalid',
      'The endpoint_url of rds is not an address that Latchkey can use.',
      'Write an address such as https://vpce-0123.rds.eu-west-1.vpce.amazonaws.com. See line 4 of the config file.',
    ],
    [
      'a region with a comment',
      'region = eu-west-1 # Ireland',
      'value-invalid',
      'region of profile dev has a comment behind it.',
      'Move the comment to a line of its own; to the AWS CLI it is part of the value. See line 2 of the config file.',
    ],
    [
      'a region that would be part of another host\u2019s name',
      'region = evil.example/',
      'value-invalid',
      'region of profile dev is not a region.',
      'Write a region such as eu-west-1. See line 2 of the config file.',
    ],
  ])('are refused in words with %s', (_, lines, code, message, hint) => {
    expect(refusal(`[profile dev]\n${lines}\n`)).toMatchObject({ code, message, hint });
  });

  it('are refused where the environment has none that could be used', () => {
    expect(refusal('[profile dev]\n', { AWS_ENDPOINT_URL_STS: 'sts' })).toMatchObject({
      code: 'value-invalid',
      message: 'AWS_ENDPOINT_URL_STS in the environment is not an address that Latchkey can use.',
      at: null,
    });
  });

  it('need no services section where the environment has one for all', () => {
    expect(endpoints('[profile dev]\nservices = none\n', { AWS_ENDPOINT_URL: 'https://env' })).toMatchObject({
      rds: 'https://env',
    });
  });
});

it('a profile that is not there, or has a fault, has no clients', () => {
  expect(refusal('')).toMatchObject({ code: 'profile-missing' });
  expect(refusal('[profile dev]\nx\n')).toMatchObject({
    code: 'section-faulty',
    at: { file: 'config', line: 2 },
  });
});
