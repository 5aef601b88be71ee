import { describe, expect, it } from 'vitest';
import { fail, succeed } from '../../../app/common/result.ts';
import { settled } from '../deferred.ts';
import { promptAt } from './memory-sign-in.ts';
import { CORP, corp, INLINE, inline, signInModule } from './sign-in-module.ts';

async function withSessions(over: Parameters<typeof signInModule>[0] = {}) {
  const made = signInModule(over);
  await made.module.reactions.sessionsRead([corp, inline]);
  return made;
}

const needed = { code: 'sign-in-needed', message: 'Not signed in.' } as const;

describe('a sign-in', () => {
  it('goes from the question to a session without a browser that nobody asked for', async () => {
    const { module, memory, state, emitted, clock, recheck } = await withSessions();
    module.reactions.noCredentials({
      profile: 'analytics',
      deliveredTo: 'clipboard',
      isWaiting: false,
      error: needed,
    });
    expect(emitted).toContainEqual(['asked', { id: CORP, name: 'corp', by: 'window' }]);
    expect(state().flows).toMatchObject([
      { id: CORP, neededBy: 'analytics', profiles: corp.profiles, at: { step: 'asked' } },
    ]);
    clock.advance(3_600_000);
    expect([memory.begun.length, memory.opened.length]).toEqual([0, 0]);

    await module.handlers.begin({ id: CORP, method: null });
    expect(memory.last()).toMatchObject({ target: { session: 'corp' }, method: 'browser' });
    expect(state().flows[0]?.at.step).toBe('starting');
    expect(memory.opened).toEqual([]);
    const prompt = promptAt(clock.now());
    memory.last().progress.onWaiting(prompt);
    expect(state().flows[0]?.at).toEqual({ step: 'waiting', prompt, since: clock.now(), isOpened: true });
    expect(memory.opened).toEqual([prompt.address]);
    memory.last().progress.onFinishing();
    expect(state().flows[0]?.at.step).toBe('finishing');
    memory.states.set(CORP, { status: 'signed-in', expiresAt: clock.now() + 3_600_000 });
    memory.last().finish(succeed(null));
    await settled();
    expect(state()).toMatchObject({
      flows: [],
      sessions: [{ id: CORP, state: { status: 'signed-in' } }, {}],
    });
    expect(emitted).toContainEqual(['signedIn', { id: CORP, name: 'corp' }]);
    expect(recheck.mock.calls).toEqual([[corp.profiles]]);
  });

  it('is one for all who ask for the session', async () => {
    const { module, memory, state } = await withSessions();
    const ends = [module.api.signIn(corp), module.api.signIn(corp)];
    await module.handlers.begin({ id: CORP, method: null });
    module.reactions.noCredentials({
      profile: 'platform-prod',
      deliveredTo: 'command',
      isWaiting: true,
      error: needed,
    });
    expect([memory.begun.length, state().flows.length]).toEqual([1, 1]);
    memory.last().finish(succeed(null));
    expect(await Promise.all(ends)).toEqual([succeed(null), succeed(null)]);
  });

  it('with a code instead ends the one in the browser, whose end is no news', async () => {
    const { module, memory, state, clock } = await withSessions();
    await module.handlers.begin({ id: CORP, method: null });
    const first = memory.last();
    first.progress.onWaiting(promptAt(clock.now()));
    await module.handlers.begin({ id: CORP, method: 'code' });
    expect([first.isCancelled, memory.last().method]).toEqual([true, 'code']);
    first.progress.onFinishing();
    first.finish(fail('aws-error', 'aborted'));
    await settled();
    expect(state().flows[0]?.at.step).toBe('starting');
    memory.last().progress.onWaiting(promptAt(clock.now(), 'code'));
    await module.handlers.copy({ id: CORP, what: 'code' });
    expect(state().flows[0]?.at).toMatchObject({ step: 'waiting', prompt: { userCode: 'BCDF-GHJK' } });
  });

  it('of the older form begins with a code', async () => {
    const { module, memory } = await withSessions();
    await module.handlers.begin({ id: INLINE, method: null });
    expect(memory.last().method).toBe('code');
  });

  it('that nobody finishes ends at its time, and the next one is fresh', async () => {
    const { module, memory, state, clock } = await withSessions();
    await module.handlers.begin({ id: CORP, method: null });
    const first = memory.last();
    first.progress.onWaiting(promptAt(clock.now()));
    clock.advance(599_000);
    expect(state().flows[0]?.at.step).toBe('waiting');
    clock.sleep(60_000);
    expect(first.isCancelled).toBe(true);
    expect(state().flows[0]?.at).toMatchObject({
      step: 'failed',
      error: { code: 'sign-in-failed', message: 'The sign-in was not finished within 10 minutes.' },
    });
    expect(memory.begun.length).toBe(1);
    await module.handlers.begin({ id: CORP, method: null });
    expect([memory.begun.length, state().flows[0]?.at.step]).toEqual([2, 'starting']);
    expect(memory.opened.length).toBe(1);
  });

  it('that is cancelled is gone, and whoever waits for it is told', async () => {
    const { module, memory, state } = await withSessions();
    const end = module.api.signIn(corp);
    await module.handlers.cancel({ id: CORP });
    expect(memory.last().isCancelled).toBe(true);
    expect(await end).toMatchObject({ error: { message: 'The sign-in to corp was cancelled.' } });
    memory.last().finish(succeed(null));
    await settled();
    expect(state().flows).toEqual([]);
  });

  it('that fails says why until it is tried again', async () => {
    const { module, memory, state, emitted } = await withSessions();
    await module.handlers.begin({ id: CORP, method: null });
    memory.last().finish(fail('unreachable', 'No network.'));
    await settled();
    module.reactions.noCredentials({
      profile: 'analytics',
      deliveredTo: 'gateway',
      isWaiting: false,
      error: needed,
    });
    expect(state().flows[0]?.at).toMatchObject({ step: 'failed', error: { message: 'No network.' } });
    expect(emitted.filter(([name]) => name === 'asked')).toEqual([]);
  });

  it('that has a defect is reported and over', async () => {
    const finished = Promise.reject(new Error('defect'));
    const { module, state, report } = await withSessions({
      begin: () => ({ finished, cancel: () => undefined }),
    });
    await module.handlers.begin({ id: CORP, method: null });
    await settled();
    expect(report).toHaveBeenCalledWith('sign-in', expect.any(Error));
    expect(state().flows[0]?.at).toMatchObject({ step: 'failed', error: { code: 'internal' } });
  });

  it('whose browser does not open leaves the address', async () => {
    const { module, memory, state, clock, copied } = await withSessions({
      openAddress: () => Promise.reject(new Error('no xdg-open')),
    });
    await module.handlers.begin({ id: CORP, method: null });
    const prompt = promptAt(clock.now());
    memory.last().progress.onWaiting(prompt);
    await settled();
    expect(state().flows[0]?.at).toMatchObject({ step: 'waiting', isOpened: false });
    expect(await module.handlers.openAgain({ id: CORP })).toMatchObject({ ok: false });
    await module.handlers.copy({ id: CORP, what: 'address' });
    expect(copied).toEqual([prompt.address]);
  });

  it('is asked for once by a client that tries again and again, and not after a person has said no', async () => {
    const { module, emitted, clock, state } = await withSessions();
    const tries = () =>
      module.reactions.noCredentials({
        profile: 'analytics',
        deliveredTo: 'gateway',
        isWaiting: false,
        error: needed,
      });
    const asked = () => emitted.filter(([name]) => name === 'asked').length;
    tries();
    tries();
    expect([asked(), state().flows.length]).toEqual([1, 1]);
    await module.handlers.cancel({ id: CORP });
    clock.advance(20_000);
    tries();
    expect([asked(), state().flows.length]).toEqual([1, 0]);
    clock.advance(15_000);
    tries();
    expect([asked(), state().flows.length]).toEqual([2, 1]);
  });

  it('is not asked for where something else is missing', async () => {
    const { module, state } = await withSessions();
    const error = { code: 'mfa-needed', message: 'A code.' } as const;
    module.reactions.noCredentials({
      profile: 'analytics',
      deliveredTo: 'clipboard',
      isWaiting: false,
      error,
    });
    module.reactions.noCredentials({
      profile: 'no-sso',
      deliveredTo: 'clipboard',
      isWaiting: false,
      error: needed,
    });
    expect(state().flows).toEqual([]);
  });

  it('ends with Latchkey', async () => {
    const { module, memory, clock } = await withSessions();
    await module.handlers.begin({ id: CORP, method: null });
    module.stop();
    expect([memory.last().isCancelled, clock.watchers()]).toEqual([true, 0]);
  });
});
