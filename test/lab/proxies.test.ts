import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { succeed } from '../../app/common/result.ts';
import type { Credentials } from '../../app/profiles/model.ts';
import type { ProxyList } from '../../app/proxies/model.ts';
import { awsDiscovery } from '../../main/endpoints/aws-discovery.ts';
import { profileFiles } from '../../main/profiles/profile-files.ts';
import { settingsOf } from '../../main/profiles/settings-of.ts';
import { govern } from '../../main/proxies/outbound.ts';
import { temporaryFolder } from '../main/temporary-folder.ts';
import { startSandbox, type Sandbox } from '../sandbox/start-sandbox.ts';
import {
  has,
  startAwsFront,
  startMicrosocks,
  startSquid,
  startTinyproxy,
  type ProxyServer,
} from './proxy-servers.ts';

/** A name that nothing on this machine knows but the proxy. */
const NAME = 'rds.us-east-1.aws.test';

let sandbox: Sandbox;
let front: Awaited<ReturnType<typeof startAwsFront>>;

beforeAll(async () => {
  sandbox = await startSandbox({ without: ['postgres', 'mysql'] });
  front = await startAwsFront(sandbox.url, sandbox.authority);
});
afterAll(async () => {
  await front.stop();
  await sandbox.stop();
});

let generations = 0;

/** Discovery of one region as the application does it, with everything going so. */
async function discover(list: ProxyList, host = NAME, extraCa: string | null = sandbox.authority.caPem) {
  generations += 1;
  const generation = generations;
  govern({ listFor: () => succeed(list), generation: () => generation, extraCa: () => extraCa });
  onTestFinished(() => govern(null));
  const config = join(temporaryFolder(), 'config');
  const { accessKeyId, secretAccessKey } = sandbox.directory.developer;
  writeFileSync(
    config,
    [
      '[profile dev]',
      'region = us-east-1',
      `endpoint_url = https://${host}:${front.port}`,
      `aws_access_key_id = ${accessKeyId}`,
      `aws_secret_access_key = ${secretAccessKey}`,
      '',
    ].join('\n'),
  );
  const env = { AWS_CONFIG_FILE: config };
  const discovery = awsDiscovery(settingsOf(profileFiles(env), env));
  const credentials: Credentials = {
    accessKeyId,
    secretAccessKey,
    sessionToken: null,
    expiry: { kind: 'never' },
  };
  const page = await discovery.page(
    {
      call: 'DescribeDBInstances',
      scope: { profile: 'dev', region: 'us-east-1' },
      credentials,
      marker: null,
    },
    { isCancelled: false, onCancel: () => () => undefined },
  );
  discovery.forget();
  return page;
}

const running = async (server: Promise<ProxyServer>): Promise<ProxyServer> => {
  const started = await server;
  onTestFinished(() => started.stop());
  return started;
};

const found = { ok: true, value: { found: { instances: expect.arrayContaining([expect.anything()]) } } };

describe.skipIf(!has('squid'))('squid, which alone knows the name', { timeout: 60_000 }, () => {
  it('leads discovery to AWS, and nothing else does', async () => {
    const squid = await running(startSquid({ [NAME]: '127.0.0.1' }, [front.port]));
    expect(await discover([squid.proxy])).toMatchObject(found);
    // written when the connection is closed
    await expect.poll(() => squid.log()).toMatch(new RegExp(`CONNECT ${NAME}:${front.port}`));
    expect(await discover(['direct'])).toMatchObject({ error: { code: 'unreachable' } });
  });

  it('that does not allow the port is named with its status', async () => {
    const squid = await running(startSquid({ [NAME]: '127.0.0.1' }, [1]));
    const refused = await discover([squid.proxy]);
    expect(refused).toMatchObject({ ok: false, error: { code: 'proxy-refused' } });
    expect(JSON.stringify(refused)).toContain('403 Forbidden');
  });
});

describe.skipIf(!has('tinyproxy'))('tinyproxy, which asks who it is', { timeout: 60_000 }, () => {
  it('lets the right user through, and names what is missing', async () => {
    const { proxy } = await running(startTinyproxy('ana', 'secretword'));
    expect(await discover([proxy], 'localhost')).toMatchObject(found);
    for (const wrong of [
      { ...proxy, password: 'other' },
      { ...proxy, user: '', password: '' },
    ]) {
      const refused = await discover([wrong], 'localhost');
      expect(refused).toMatchObject({ ok: false, error: { code: 'proxy-auth-required' } });
      expect(JSON.stringify(refused)).not.toMatch(/ana|other/);
    }
  });
});

describe.skipIf(!has('microsocks'))('microsocks, which asks who it is', { timeout: 60_000 }, () => {
  it('lets the right user through, looks names up itself, and names what is missing', async () => {
    const { proxy } = await running(startMicrosocks('ana', 'secretword'));
    expect(await discover([proxy], 'localhost')).toMatchObject(found);
    expect(await discover([{ ...proxy, password: 'other' }], 'localhost')).toMatchObject({
      error: { code: 'proxy-auth-required' },
    });
    // a name that it cannot find is refused there, and not looked up here
    expect(await discover([proxy])).toMatchObject({ error: { code: 'proxy-refused' } });
  });
});
