import { createServer, type RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createCancellation } from '../../../app/common/cancellation.ts';
import { succeed } from '../../../app/common/result.ts';
import type { DiscoveryCall } from '../../../app/endpoints/model.ts';
import type { ScanScope } from '../../../app/endpoints/ports.ts';
import type { Credentials } from '../../../app/profiles/model.ts';
import type { ClientSettings } from '../../../app/profiles/plan/client-settings.ts';
import { awsDiscovery } from '../../../main/endpoints/aws-discovery.ts';
import { identify } from '../../../main/profiles/identify.ts';
import type { SettingsOf } from '../../../main/profiles/settings-of.ts';
import { DEV } from '../../sandbox/account.ts';
import type { Rule } from '../../sandbox/faults.ts';
import { startSandbox, type Sandbox } from '../../sandbox/start-sandbox.ts';

/** Soon enough for a test, and late enough for a busy machine to answer. */
const PAGE_TIMEOUT_MS = 1_000;

const scope: ScanScope = { profile: 'dev', region: 'us-east-1' };
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ without: ['postgres', 'mysql'] });
}, 60_000);
afterAll(() => sandbox.stop());

function settingsFor(url: string): SettingsOf & ReturnType<typeof vi.fn> {
  const settings: ClientSettings = {
    region: 'us-east-1',
    caBundle: null,
    endpoints: new Map([
      ['rds', { url, readable: false }],
      ['sts', { url, readable: false }],
    ]),
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    legacySts: false,
  };
  return vi.fn<SettingsOf>(async () => succeed(settings));
}

function keysOf({ accessKeyId, secretAccessKey }: Pick<Credentials, 'accessKeyId' | 'secretAccessKey'>) {
  return { accessKeyId, secretAccessKey, sessionToken: null, expiry: { kind: 'never' } } as const;
}

/** A page of the sandbox's, under a fault. */
async function pageUnder(effect: Rule['effect'] | null, call: DiscoveryCall = 'DescribeDBInstances') {
  const lift = effect === null ? () => undefined : sandbox.faults.add({ account: DEV, effect });
  const discovery = awsDiscovery(settingsFor(sandbox.url), undefined, PAGE_TIMEOUT_MS);
  try {
    const credentials = keysOf(sandbox.directory.developer);
    return await discovery.page({ call, scope, credentials, marker: null }, createCancellation());
  } finally {
    lift();
    discovery.forget();
  }
}

describe('a page', () => {
  it('holds what AWS has there', async () => {
    const page = await pageUnder(null);
    const held = sandbox.databases.instances
      .filter(({ account, region }) => account === DEV && region === 'us-east-1')
      .map(({ id }) => id);
    expect(held.length).toBeGreaterThan(3);
    expect(page).toMatchObject({ ok: true, value: { next: null } });
    expect(page.ok ? page.value.found.instances?.map(({ identifier }) => identifier) : null).toEqual(held);
  });

  it.each([
    ['is never answered', { kind: 'silence' }, 'unreachable'],
    ['begins and never ends', { kind: 'stall' }, 'unreachable'],
    ['is cut off', { kind: 'drop' }, 'unreachable'],
    ['is no whole XML', { kind: 'wrong-xml' }, 'not-aws'],
    ['is a web page', { kind: 'garbage' }, 'not-aws'],
    ['is too much for AWS', { kind: 'throttle' }, 'throttled'],
    ['is not allowed', { kind: 'deny' }, 'access-denied'],
  ] as const)('that %s fails in time', async (_what, effect, code) => {
    const since = performance.now();
    expect(await pageUnder(effect)).toMatchObject({ ok: false, error: { code } });
    expect(performance.now() - since).toBeLessThan(PAGE_TIMEOUT_MS + 2_000);
  });

  it('that is never answered says how long it was waited for', async () => {
    expect(await pageUnder({ kind: 'silence' })).toMatchObject({
      error: { message: 'DescribeDBInstances in us-east-1: no answer within 1 seconds' },
    });
  });

  it.each(['DescribeDBInstances', 'DescribeDBClusters'] as const)(
    'of %s with elements that nobody knows and without those that may be missing is understood',
    async (call) => {
      const [usual, odd] = [await pageUnder(null, call), await pageUnder({ kind: 'odd-fields' }, call)];
      const names = (page: typeof odd) =>
        page.ok
          ? [...(page.value.found.instances ?? []), ...(page.value.found.clusters ?? [])].map(
              ({ identifier, engine, resourceId }) => [identifier, engine, resourceId],
            )
          : page.error;
      expect(names(odd)).toEqual(names(usual));
      expect(odd).not.toEqual(usual);
    },
  );
});

it('who asks whose keys they are is answered in time, too', async () => {
  const lift = sandbox.faults.add({ account: DEV, action: 'sts:*', effect: { kind: 'silence' } });
  onTestFinished(lift);
  const ask = identify(settingsFor(sandbox.url), undefined, 300);
  expect(await ask('dev', keysOf(sandbox.directory.developer))).toMatchObject({
    ok: false,
    error: { code: 'unreachable', message: 'Profile dev: no answer within 0.3 seconds' },
  });
});

describe('connections', () => {
  const keys = (name: string): Credentials => keysOf({ accessKeyId: name, secretAccessKey: 's' });
  const empty: RequestListener = (_request, reply) => {
    reply.setHeader('content-type', 'text/xml');
    reply.end('<DescribeDBInstancesResponse><DescribeDBInstancesResult/></DescribeDBInstancesResponse>');
  };

  /** An AWS that notes its connections, and whether each is still open. */
  async function awsWith(answer: RequestListener) {
    const sockets = new Set<Socket>();
    let opened = 0;
    const asked: string[] = [];
    const server = createServer((request, reply) => {
      asked.push(/Credential=([^/]+)/.exec(request.headers.authorization ?? '')?.[1] ?? '');
      answer(request, reply);
    });
    server.on('connection', (socket) => {
      opened += 1;
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    const settings = settingsFor(
      `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`,
    );
    const discovery = awsDiscovery(settings, undefined, 20_000);
    return {
      discovery,
      settings,
      asked,
      opened: () => opened,
      open: () => sockets.size,
      ask: (credentials: Credentials, region = 'us-east-1', cancelled = createCancellation()) =>
        discovery.page(
          { call: 'DescribeDBInstances', scope: { ...scope, region }, credentials, marker: null },
          cancelled,
        ),
    };
  }

  it('are kept from page to page and shared by regions, and the profile is looked up once', async () => {
    const { ask, opened, settings, asked } = await awsWith(empty);
    for (const region of ['us-east-1', 'us-east-1', 'eu-west-1', 'us-east-1']) {
      expect(await ask(keys('AKIAONE'), region)).toMatchObject({ ok: true });
    }
    expect(asked).toHaveLength(4);
    expect(opened()).toBe(1);
    expect(settings).toHaveBeenCalledOnce();
  });

  it('sign with the credentials of now, never with those of an earlier time', async () => {
    const { ask, asked } = await awsWith(empty);
    for (const name of ['AKIAONE', 'AKIATWO', 'AKIAONE']) await ask(keys(name));
    expect(asked).toEqual(['AKIAONE', 'AKIATWO', 'AKIAONE']);
  });

  it('are closed when all is forgotten, and the profile is looked up anew', async () => {
    const { ask, open, discovery, settings } = await awsWith(empty);
    await ask(keys('AKIAONE'));
    expect(open()).toBe(1);
    discovery.forget();
    await vi.waitFor(() => expect(open()).toBe(0));
    expect(await ask(keys('AKIAONE'))).toMatchObject({ ok: true });
    expect(settings).toHaveBeenCalledTimes(2);
  });

  it('are closed when what they wait for is cancelled', async () => {
    const { ask, open, asked } = await awsWith(() => undefined);
    const cancelled = createCancellation();
    const page = ask(keys('AKIAONE'), 'us-east-1', cancelled);
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    cancelled.cancel();
    expect(await page).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    await vi.waitFor(() => expect(open()).toBe(0));
  });
});
