import { describe, expect, it, vi } from 'vitest';
import { createApp } from '../../../app/create-app.ts';
import { fail, succeed, type Result } from '../../../app/common/result.ts';
import type { Connection } from '../../../app/connections/model.ts';
import type { MfaNeed } from '../../../app/mfa/ports.ts';
import type { Credentials } from '../../../app/profiles/model.ts';
import type { LoadCredentials } from '../../../app/profiles/ports.ts';
import { fakeLauncher, memoryFile } from '../clients/fake-launcher.ts';
import { connection, idOf } from '../connections/sample-connection.ts';
import { settled } from '../deferred.ts';
import { memoryPorts } from '../memory-ports.ts';
import { configOf } from '../profiles/config-of.ts';
import { memorySignIn } from '../sign-in/memory-sign-in.ts';

const CORP = 'session corp';
const orders = connection({ id: idOf(1), name: 'orders', profile: 'analytics', client: 'psql' });
const link = 'latchkey://connect/orders';
const sso = {
  sso_session: 'corp',
  sso_account_id: '482011780031',
  sso_role_name: 'Analyst',
  region: 'eu-west-1',
};
const keys: Credentials = {
  accessKeyId: 'AKIA1',
  secretAccessKey: 's',
  sessionToken: null,
  expiry: { kind: 'never' },
};

/** The application, whose only profile has no credentials but by a person. */
async function world(load: (memory: ReturnType<typeof memorySignIn>) => LoadCredentials) {
  const memory = memorySignIn();
  const events: [name: string, payload: unknown][] = [];
  const showWindow = vi.fn();
  const { launcher, opened } = fakeLauncher(['psql']);
  const portal = { sso_start_url: 'https://corp.awsapps.com/start', sso_region: 'eu-west-1' };
  const config = configOf([{ name: 'analytics', section: sso }], [{ name: 'corp', section: portal }]);
  const { ports, clock, seen } = memoryPorts({
    profiles: {
      files: {
        read: async () => ({ config, files: [], error: null }),
        watch: () => () => undefined,
        confirm: async () => succeed(null),
      },
      load: load(memory),
    },
    signIn: memory.ports,
    mfa: { showWindow },
    connections: { file: memoryFile<Connection[]>([orders]) },
    clients: { launcher },
    links: { confirm: async () => 'once' },
    surroundings: { emit: (name, payload) => void events.push([name, payload]) },
  });
  const app = createApp(ports);
  await app.start();
  // the sessions of AWS's files are known once they were looked at
  await vi.waitFor(() => expect(JSON.stringify(events)).toContain('signed-out'));
  const terminal: string[] = [];
  const said = (words: readonly string[]) => app.command(words, (text) => void terminal.push(text));
  const asked = () => events.filter(([name]) => name === 'signIn:asked').map(([, payload]) => payload);
  /** Somebody signs in, as far as the browser and AWS are concerned. */
  const signIn = async (): Promise<void> => {
    await app.ask('signIn:begin', { id: CORP, method: null });
    memory.states.set(CORP, { status: 'signed-in', expiresAt: clock.now() + 3_600_000 });
    memory.last().finish(succeed(null));
    await settled();
  };
  return { app, clock, seen, events, terminal, said, asked, signIn, opened, showWindow, memory };
}

const needsSignIn = () =>
  world((memory) => async (): Promise<Result<Credentials>> => {
    const isIn = memory.states.get(CORP)?.status === 'signed-in';
    return isIn ? succeed(keys) : fail('sign-in-needed', 'Profile analytics is not signed in.');
  });

const need: MfaNeed = {
  key: 'AKIA1 dana',
  serial: 'arn:aws:iam::482011780031:mfa/dana',
  profile: 'analytics',
  role: null,
  exchange: async (code) =>
    code.reveal() === '123456' ? succeed(keys) : fail('mfa-refused', 'AWS does not accept this code.'),
};
const needsCode = () => world(() => async (_profile, mfa) => mfa.session(need));

/** The question for a code that stands. */
async function question(app: { ask: ReturnType<typeof createApp>['ask'] }): Promise<string> {
  const snapshot = await app.ask('window:snapshot', {});
  const [one] = snapshot.ok ? snapshot.value.mfaQuestions : [];
  if (one === undefined) throw new Error('Nothing asks for a code.');
  return one.id;
}

describe('the command, where nobody is signed in', () => {
  it('says what it waits for and how long, and goes on when somebody has signed in', async () => {
    const { said, asked, terminal, signIn } = await needsSignIn();
    const answer = said(['token', 'orders']);
    await settled();
    expect(asked()).toEqual([{ id: CORP, name: 'corp', by: 'outside' }]);
    expect(terminal).toEqual([
      'latchkey: analytics is not signed in. Sign in to corp in Latchkey.\n  Waiting for it, 75 seconds at most.\n',
    ]);
    await signIn();
    expect(await answer).toEqual({ do: 'print', text: expect.stringMatching(/SECRET=.*\n$/) });
  });

  it('becomes a client, opens one and makes variables after the same wait', async () => {
    const { said, signIn, opened, terminal } = await needsSignIn();
    const answers = [said(['psql', 'orders']), said(['open', 'orders']), said(['env', 'orders'])];
    await settled();
    expect(terminal).toHaveLength(3);
    await signIn();
    expect((await Promise.all(answers)).map((one) => one.do)).toEqual(['run', 'print', 'print']);
    expect(opened).toHaveLength(1);
  });

  it('goes on where the AWS CLI has signed in', async () => {
    const { said, memory, clock } = await needsSignIn();
    const answer = said(['token', 'orders']);
    await settled();
    memory.states.set(CORP, { status: 'signed-in', expiresAt: clock.now() + 3_600_000 });
    memory.change();
    expect(await answer).toMatchObject({ do: 'print' });
  });

  it('gets the cause when its time is up; the question stays, and its next attempt succeeds', async () => {
    const { said, clock, app, signIn } = await needsSignIn();
    const answer = said(['token', 'orders']);
    await settled();
    clock.advance(74_000);
    await settled();
    clock.advance(1_000);
    expect(await answer).toEqual({
      do: 'refuse',
      code: 77,
      text: 'latchkey: Profile analytics is not signed in.\n',
    });
    expect(await app.ask('window:snapshot', {})).toMatchObject({
      value: { sso: { flows: [{ id: CORP, at: { step: 'asked' } }] } },
    });
    await signIn();
    expect(await said(['token', 'orders'])).toMatchObject({ do: 'print' });
  });

  it('gets the cause at once where somebody says not now', async () => {
    const { said, app } = await needsSignIn();
    const answer = said(['token', 'orders']);
    await settled();
    await app.ask('signIn:cancel', { id: CORP });
    expect(await answer).toMatchObject({ do: 'refuse', code: 77 });
  });

  it('is told of a code in the same way', async () => {
    const { said, app, terminal, showWindow } = await needsCode();
    const answer = said(['token', 'orders']);
    await settled();
    expect(terminal).toEqual([
      'latchkey: analytics needs an MFA code. Enter it in Latchkey.\n  Waiting for it, 75 seconds at most.\n',
    ]);
    expect(showWindow).toHaveBeenCalledOnce();
    await app.ask('mfa:answer', { id: await question(app), code: '123456' });
    expect(await answer).toMatchObject({ do: 'print' });
  });
});

describe('a link, where nobody is signed in', () => {
  it('brings the question up, and goes on when somebody has signed in', async () => {
    const { app, asked, signIn, opened } = await needsSignIn();
    const followed = app.openLink(link);
    await settled();
    expect(asked()).toEqual([{ id: CORP, name: 'corp', by: 'outside' }]);
    expect(opened).toEqual([]);
    await signIn();
    expect(await followed).toBe(true);
    expect(opened).toHaveLength(1);
  });

  it('says the cause where somebody says not now, or nothing for three minutes', async () => {
    for (const end of ['cancel', 'silence'] as const) {
      const { app, clock, events, opened } = await needsSignIn();
      const followed = app.openLink(link);
      await settled();
      if (end === 'cancel') await app.ask('signIn:cancel', { id: CORP });
      else clock.advance(180_000);
      expect(await followed).toBe(false);
      expect(JSON.stringify(events.at(-1))).toContain('Profile analytics is not signed in.');
      expect(opened).toEqual([]);
    }
  });

  it('asks for a code, and goes on with it; a wrong one is said and asked for again', async () => {
    const { app, showWindow, opened } = await needsCode();
    const followed = app.openLink(link);
    await settled();
    expect(showWindow).toHaveBeenCalledOnce();
    const id = await question(app);
    expect(await app.ask('mfa:answer', { id, code: '000000' })).toMatchObject({
      error: { code: 'mfa-refused' },
    });
    expect(opened).toEqual([]);
    expect(await app.ask('mfa:answer', { id, code: '123456' })).toMatchObject({ ok: true });
    expect(await followed).toBe(true);
    expect(opened).toHaveLength(1);
  });

  it('says why where the question for the code is taken back or not answered', async () => {
    const first = await needsCode();
    const taken = first.app.openLink(link);
    await settled();
    await first.app.ask('mfa:cancel', { id: await question(first.app) });
    // who has taken it back knows
    expect(await taken).toBe(false);
    expect(JSON.stringify(first.events)).not.toContain('"link"');

    const second = await needsCode();
    const left = second.app.openLink(link);
    await settled();
    second.clock.advance(180_000);
    expect(await left).toBe(false);
    expect(JSON.stringify(second.events)).toContain('needs an MFA code');
    // the question stays, and the next attempt needs no other one
    await second.app.ask('mfa:answer', { id: await question(second.app), code: '123456' });
    second.clock.advance(5_000);
    expect(await second.app.openLink(link)).toBe(true);
  });
});

describe('the tray', () => {
  const open = { connectionId: orders.id, client: 'psql' };

  it('brings the sign-in’s question up, and gets the cause; its next attempt succeeds', async () => {
    const { app, asked, signIn, opened } = await needsSignIn();
    expect(await app.ask('connect:open', open)).toMatchObject({
      ok: false,
      error: { code: 'sign-in-needed' },
    });
    expect(await app.ask('connect:copyToken', { connectionId: orders.id })).toMatchObject({ ok: false });
    expect(asked()).toContainEqual({ id: CORP, name: 'corp', by: 'window' });
    await signIn();
    expect(await app.ask('connect:open', open)).toMatchObject({ ok: true });
    expect(opened).toHaveLength(1);
  });

  it('brings the question for a code up once for all that wait, and each goes on', async () => {
    const { app, showWindow, opened, seen } = await needsCode();
    const waiting = [
      app.ask('connect:open', open),
      app.ask('connect:copyToken', { connectionId: orders.id }),
    ];
    await settled();
    expect(showWindow).toHaveBeenCalled();
    await app.ask('mfa:answer', { id: await question(app), code: '123456' });
    expect((await Promise.all(waiting)).map(({ ok }) => ok)).toEqual([true, true]);
    expect(opened).toHaveLength(1);
    expect(seen.text).toContain('SECRET');
  });
});
