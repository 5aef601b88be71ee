import { describe, expect, it } from 'vitest';
import {
  ANSWER_TIMEOUT_MS,
  LOGIN_TIMEOUT_MS,
  UNUSED_TIMEOUT_MS,
} from '../../../../app/tunnels/ssh/sessions.ts';
import { connection } from '../../connections/sample-connection.ts';
import { asker, LOCAL, openSshSessions, throughBastion } from './world.ts';

const PASSPHRASE = "Enter passphrase for key '/home/dana/.ssh/id_ed25519': ";
const HOST_KEY =
  "The authenticity of host 'bastion (10.0.0.1)' can't be established.\nED25519 key fingerprint is SHA256:abc.\nAre you sure you want to continue connecting (yes/no/[fingerprint])? ";

describe('a session of ssh', () => {
  it('is begun once for all clients of a connection, and ended as a whole', async () => {
    const { sessions, started, last } = openSshSessions();
    const both = [sessions.start(throughBastion, asker()), sessions.start(throughBastion, asker())];
    const { host, port } = throughBastion.address;
    expect(last().to).toEqual({ destination: 'bastion', host, port, mayAsk: true });
    last().events.onReady(LOCAL);
    const [one, other] = await Promise.all(both);
    expect(one).toMatchObject({
      ok: true,
      value: { opening: { local: LOCAL }, node: { target: 'bastion' } },
    });
    expect(other).toEqual(one);
    expect(started).toHaveLength(1);
    if (one?.ok === true) await sessions.end(one.value.session);
    expect(last().isEnded).toBe(true);
    void sessions.start(throughBastion, asker());
    expect(started).toHaveLength(2);
  });

  it('is not begun for a connection that is reached otherwise', async () => {
    const { sessions, started } = openSshSessions();
    expect(await sessions.start(connection(), asker())).toMatchObject({ error: { code: 'not-allowed' } });
    expect(started).toEqual([]);
  });

  it('has clients wait while it asks, and lets them in once it is answered', async () => {
    const { sessions, last, asked, questions, counts } = openSshSessions();
    const psql = asker('A client is waiting to connect to orders.');
    const first = sessions.start(throughBastion, psql);
    last().ask(PASSPHRASE);
    expect(await first).toMatchObject({ error: { code: 'ssh-answer-needed' } });
    expect(asked()).toMatchObject([
      { destination: 'bastion', kind: 'secret', waiting: ['A client is waiting to connect to orders.'] },
    ]);
    expect(counts.shown).toBe(1);
    const again = sessions.start(throughBastion, psql);
    expect(await again).toMatchObject({ error: { code: 'ssh-answer-needed' } });
    questions.answer(asked()[0]?.id ?? '', 'correct horse');
    expect(asked()).toEqual([]);
    await Promise.resolve();
    const waits = sessions.start(throughBastion, psql);
    last().events.onReady(LOCAL);
    expect(await waits).toMatchObject({ ok: true });
    expect(last().answers).toEqual(['correct horse']);
    expect(counts.settled).toBe(1);
  });

  it('tells those who waited why it failed, and does not begin again for them', async () => {
    const { sessions, started, last, end } = openSshSessions();
    const psql = asker();
    const waits = sessions.start(throughBastion, psql);
    last().events.onEnd(end('ssh-auth-refused'));
    expect(await waits).toMatchObject({ error: { code: 'ssh-auth-refused' } });
    expect(await sessions.start(throughBastion, psql)).toEqual(await waits);
    expect(started).toHaveLength(1);
    void sessions.start(throughBastion, asker());
    expect(started).toHaveLength(2);
  });

  it('is ended where a question for a secret is taken back', async () => {
    const { sessions, last, asked, questions, started } = openSshSessions();
    const psql = asker();
    void sessions.start(throughBastion, psql);
    last().ask(PASSPHRASE);
    questions.cancel(asked()[0]?.id ?? '');
    await expect.poll(() => last().isEnded).toBe(true);
    expect(await sessions.start(throughBastion, psql)).toMatchObject({ error: { code: 'cancelled' } });
    expect(started).toHaveLength(1);
    expect(last().answers).toEqual([null]);
  });

  it('answers no where a server is not trusted, and lets ssh say so', async () => {
    const { sessions, last, asked, questions } = openSshSessions();
    void sessions.start(throughBastion, asker());
    last().ask(HOST_KEY);
    expect(asked()).toMatchObject([{ kind: 'host-key', hostKey: { fingerprint: 'SHA256:abc' } }]);
    questions.cancel(asked()[0]?.id ?? '');
    await expect.poll(() => last().answers).toEqual(['no']);
    expect(last().isEnded).toBe(false);
  });

  it('withdraws a question that ssh no longer asks', async () => {
    const { sessions, last, asked } = openSshSessions();
    void sessions.start(throughBastion, asker());
    const withdraw = last().ask(PASSPHRASE);
    withdraw();
    expect(asked()).toEqual([]);
    await expect.poll(() => last().answers).toEqual([null]);
  });

  it.each([
    ['logs in', LOGIN_TIMEOUT_MS, false],
    ['is answered', ANSWER_TIMEOUT_MS, true],
  ])('is ended where it never %s', async (_, limit, asks) => {
    const { sessions, clock, last } = openSshSessions();
    const psql = asker();
    const waits = sessions.start(throughBastion, psql);
    if (asks) last().ask(PASSPHRASE);
    clock.advance(limit - 1_000);
    expect(last().isEnded).toBe(false);
    clock.advance(2_000);
    expect(last().isEnded).toBe(true);
    await waits;
    expect(await sessions.start(throughBastion, psql)).toMatchObject({ error: { code: 'ssh-unreachable' } });
    expect(clock.watchers()).toBe(0);
  });

  it('ends by itself where nobody comes who waited for it, and not while it is used', async () => {
    const { sessions, clock, last } = openSshSessions();
    const waits = sessions.start(throughBastion, asker());
    last().ask(PASSPHRASE);
    await waits;
    last().events.onReady(LOCAL);
    clock.advance(UNUSED_TIMEOUT_MS + 1_000);
    expect(last().isEnded).toBe(true);
    const used = sessions.start(throughBastion, asker());
    last().events.onReady(LOCAL);
    await used;
    clock.advance(10 * UNUSED_TIMEOUT_MS);
    expect(last().isEnded).toBe(false);
  });

  it('tells of what the server refuses and of its own end, once it takes connections', async () => {
    const { sessions, last, said, end } = openSshSessions();
    const waits = sessions.start(throughBastion, asker());
    last().events.onReady(LOCAL);
    const started = await waits;
    last().events.onRefused(end('ssh-target-refused'));
    last().events.onEnd(end('ssh-unreachable'));
    const session = started.ok ? started.value.session : '';
    expect(said).toEqual([
      { session, end: end('ssh-target-refused'), isOver: false },
      { session, end: end('ssh-unreachable'), isOver: true },
    ]);
  });

  it('that checks asks nobody, takes one that is logged in, and never ends it', async () => {
    const { sessions, started, last } = openSshSessions();
    const check = sessions.start(throughBastion);
    expect(last().to.mayAsk).toBe(false);
    last().events.onReady(LOCAL);
    const own = await check;
    const client = sessions.start(throughBastion, asker());
    expect(started).toHaveLength(2);
    last().events.onReady(LOCAL);
    await client;
    const borrowed = await sessions.start(throughBastion);
    expect(borrowed).toMatchObject({ ok: true });
    expect(started).toHaveLength(2);
    if (borrowed.ok) await sessions.end(borrowed.value.session);
    expect(last().isEnded).toBe(false);
    if (own.ok) await sessions.end(own.value.session);
    expect(started[0]?.isEnded).toBe(true);
    await sessions.stop();
    expect(last().isEnded).toBe(true);
  });
});
