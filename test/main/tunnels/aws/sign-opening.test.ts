import { describe, expect, it } from 'vitest';
import type { ConfiguredEndpoints } from '../../../../app/profiles/plan/configured-endpoints.ts';
import { signOpening } from '../../../../main/tunnels/aws/sign-opening.ts';

const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret', sessionToken: null };
const credentials = { ...keys, expiry: { kind: 'never' } } as const;
const PATH = '/v1/data-channel/dev-0123?role=publish_subscribe&cell-number=AAEA';

function sign(url: string, region = 'eu-west-1', endpoints: ConfiguredEndpoints = new Map()) {
  return signOpening({ url, token: 'channel-token' }, { region, credentials }, { caBundle: null, endpoints });
}

const configured = (url: string, readable = false): ConfiguredEndpoints =>
  new Map([['ssm', { url, readable }]]);

describe('a data channel', () => {
  it.each([
    ['eu-west-1', 'ssmmessages.eu-west-1.amazonaws.com'],
    ['us-gov-west-1', 'ssmmessages-fips.us-gov-west-1.amazonaws.com'],
    ['cn-north-1', 'ssmmessages.cn-north-1.amazonaws.com.cn'],
    ['eusc-de-east-1', 'ssmmessages.eusc-de-east-1.amazonaws.eu'],
    ['us-iso-east-1', 'ssmmessages.us-iso-east-1.c2s.ic.gov'],
    ['eu-west-1', 'ssmmessages.eu-west-1.api.aws'],
  ])('in %s is opened at %s, and signed for it', async (region, host) => {
    const url = `wss://${host}${PATH}`;
    expect(await sign(url, region)).toMatchObject({
      ok: true,
      value: {
        url,
        token: 'channel-token',
        headers: { authorization: expect.stringContaining(`/${region}/ssmmessages/aws4_request`) },
      },
    });
  });

  it.each([
    ['in plain text', 'ws://ssmmessages.eu-west-1.amazonaws.com'],
    ['of another region', 'wss://ssmmessages.eu-west-2.amazonaws.com'],
    ['of another partition', 'wss://ssmmessages.eu-west-1.amazonaws.com.cn'],
    ['of another service', 'wss://ssm.eu-west-1.amazonaws.com'],
    ['that only begins so', 'wss://ssmmessages.eu-west-1.amazonaws.com.evil.example'],
    ['that only ends so', 'wss://evil-ssmmessages.eu-west-1.amazonaws.com'],
    ['behind a name', 'wss://ssmmessages.eu-west-1.amazonaws.com@evil.example'],
    ['with a name', 'wss://who@ssmmessages.eu-west-1.amazonaws.com'],
    ['on another port', 'wss://ssmmessages.eu-west-1.amazonaws.com:8443'],
    ['over HTTP', 'https://ssmmessages.eu-west-1.amazonaws.com'],
    ['that is none', 'not a URL'],
  ])('is not opened at an address %s', async (_, origin) => {
    const refused = await sign(`${origin}${PATH}`);
    expect(refused).toMatchObject({ ok: false, error: { code: 'tunnel-malformed' } });
    expect(JSON.stringify(refused)).not.toContain('channel-token');
  });

  it.each([
    ['wss://proxy.corp.example:8443', 'https://proxy.corp.example:8443'],
    ['ws://127.0.0.1:9000', 'http://127.0.0.1:9000'],
  ])('is opened at %s where the profile configures %s', async (origin, endpoint) => {
    expect(await sign(`${origin}${PATH}`, 'eu-west-1', configured(endpoint))).toMatchObject({ ok: true });
    // AWS's own is right in any case
    const own = `wss://ssmmessages.eu-west-1.amazonaws.com${PATH}`;
    expect(await sign(own, 'eu-west-1', configured(endpoint))).toMatchObject({ ok: true });
  });

  it.each([
    ['ws://proxy.corp.example:8443', 'https://proxy.corp.example:8443', false],
    ['wss://proxy.corp.example', 'https://proxy.corp.example:8443', false],
    ['wss://other.corp.example:8443', 'https://proxy.corp.example:8443', false],
    ['ws://proxy.corp.example', 'http://proxy.corp.example', true],
  ])('is not opened at %s where the profile configures %s', async (origin, endpoint, readable) => {
    const refused = await sign(`${origin}${PATH}`, 'eu-west-1', configured(endpoint, readable));
    expect(refused).toMatchObject({ ok: false, error: { code: 'tunnel-malformed' } });
  });

  it('is left as it is where its address is signed already', async () => {
    const url = `wss://ssmmessages.eu-west-1.amazonaws.com${PATH}&X-Amz-Signature=abc`;
    expect(await sign(url)).toMatchObject({ ok: true, value: { url, headers: {} } });
    expect(await sign(`wss://evil.example${PATH}&X-Amz-Signature=abc`)).toMatchObject({ ok: false });
  });
});
