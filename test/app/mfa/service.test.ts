import { describe, expect, it } from 'vitest';
import { fail } from '../../../app/common/result.ts';
import { Secret } from '../../../app/common/secret.ts';
import { MAX_QUESTIONS, MAX_WAITING_TOLD, mfaQuestion } from '../../../app/mfa/model.ts';
import { deferred, settled } from '../deferred.ts';
import { DEVICE, mfaWorld, SESSION_MS, waits } from './mfa-world.ts';

const CODE = new Secret('123456');
const wrong = async () => fail('mfa-refused', 'AWS did not accept that code.', { hint: 'Wait.' });

describe('a session that needs a code', () => {
  it('is asked for by nobody but a person', async () => {
    const { mfa, need, showWindow, onChanged } = mfaWorld();
    expect(await mfa.session(need(), null)).toMatchObject({ error: { code: 'mfa-needed' } });
    expect(mfa.list()).toEqual([]);
    expect(showWindow).not.toHaveBeenCalled();
    expect(onChanged).not.toHaveBeenCalled();
  });

  it('begins with the code that the question gets, and then needs none until it ends', async () => {
    const { mfa, need, exchange, clock, showWindow, onStarted } = mfaWorld();
    const waiting = mfa.session(need(), waits());
    expect(mfa.list()).toEqual([
      {
        id: 'question-1',
        profile: 'break-glass',
        role: { name: 'Admin', account: '482011780031' },
        device: 'mfa/dana',
        waiting: ['psql is waiting to log in to orders.'],
        isChecking: false,
        refusal: null,
      },
    ]);
    expect(mfaQuestion.safeParse(mfa.list()[0]).success).toBe(true);
    expect(showWindow).toHaveBeenCalledOnce();
    expect(await mfa.answer('question-1', CODE)).toEqual({ ok: true, value: {} });
    expect(await waiting).toMatchObject({ ok: true, value: { accessKeyId: 'ASIA1' } });
    expect(mfa.list()).toEqual([]);
    expect(onStarted).toHaveBeenCalledOnce();
    clock.sleep(SESSION_MS - 30_000);
    expect(await mfa.session(need(), null)).toMatchObject({ value: { accessKeyId: 'ASIA1' } });
    expect(exchange).toHaveBeenCalledOnce();
    clock.sleep(1);
    expect(await mfa.session(need(), null)).toMatchObject({ error: { code: 'mfa-needed' } });
  });

  it('is asked for once, however many wait for the device', async () => {
    const { mfa, need, exchange } = mfaWorld();
    const many = Array.from({ length: 100 }, (_, at) =>
      mfa.session(need({ profile: `p${at}` }), waits(`Client ${at} is waiting.`)),
    );
    expect(mfa.list()).toHaveLength(1);
    expect(mfa.list()[0]?.waiting).toHaveLength(MAX_WAITING_TOLD);
    await mfa.answer('question-1', CODE);
    for (const outcome of await Promise.all(many)) {
      expect(outcome).toMatchObject({ ok: true, value: { accessKeyId: 'ASIA1' } });
    }
    expect(exchange).toHaveBeenCalledOnce();
  });

  it('is asked for with each device by itself', () => {
    const { mfa, need } = mfaWorld();
    void mfa.session(need(), waits());
    void mfa.session(need({ serial: 'GAHT12345678', key: 'other' }), waits());
    expect(mfa.list().map(({ device }) => device)).toEqual(['mfa/dana', 'GAHT12345678']);
  });

  it('with the same device and another key takes the next code: AWS takes each once', async () => {
    const { mfa, need, exchange } = mfaWorld();
    const first = mfa.session(need(), waits());
    const second = mfa.session(need({ key: 'AKIA2 dana', profile: 'other' }), waits('It waits too.'));
    await mfa.answer('question-1', CODE);
    expect(await first).toMatchObject({ ok: true });
    expect(mfa.list()).toMatchObject([
      { profile: 'other', refusal: { code: 'mfa-refused' }, waiting: ['It waits too.'] },
    ]);
    await mfa.answer('question-1', CODE);
    expect(await second).toMatchObject({ ok: true });
    expect(exchange).toHaveBeenCalledTimes(2);
    expect(mfa.list()).toEqual([]);
  });

  it('is forgotten when AWS has refused it', async () => {
    const { mfa, need } = mfaWorld();
    const waiting = mfa.session(need(), waits());
    await mfa.answer('question-1', CODE);
    await waiting;
    mfa.forget('ASIA1');
    expect(await mfa.session(need(), null)).toMatchObject({ error: { code: 'mfa-needed' } });
  });

  it('is not asked for with more devices than a person could have', async () => {
    const { mfa, need } = mfaWorld();
    for (let at = 0; at < MAX_QUESTIONS; at += 1) void mfa.session(need({ serial: `device${at}` }), waits());
    const one = await mfa.session(need({ serial: 'one more' }), waits());
    expect(one).toMatchObject({ error: { code: 'mfa-needed' } });
    expect(mfa.list()).toHaveLength(MAX_QUESTIONS);
  });
});

describe('a code that AWS does not accept', () => {
  it('keeps who waits waiting, and the question says why', async () => {
    const { mfa, need, exchange } = mfaWorld();
    const waiting = mfa.session(need(), waits());
    exchange.mockImplementationOnce(wrong);
    expect(await mfa.answer('question-1', CODE)).toMatchObject({ error: { code: 'mfa-refused' } });
    expect(mfa.list()).toMatchObject([
      { refusal: { message: 'AWS did not accept that code.' }, isChecking: false },
    ]);
    await mfa.answer('question-1', CODE);
    expect(await waiting).toMatchObject({ ok: true });
  });

  it('because AWS cannot be reached or forbids it, tells who waits, and the question stays', async () => {
    const { mfa, need, exchange, onStarted } = mfaWorld();
    const waiting = mfa.session(need(), waits());
    exchange.mockImplementationOnce(async () => fail('unreachable', 'No network.'));
    await mfa.answer('question-1', CODE);
    expect(await waiting).toMatchObject({ error: { code: 'unreachable' } });
    expect(mfa.list()).toMatchObject([{ waiting: [], refusal: { code: 'unreachable' } }]);
    expect(onStarted).not.toHaveBeenCalled();
    await mfa.answer('question-1', CODE);
    expect(await mfa.session(need(), null)).toMatchObject({ ok: true });
  });

  it('is checked alone: a second one is not sent meanwhile', async () => {
    const { mfa, need, exchange } = mfaWorld();
    void mfa.session(need(), waits());
    const gate = deferred<Awaited<ReturnType<typeof wrong>>>();
    exchange.mockImplementationOnce(() => gate.promise);
    const first = mfa.answer('question-1', CODE);
    expect(mfa.list()).toMatchObject([{ isChecking: true }]);
    expect(await mfa.answer('question-1', CODE)).toMatchObject({ error: { code: 'not-allowed' } });
    gate.resolve(await wrong());
    await first;
    expect(exchange).toHaveBeenCalledOnce();
  });

  it('for a question that is gone goes nowhere', async () => {
    const { mfa, exchange } = mfaWorld();
    expect(await mfa.answer('question-1', CODE)).toMatchObject({ error: { code: 'not-allowed' } });
    expect(exchange).not.toHaveBeenCalled();
  });
});

describe('a question that is taken back', () => {
  it('tells all who wait, and the same act does not ask again', async () => {
    const { mfa, need, onCancelled, clock } = mfaWorld();
    const asker = waits();
    const waiting = mfa.session(need(), asker);
    await mfa.cancel('question-1');
    expect(await waiting).toMatchObject({ error: { code: 'cancelled' } });
    expect(onCancelled).toHaveBeenCalledOnce();
    expect(await mfa.session(need(), asker)).toMatchObject({ error: { code: 'cancelled' } });
    expect(mfa.list()).toEqual([]);
    expect(clock.watchers()).toBe(0);
    void mfa.session(need(), waits());
    expect(mfa.list()).toHaveLength(1);
  });

  it('takes with it what its code was about to begin', async () => {
    const { mfa, need, exchange, onStarted } = mfaWorld();
    const waiting = mfa.session(need(), waits());
    const gate = deferred<Awaited<ReturnType<typeof exchange>>>();
    const given = await exchange(CODE);
    exchange.mockImplementationOnce(() => gate.promise);
    const answered = mfa.answer('question-1', CODE);
    await mfa.cancel('question-1');
    gate.resolve(given);
    expect(await answered).toMatchObject({ error: { code: 'cancelled' } });
    expect(await waiting).toMatchObject({ error: { code: 'cancelled' } });
    expect(await mfa.session(need(), null)).toMatchObject({ error: { code: 'mfa-needed' } });
    expect(onStarted).not.toHaveBeenCalled();
  });

  it('at the end of Latchkey is every one', async () => {
    const { mfa, need, clock } = mfaWorld();
    const both = [mfa.session(need(), waits()), mfa.session(need({ serial: 'other' }), waits())];
    await mfa.stop();
    expect(await Promise.all(both)).toMatchObject([
      { error: { code: 'cancelled' } },
      { error: { code: 'cancelled' } },
    ]);
    expect(clock.watchers()).toBe(0);
  });
});

describe('who waits', () => {
  it('gets the cause when its own time is up, and the question stays for its next attempt', async () => {
    const { mfa, need, clock } = mfaWorld();
    const waiting = mfa.session(need(), waits('latchkey is waiting.', 10_000));
    clock.advance(9_500);
    expect(mfa.list()).toMatchObject([{ waiting: ['latchkey is waiting.'] }]);
    clock.advance(500);
    expect(await waiting).toMatchObject({ error: { code: 'mfa-needed' } });
    await settled();
    expect(mfa.list()).toMatchObject([{ waiting: [] }]);
    expect(clock.watchers()).toBe(0);
    await mfa.answer('question-1', CODE);
    expect(await mfa.session(need(), waits())).toMatchObject({ ok: true });
  });

  it('elsewhere and comes again is told at once, and named until it leaves', async () => {
    const { mfa, need, showWindow } = mfaWorld();
    const client = waits('A client is waiting.', 0);
    for (let at = 0; at < 3; at += 1) {
      expect(await mfa.session(need(), client)).toMatchObject({ error: { code: 'mfa-needed' } });
    }
    expect(mfa.list()).toMatchObject([{ waiting: ['A client is waiting.'] }]);
    expect(showWindow).toHaveBeenCalledOnce();
    mfa.leave(client);
    expect(mfa.list()).toMatchObject([{ waiting: [] }]);
  });

  it('shows the window each time that a person does something', async () => {
    const { mfa, need, showWindow } = mfaWorld();
    await mfa.session(need(), waits(null, 0));
    await mfa.session(need(), waits(null, 0));
    expect(showWindow).toHaveBeenCalledTimes(2);
    expect(mfa.list()).toMatchObject([{ waiting: [] }]);
  });

  it('is named once, without what could forge the question', async () => {
    const { mfa, need } = mfaWorld();
    const odd = need({
      serial: `${DEVICE}\u{202e}`,
      role: { name: 'Adm\u{0}in'.repeat(200), account: null },
    });
    await mfa.session(odd, waits('A\nB', 0));
    await mfa.session(odd, waits('A\nB', 0));
    expect(mfa.list()).toMatchObject([{ waiting: ['A B'], device: String.raw`mfa/dana\u{202e}` }]);
    expect(mfaQuestion.safeParse(mfa.list()[0]).success).toBe(true);
  });
});

describe('the code', () => {
  it('is in nothing that is told', async () => {
    const { mfa, need, exchange, onChanged } = mfaWorld();
    const waiting = mfa.session(need(), waits());
    exchange.mockImplementationOnce(wrong);
    const replies = [
      await mfa.answer('question-1', CODE),
      await mfa.answer('question-1', CODE),
      await waiting,
    ];
    const told = JSON.stringify([replies, onChanged.mock.calls, mfa.list(), exchange.mock.calls]);
    expect(told).toContain('AWS did not accept');
    expect(told).not.toContain('123456');
  });
});
