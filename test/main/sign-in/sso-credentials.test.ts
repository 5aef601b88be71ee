import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startSandbox, type Sandbox } from '../../sandbox/start-sandbox.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { choose, signInWorld, sandboxSession } from './sign-in-world.ts';

let sandbox: Sandbox;
const lift: (() => void)[] = [];
beforeAll(async () => {
  sandbox = await startSandbox({ without: ['postgres', 'mysql'] });
});
afterEach(() => {
  vi.useRealTimers();
  lift.splice(0).forEach((one) => one());
  Object.assign(sandbox.sso.settings, { tokenLife: 8 * 3_600, roleLife: 3_600, interval: 1, codeLife: 600 });
});
afterAll(() => sandbox.stop());

type World = ReturnType<typeof signInWorld>;

async function signedIn(tokenLife = 8 * 3_600): Promise<World> {
  sandbox.sso.settings.tokenLife = tokenLife;
  const world = signInWorld(sandbox);
  expect(await world.signIn()).toMatchObject({ ok: true });
  return world;
}

const fault = (action: string, kind: 'garbage' | 'drop' | 'throttle' | 'deny') =>
  lift.push(sandbox.faults.add({ action, effect: { kind } }));

const tokenCalls = () => sandbox.ssoCalls.filter(({ action }) => action === 'sso-oauth:CreateToken').length;

/** Puts other values into the file, as another program does. */
function edit({ path }: World, change: Record<string, unknown>): void {
  const kept: object = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...kept, ...change }));
}

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

describe('the profile of a signed-in session', () => {
  it('has the credentials of its role', async () => {
    const world = await signedIn();
    const got = await world.load('analytics');
    expect(got).toMatchObject({ ok: true, value: { expiry: { kind: 'at' } } });
    const found = got.ok ? sandbox.directory.find(got.value.accessKeyId) : undefined;
    expect(found?.arn).toMatch(
      /^arn:aws:sts::482011780031:assumed-role\/AWSReservedSSO_AnalyticsReadOnly_\w+\/dana\.reyes$/,
    );
  });

  it('needs a sign-in where nobody is signed in, or the file is of no use', async () => {
    const world = signInWorld(sandbox);
    const needed = {
      error: { code: 'sign-in-needed', hint: 'Sign in to latchkey-sandbox in Latchkey.' },
    };
    expect(await world.load('analytics')).toMatchObject(needed);
    for (const text of ['', 'null', '{}', '{"accessToken":"a"}', '{"accessToken":"a","expiresAt":"soon"}']) {
      writeFileSync(world.path, text);
      expect(await world.load('analytics')).toMatchObject(needed);
      expect(await world.known.look(sandboxSession)).toEqual({ status: 'signed-out' });
    }
  });

  it('needs a sign-in where an administrator has ended it, and not before the next one', async () => {
    const world = await signedIn();
    sandbox.sso.revoke();
    expect(await world.load('analytics')).toMatchObject({ error: { code: 'sign-in-needed' } });
    // the session says so too, although its file does not
    expect(await world.known.look(sandboxSession)).toEqual({ status: 'signed-out' });
    await world.signIn();
    expect(await world.load('analytics')).toMatchObject({ ok: true });
    expect(await world.known.look(sandboxSession)).toMatchObject({ status: 'signed-in' });
  });

  it('says which role is not assigned', async () => {
    const world = await signedIn();
    fault('sso:GetRoleCredentials', 'deny');
    expect(await world.load('analytics')).toMatchObject({
      error: {
        code: 'role-denied',
        message:
          'Profile analytics: you are signed in, but the role AnalyticsReadOnly in account 482011780031 is not assigned to you.',
      },
    });
  });

  it.each([
    ['garbage', 'not-aws'],
    ['drop', 'unreachable'],
    ['throttle', 'throttled'],
  ] as const)('is not told to sign in where it meets %s', async (kind, code) => {
    const world = await signedIn();
    fault('sso:GetRoleCredentials', kind);
    expect(await world.load('analytics')).toMatchObject({ error: { code } });
    expect(await world.known.look(sandboxSession)).toMatchObject({ status: 'signed-in' });
  });

  it('is refused where its name is signed in to another start URL', async () => {
    const world = await signedIn();
    edit(world, { startUrl: 'https://other.awsapps.com/start' });
    expect(await world.load('analytics')).toMatchObject({
      error: { code: 'sign-in-needed', message: expect.stringContaining('another start URL than its own') },
    });
    expect(await world.known.look(sandboxSession)).toEqual({
      status: 'elsewhere',
      startUrl: 'https://other.awsapps.com/start',
    });
    edit(world, { startUrl: `${sandboxSession.startUrl}/#/` });
    expect(await world.load('analytics')).toMatchObject({ ok: true });
  });
});

describe('two config files with one session name and different start URLs', () => {
  const OTHER = 'https://other.awsapps.com/start';
  /** The sandbox's config file, but that its session is another company's; sign-ins are kept in the same folder. */
  function otherWorld({ folder }: World): World {
    const config = join(temporaryFolder(), 'config');
    const text = readFileSync(sandbox.env['AWS_CONFIG_FILE'] ?? '', 'utf8');
    writeFileSync(config, text.replace(sandboxSession.startUrl, OTHER));
    return signInWorld(sandbox, { AWS_CONFIG_FILE: config, LATCHKEY_SSO_CACHE: folder });
  }
  const otherSession = { ...sandboxSession, startUrl: OTHER };
  const refused = {
    error: { code: 'sign-in-needed', message: expect.stringContaining('another start URL than its own') },
  };

  it('never use each other’s sign-in: who signs in for one needs to for the other', async () => {
    const one = await signedIn();
    const other = otherWorld(one);
    expect(other.path).toBe(one.path);
    const asked = sandbox.ssoCalls.length;
    expect(await other.load('analytics')).toMatchObject(refused);
    expect(await other.known.look(otherSession)).toEqual({
      status: 'elsewhere',
      startUrl: sandboxSession.startUrl,
    });
    expect(await other.portal.accounts(otherSession)).toMatchObject({ error: { code: 'sign-in-needed' } });
    // a token is not even shown to the other portal
    expect(sandbox.ssoCalls.length).toBe(asked);
    expect(await one.load('analytics')).toMatchObject({ ok: true });

    const begun = other.begin('browser', otherSession);
    await choose(await begun.prompt, 'allow');
    expect(await begun.finished).toMatchObject({ ok: true });
    expect(one.kept()).toMatchObject({ startUrl: OTHER });
    expect(await other.load('analytics')).toMatchObject({ ok: true });
    expect(await one.load('analytics')).toMatchObject(refused);
    expect(await one.known.look(sandboxSession)).toEqual({ status: 'elsewhere', startUrl: OTHER });
  });

  it('do not renew or end each other’s sign-in either', async () => {
    const one = await signedIn(600);
    const other = otherWorld(one);
    const before = readFileSync(one.path, 'utf8');
    const from = tokenCalls();
    expect(await other.load('analytics')).toMatchObject(refused);
    await other.known.renew(otherSession);
    expect(tokenCalls()).toBe(from);
    expect(await other.known.signOut(otherSession)).toMatchObject({ ok: true });
    expect(readFileSync(one.path, 'utf8')).toBe(before);
  });
});

describe('a sign-in with less than 15 minutes left', () => {
  it('is renewed once for all who ask, and the file keeps what else was in it', async () => {
    const world = await signedIn(600);
    edit(world, { somebodyElses: 'key' });
    const before = world.kept();
    sandbox.sso.settings.tokenLife = 8 * 3_600;
    const from = tokenCalls();
    const all = await Promise.all([
      world.load('analytics'),
      world.load('analytics'),
      world.load('analytics'),
    ]);
    expect(all.every(({ ok }) => ok)).toBe(true);
    expect(tokenCalls() - from).toBe(1);
    const { accessToken, refreshToken, expiresAt, ...rest } = world.kept();
    expect(accessToken).not.toBe(before['accessToken']);
    expect(refreshToken).not.toBe(before['refreshToken']);
    expect(Date.parse(String(expiresAt)) - Date.now()).toBeGreaterThan(7 * 3_600_000);
    expect(before).toMatchObject(rest);
    expect(rest).toHaveProperty('somebodyElses', 'key');
  });

  it('with more left is left alone', async () => {
    const world = await signedIn(16 * 60);
    const from = tokenCalls();
    await world.load('analytics');
    expect(tokenCalls()).toBe(from);
  });

  it('that another program has just renewed is taken as it is', async () => {
    const world = await signedIn(600);
    // AWS takes each refresh token once: another one has used this one, and has not written the file yet
    const kept = world.kept();
    sandbox.sso.settings.tokenLife = 8 * 3_600;
    const other = signInWorld(sandbox);
    writeFileSync(other.path, JSON.stringify(kept));
    await other.load('analytics');
    lift.push(
      sandbox.faults.add({ action: 'sso-oauth:CreateToken', times: 1, effect: { kind: 'latency', ms: 300 } }),
    );
    const loading = world.load('analytics');
    await expect.poll(() => sandbox.ssoCalls.at(-1)?.action).toBe('sso-oauth:CreateToken');
    writeFileSync(world.path, JSON.stringify(other.kept()));
    expect(await loading).toMatchObject({ ok: true });
    expect(world.kept()).toEqual(other.kept());
  });

  it('whose registration has expired is used to its end and no longer', async () => {
    const world = await signedIn(600);
    edit(world, { registrationExpiresAt: inMinutes(-1) });
    const from = tokenCalls();
    expect(await world.load('analytics')).toMatchObject({ ok: true });
    edit(world, { expiresAt: inMinutes(-1) });
    expect(await world.load('analytics')).toMatchObject({ error: { code: 'sign-in-needed' } });
    expect(tokenCalls()).toBe(from);
  });

  it('whose registration AWS no longer knows needs a new sign-in, which registers anew', async () => {
    const world = await signedIn(600);
    sandbox.sso.expireRegistrations();
    edit(world, { expiresAt: inMinutes(-1) });
    expect(await world.load('analytics')).toMatchObject({ error: { code: 'sign-in-needed' } });
    expect(await world.signIn()).toMatchObject({ ok: true });
    expect(await world.load('analytics')).toMatchObject({ ok: true });
  });

  it('that has ended while nothing can be reached is not “signed out”', async () => {
    const world = await signedIn(600);
    edit(world, { expiresAt: inMinutes(-1) });
    fault('sso-oauth:CreateToken', 'drop');
    expect(await world.load('analytics')).toMatchObject({
      error: {
        code: 'unreachable',
        message: expect.stringMatching(/^Profile analytics: Renewing the sign-in/),
      },
    });
  });

  it('that cannot be renewed now is used for what is left of it, and not asked about at each call', async () => {
    const world = await signedIn(600);
    fault('sso-oauth:CreateToken', 'drop');
    const from = tokenCalls();
    expect(await world.load('analytics')).toMatchObject({ ok: true });
    const asked = tokenCalls() - from;
    expect(asked).toBeGreaterThan(0);
    expect(await world.load('analytics')).toMatchObject({ ok: true });
    expect(tokenCalls() - from).toBe(asked);
  });
});

describe('a session', () => {
  it('is signed out of here and at AWS, and others are left alone', async () => {
    const world = await signedIn();
    const { accessToken } = world.kept();
    expect(await world.known.signOut(sandboxSession)).toEqual({ ok: true, value: null });
    expect(() => world.kept()).toThrow('kept: ');
    expect(sandbox.ssoCalls.at(-1)).toMatchObject({ action: 'sso:Logout', bearer: accessToken });
    writeFileSync(world.path, JSON.stringify({ accessToken, expiresAt: inMinutes(60) }));
    expect(await world.load('analytics')).toMatchObject({ error: { code: 'sign-in-needed' } });
  });

  it('is signed out of here where nothing can be reached', async () => {
    const world = await signedIn();
    fault('sso:Logout', 'drop');
    expect(await world.known.signOut(sandboxSession)).toEqual({ ok: true, value: null });
    expect(await world.known.look(sandboxSession)).toEqual({ status: 'signed-out' });
  });

  it('is seen to change by a watch, from its first file on', async () => {
    const world = signInWorld(sandbox);
    const changed = vi.fn();
    const stop = world.known.watch([sandboxSession], changed);
    lift.push(stop);
    await world.signIn();
    await expect.poll(() => changed.mock.calls.length, { timeout: 5_000 }).toBeGreaterThan(0);
    changed.mockClear();
    rmSync(world.path);
    await expect.poll(() => changed.mock.calls.length, { timeout: 5_000 }).toBeGreaterThan(0);
  });

  it('lists the accounts and roles of a sign-in', async () => {
    const world = await signedIn();
    expect(await world.portal.accounts(sandboxSession)).toMatchObject({
      value: [
        { id: '482011780031', name: 'Acme Production', email: 'aws-production@acme.example' },
        { id: '773100429918', name: 'Acme Development' },
      ],
    });
    expect(await world.portal.roles(sandboxSession, '482011780031')).toEqual({
      ok: true,
      value: ['AnalyticsReadOnly', 'DatabaseAdmin'],
    });
    const nobody = signInWorld(sandbox);
    expect(await nobody.portal.accounts(sandboxSession)).toMatchObject({ error: { code: 'sign-in-needed' } });
    sandbox.sso.revoke();
    expect(await world.portal.accounts(sandboxSession)).toMatchObject({ error: { code: 'sign-in-needed' } });
  });
});
