import { describe, expect, it, vi } from 'vitest';
import { createDispatch, timed, type Handlers } from '../../app/dispatch.ts';
import { fail } from '../../app/common/result.ts';
import { sampleHandlers } from './sample-requests.ts';
import { testClock } from './test-clock.ts';

const ORIGIN = 'latchkey-app://window';
const trusted = { origin: ORIGIN, isMainFrame: true };

function timedApp(over: Partial<Handlers> = {}) {
  const clock = testClock();
  const onAnswered = vi.fn();
  const dispatch = createDispatch(ORIGIN, { ...sampleHandlers(), ...over }, vi.fn());
  return { clock, onAnswered, ask: timed(dispatch, clock, onAnswered) };
}

describe('a request', () => {
  it('is told once it is answered, with how long it took', async () => {
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { clock, onAnswered, ask } = timedApp({
      'profiles:refresh': async () => {
        await answered;
        return { ok: true, value: {} };
      },
    });
    const reply = ask(trusted, 'profiles:refresh', { profile: null });
    clock.advance(1_234);
    expect(onAnswered).not.toHaveBeenCalled();
    answer();
    expect(await reply).toEqual({ ok: true, value: {} });
    expect(onAnswered).toHaveBeenCalledExactlyOnceWith('profiles:refresh', 'ok', 1_234);
  });

  it('is told with the code that it failed with, and answered as it was', async () => {
    const failed = fail('unreachable', 'AWS does not answer.', { hint: 'Look at the network.' });
    const { onAnswered, ask } = timedApp({ 'profiles:refresh': async () => failed });
    expect(await ask(trusted, 'profiles:refresh', { profile: null })).toEqual(failed);
    expect(onAnswered).toHaveBeenCalledExactlyOnceWith('profiles:refresh', 'unreachable', 0);
  });

  it('is told where its handler throws', async () => {
    const { onAnswered, ask } = timedApp({ 'profiles:refresh': () => Promise.reject(new Error('boom')) });
    await ask(trusted, 'profiles:refresh', { profile: null });
    expect(onAnswered).toHaveBeenCalledExactlyOnceWith('profiles:refresh', 'internal', 0);
  });

  it.each([
    ['a wrong input', trusted, 'profiles:refresh', { profile: 7 }, 'profiles:refresh', 'invalid-input'],
    [
      'a stranger',
      { origin: null, isMainFrame: true },
      'window:snapshot',
      {},
      'window:snapshot',
      'not-allowed',
    ],
    ['a name that is none', trusted, 'a\nb token=x', {}, 'unknown', 'unknown-channel'],
    ['a stranger\u2019s name', { origin: null, isMainFrame: true }, 'a\nb', {}, 'unknown', 'not-allowed'],
  ])('of %s is told, and nothing that was sent', async (_what, sender, channel, input, name, code) => {
    const { onAnswered, ask } = timedApp();
    expect(await ask(sender, channel, input)).toMatchObject({ ok: false, error: { code } });
    expect(onAnswered).toHaveBeenCalledExactlyOnceWith(name, code, 0);
  });
});
