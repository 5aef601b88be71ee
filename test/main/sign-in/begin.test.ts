import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openLoopback } from '../../../main/sign-in/loopback.ts';
import { startSandbox, type Sandbox } from '../../sandbox/start-sandbox.ts';
import { START_URL } from '../../sandbox/sso-service.ts';
import { choose, sandboxSession, signInWorld } from './sign-in-world.ts';

let sandbox: Sandbox;
const lift: (() => void)[] = [];
beforeAll(async () => {
  sandbox = await startSandbox({ without: ['postgres', 'mysql'] });
});
afterEach(() => lift.splice(0).forEach((one) => one()));
afterAll(() => sandbox.stop());

const text = expect.any(String);

describe('signing in by the browser', () => {
  it('asks AWS for what the AWS CLI 2.36 asks for', async () => {
    const world = signInWorld(sandbox);
    const from = sandbox.ssoCalls.length;
    const begun = world.begin('browser');
    const { address, userCode } = await begun.prompt;
    expect(userCode).toBeNull();
    const back = await choose({ address, userCode, method: 'browser', deadline: 0 }, 'allow');
    expect(await begun.finished).toEqual({ ok: true, value: null });
    expect(begun.steps).toEqual(['waiting', 'finishing']);
    expect(back.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback\?/);
    expect(await back.text()).toContain('go back to Latchkey');

    const [registered, exchanged, ...more] = sandbox.ssoCalls.slice(from);
    expect(more).toEqual([]);
    expect(registered).toMatchObject({ action: 'sso-oauth:RegisterClient' });
    expect(registered?.body).toEqual({
      clientName: 'botocore-client-latchkey-sandbox',
      clientType: 'public',
      grantTypes: ['authorization_code', 'refresh_token'],
      redirectUris: ['http://127.0.0.1/oauth/callback'],
      issuerUrl: START_URL,
      scopes: ['sso:account:access'],
    });

    const url = new URL(address);
    expect(`${url.origin}${url.pathname}`).toBe(`${sandbox.url}/authorize`);
    expect([...url.searchParams.keys()]).toEqual([
      'response_type',
      'client_id',
      'redirect_uri',
      'state',
      'code_challenge_method',
      'scopes',
      'code_challenge',
    ]);
    const asked = Object.fromEntries(url.searchParams);
    expect(asked).toMatchObject({
      response_type: 'code',
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/),
      state: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      code_challenge_method: 'S256',
      scopes: 'sso:account:access',
    });

    expect(exchanged).toMatchObject({ action: 'sso-oauth:CreateToken' });
    expect(exchanged?.body).toEqual({
      grantType: 'authorization_code',
      clientId: asked['client_id'],
      clientSecret: text,
      redirectUri: asked['redirect_uri'],
      codeVerifier: expect.stringMatching(/^[\w-]{64}$/),
      code: text,
    });
    const verifier = String(exchanged?.body['codeVerifier']);
    expect(asked['code_challenge']).toBe(createHash('sha256').update(verifier).digest('base64url'));
  });

  it('keeps the sign-in as the AWS CLI does, 0600 and alone', async () => {
    const world = signInWorld(sandbox);
    expect(await world.signIn()).toEqual({ ok: true, value: null });
    const seconds = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(world.kept()).toEqual({
      startUrl: START_URL,
      region: 'us-east-1',
      accessToken: text,
      expiresAt: seconds,
      clientId: text,
      clientSecret: text,
      registrationExpiresAt: seconds,
      refreshToken: text,
    });
    // sha1 of the session's name: `hashlib.sha1(b"latchkey-sandbox")`
    expect(world.path.endsWith(`/${createHash('sha1').update('latchkey-sandbox').digest('hex')}.json`)).toBe(
      true,
    );
    if (process.platform !== 'win32') expect(statSync(world.path).mode & 0o777).toBe(0o600);
  });

  it('goes on waiting for whoever comes with another path, state or host', async () => {
    const world = signInWorld(sandbox);
    const begun = world.begin('browser');
    const { address } = await begun.prompt;
    const query = new URL(address).searchParams;
    const redirect = query.get('redirect_uri') ?? '';
    const state = query.get('state') ?? '';
    const statusOf = async (url: string, init?: RequestInit) => (await fetch(url, init)).status;
    expect(await statusOf(redirect.replace('/oauth/callback', '/other') + `?code=c&state=${state}`)).toBe(
      404,
    );
    expect(await statusOf(`${redirect}?code=c&state=${state}`, { method: 'POST' })).toBe(404);
    expect(await statusOf(`${redirect}?code=evil&state=guess`)).toBe(400);
    expect(await statusOf(`${redirect}?code=evil`)).toBe(400);
    expect(
      await statusOf(`${redirect.replace('127.0.0.1', 'localhost')}?code=c&state=${state}`).catch(() => 400),
    ).toBe(400);
    expect(begun.steps).toEqual(['waiting']);
    await choose(await begun.prompt, 'allow');
    expect(await begun.finished).toMatchObject({ ok: true });
  });

  it('says so where a person does not allow it', async () => {
    const world = signInWorld(sandbox);
    const begun = world.begin('browser');
    await choose(await begun.prompt, 'deny');
    expect(await begun.finished).toMatchObject({
      error: {
        code: 'sign-in-failed',
        message: 'The sign-in to latchkey-sandbox was not allowed in the browser.',
        hint: 'Try again, and choose Allow.',
      },
    });
  });

  it('frees its port and keeps nothing where it is cancelled', async () => {
    const world = signInWorld(sandbox);
    const begun = world.begin('browser');
    const { address } = await begun.prompt;
    begun.cancel();
    expect(await begun.finished).toMatchObject({ ok: false });
    const redirect = new URL(address).searchParams.get('redirect_uri') ?? '';
    await expect(fetch(redirect)).rejects.toThrow();
    expect(() => world.kept()).toThrow('kept: ');
  });

  it('goes by a code where no port can be had', async () => {
    const world = signInWorld(sandbox);
    const begun = world.begin('browser', sandboxSession, () => Promise.reject(new Error('EACCES')));
    expect(await begun.prompt).toMatchObject({
      method: 'code',
      userCode: expect.stringMatching(/^\w{4}-\w{4}$/),
    });
    await choose(await begun.prompt, 'allow');
    expect(await begun.finished).toMatchObject({ ok: true });
  });
});

describe('signing in by a code', () => {
  it('registers without grant types, waits for the person, and keeps the same file', async () => {
    const world = signInWorld(sandbox);
    const from = sandbox.ssoCalls.length;
    const begun = world.begin('code');
    const prompt = await begun.prompt;
    expect(prompt.address).toBe(`${sandbox.url}/device?user_code=${prompt.userCode}`);
    expect(prompt.deadline - Date.now()).toBeGreaterThan(500_000);
    // AWS is asked at least once while nobody has entered it
    await expect
      .poll(() => sandbox.ssoCalls.slice(from).filter(({ action }) => action.endsWith('CreateToken')).length)
      .toBeGreaterThan(0);
    await choose(prompt, 'allow');
    expect(await begun.finished).toEqual({ ok: true, value: null });
    expect(sandbox.ssoCalls[from]?.body).toEqual({
      clientName: 'botocore-client-latchkey-sandbox',
      clientType: 'public',
      scopes: ['sso:account:access'],
    });
    expect(world.kept()).toMatchObject({ startUrl: START_URL, refreshToken: text });
  });

  it('of the older form asks for no scope, and its file is named by the start URL', async () => {
    const world = signInWorld(sandbox);
    const from = sandbox.ssoCalls.length;
    const inline = { ...sandboxSession, session: null, scopes: null };
    const begun = world.begin('code', inline);
    await choose(await begun.prompt, 'allow');
    expect(await begun.finished).toMatchObject({ ok: true });
    expect(sandbox.ssoCalls[from]?.body).toEqual({
      clientName: expect.stringMatching(/^botocore-client-\d+$/),
      clientType: 'public',
    });
    expect(world.kept()).not.toHaveProperty('refreshToken');
  });

  it('says so where a person does not allow it, or the code has expired', async () => {
    const world = signInWorld(sandbox);
    const denied = world.begin('code');
    await choose(await denied.prompt, 'deny');
    expect(await denied.finished).toMatchObject({
      error: { message: expect.stringContaining('was not allowed') },
    });
    sandbox.sso.settings.codeLife = 0;
    lift.push(() => void (sandbox.sso.settings.codeLife = 600));
    expect(await world.begin('code').finished).toMatchObject({
      error: { message: expect.stringContaining('not finished in time') },
    });
  });
});

describe('what stands in the way of a sign-in is said', () => {
  it.each([
    ['a captive portal', { kind: 'garbage' }, 'not-aws', 'Signing in to latchkey-sandbox'],
    ['a connection that breaks', { kind: 'drop' }, 'unreachable', 'Signing in to latchkey-sandbox'],
    ['too many requests', { kind: 'throttle' }, 'throttled', 'Signing in to latchkey-sandbox'],
  ] as const)('%s', async (_what, effect, code, message) => {
    lift.push(sandbox.faults.add({ action: 'sso-oauth:*', effect }));
    const world = signInWorld(sandbox);
    const ended = await world.begin('browser').finished;
    expect(ended).toMatchObject({ error: { code, message: expect.stringContaining(message), hint: text } });
  });

  it('silence, which a person can end at once', async () => {
    lift.push(sandbox.faults.add({ action: 'sso-oauth:*', effect: { kind: 'silence' } }));
    const begun = signInWorld(sandbox).begin('browser');
    await expect.poll(() => sandbox.ssoCalls.at(-1)?.action).toBe('sso-oauth:RegisterClient');
    begun.cancel();
    expect(await begun.finished).toMatchObject({ ok: false });
  });

  it('a page that is not AWS’s, which is never opened', async () => {
    const evil = createServer((request, reply) => {
      request.resume();
      reply.setHeader('content-type', 'application/json');
      const answer =
        request.url === '/client/register'
          ? { clientId: 'c', clientSecret: 's', clientSecretExpiresAt: 4_000_000_000 }
          : {
              deviceCode: 'd',
              userCode: 'BCDF-GHJK',
              verificationUri: 'https://awsapps.evil.example/device',
              expiresIn: 600,
            };
      reply.end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => {
      evil.listen(0, '127.0.0.1', resolve);
    });
    lift.push(() => void evil.close());
    const address = evil.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const begun = signInWorld(sandbox, { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` }).begin('code');
    expect(await begun.finished).toMatchObject({
      error: { code: 'sign-in-failed', message: expect.stringContaining('awsapps.evil.example') },
    });
    expect(begun.steps).toEqual([]);
  });
});

/** A service that takes connections and says nothing. */
async function silentService() {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
    socket.resume();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  lift.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const bound = server.address();
  const port = bound !== null && typeof bound === 'object' ? bound.port : 0;
  return { url: `http://127.0.0.1:${port}`, open: () => sockets.size };
}

describe('an OIDC service that is silent', () => {
  it.each(['browser', 'code'] as const)(
    'ends a sign-in by %s at its deadline, and nothing stays open',
    async (method) => {
      const { url, open } = await silentService();
      const world = signInWorld(sandbox, { AWS_ENDPOINT_URL: url });
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      lift.push(() => void vi.useRealTimers());
      let port = 0;
      const begun = world.begin(method, sandboxSession, async (state) => {
        const loopback = await openLoopback(state);
        port = Number(new URL(loopback.redirectUri).port);
        return loopback;
      });
      const ends: Awaited<typeof begun.finished>[] = [];
      void begun.finished.then((result) => ends.push(result));
      let waited = 0;
      const pass = async (untilMs: number): Promise<void> => {
        for (; waited < untilMs && ends.length === 0; waited += 1_000) {
          await vi.advanceTimersByTimeAsync(1_000);
          await new Promise((resolve) => setImmediate(resolve));
        }
      };
      while (open() === 0) await new Promise((resolve) => setImmediate(resolve));
      await pass(15_000);
      expect(ends).toEqual([]);
      // twenty seconds for an answer, and once more
      await pass(60_000);
      expect(ends).toMatchObject([{ ok: false, error: { code: 'unreachable' } }]);
      expect(begun.steps).toEqual([]);
      vi.useRealTimers();
      await expect.poll(open).toBe(0);
      if (method === 'browser') {
        await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
      }
    },
  );

  it('lets go of a sign-in that is cancelled meanwhile at once', async () => {
    const { url, open } = await silentService();
    const begun = signInWorld(sandbox, { AWS_ENDPOINT_URL: url }).begin('browser');
    await expect.poll(open).toBe(1);
    begun.cancel();
    expect(await begun.finished).toMatchObject({ ok: false });
    await expect.poll(open).toBe(0);
  });
});
