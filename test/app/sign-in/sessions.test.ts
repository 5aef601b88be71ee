import { describe, expect, it } from 'vitest';
import { settled } from '../deferred.ts';
import { CORP, corp, inline, signInModule } from './sign-in-module.ts';

const needed = { code: 'sign-in-needed', message: 'Not signed in.' } as const;

describe('SSO sessions', () => {
  it('are seen at once where another program signs in, or out', async () => {
    const { module, memory, state, recheck, clock, emitted } = signInModule();
    await module.reactions.sessionsRead([corp, inline]);
    expect(recheck).not.toHaveBeenCalled();
    module.reactions.noCredentials({
      profile: 'analytics',
      deliveredTo: 'clipboard',
      isWaiting: false,
      error: needed,
    });
    memory.states.set(CORP, { status: 'signed-in', expiresAt: clock.now() + 3_600_000 });
    memory.change();
    await settled();
    expect(state().sessions[0]?.state.status).toBe('signed-in');
    expect(state().flows).toEqual([]);
    expect(recheck.mock.calls).toEqual([[corp.profiles]]);
    expect(emitted.at(-1)?.[0]).toBe('changed');
    memory.states.set(CORP, { status: 'signed-in', expiresAt: clock.now() + 7_200_000 });
    memory.change();
    await settled();
    // a sign-in that was renewed changes nothing for the profiles
    expect(recheck).toHaveBeenCalledTimes(1);
    memory.states.delete(CORP);
    memory.change();
    await settled();
    expect(recheck).toHaveBeenCalledTimes(2);
  });

  it('are renewed in their last quarter of an hour, and not before', async () => {
    const { module, memory, clock } = signInModule();
    memory.states.set(CORP, { status: 'signed-in', expiresAt: clock.now() + 20 * 60_000 });
    await module.reactions.sessionsRead([corp]);
    clock.advance(4 * 60_000);
    await settled();
    expect(memory.renewed).toEqual([]);
    clock.advance(75_000);
    await settled();
    expect(memory.renewed[0]).toBe(CORP);
  });

  it('that have ended are news for their profiles once', async () => {
    const { module, memory, clock, recheck } = signInModule();
    memory.states.set(CORP, { status: 'signed-in', expiresAt: clock.now() + 60_000 });
    await module.reactions.sessionsRead([corp]);
    memory.states.set(CORP, { status: 'signed-out' });
    clock.advance(120_000);
    await settled();
    expect(recheck.mock.calls).toEqual([[corp.profiles]]);
  });

  it('are signed out of one by one', async () => {
    const { module, memory, clock, state, recheck } = signInModule();
    const signedIn = { status: 'signed-in', expiresAt: clock.now() + 3_600_000 } as const;
    memory.states.set(CORP, signedIn);
    await module.reactions.sessionsRead([corp, inline]);
    expect(await module.handlers.signOut({ id: CORP })).toEqual({ ok: true, value: {} });
    await settled();
    expect(state().sessions[0]?.state.status).toBe('signed-out');
    expect(recheck.mock.calls).toEqual([[corp.profiles]]);
    expect(await module.handlers.signOut({ id: 'session gone' })).toMatchObject({ ok: false });
  });

  it('of one name and another start URL say so', async () => {
    const { module, memory, state } = signInModule();
    memory.states.set(CORP, { status: 'elsewhere', startUrl: 'https://other.awsapps.com/start' });
    await module.reactions.sessionsRead([corp]);
    expect(state().sessions[0]?.state).toEqual({
      status: 'elsewhere',
      startUrl: 'https://other.awsapps.com/start',
    });
  });

  it('that are no longer in the files are forgotten', async () => {
    const { module, state } = signInModule();
    await module.reactions.sessionsRead([corp, inline]);
    await module.reactions.sessionsRead([inline]);
    expect(state().sessions.map(({ name }) => name)).toEqual(['partner.awsapps.com']);
  });
});
