import { describe, expect, it } from 'vitest';
import { orSilent, within } from '../../../main/doctor/within.ts';

const never = new AbortController().signal;
const forever = new Promise<never>(() => undefined);

describe('a limit', () => {
  it('gives what was seen in time', async () => {
    expect(await within(1_000, never, async () => ({ outcome: 'seen', value: 7 }))).toEqual({
      outcome: 'seen',
      value: 7,
    });
  });

  it('ends what takes longer, and tells it', async () => {
    let isTold = false;
    const late = await within(20, never, (signal) => {
      signal.addEventListener('abort', () => (isTold = true));
      return forever;
    });
    expect([late, isTold]).toEqual([{ outcome: 'timed-out' }, true]);
  });

  it('ends what is not wanted any more', async () => {
    const stop = new AbortController();
    const ended = within(10_000, stop.signal, () => forever);
    stop.abort();
    expect(await ended).toEqual({ outcome: 'skipped' });
    expect(await within(10_000, stop.signal, () => forever)).toEqual({ outcome: 'skipped' });
  });

  it('takes what is thrown for having seen nothing, and what is thrown at the end for the end', async () => {
    const thrown = await within(1_000, never, () => Promise.reject(new Error('x'.repeat(500))));
    expect(thrown).toEqual({ outcome: 'failed', message: 'x'.repeat(300) });
    const late = await within(
      20,
      never,
      (signal) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('cut')))),
    );
    expect(late).toEqual({ outcome: 'timed-out' });
  });
});

describe('a silence', () => {
  it('is an answer just before the limit', async () => {
    const startedAt = performance.now();
    expect(await orSilent(150, forever, 'silent')).toBe('silent');
    expect(performance.now() - startedAt).toBeLessThan(150);
  });

  it('is none where something was said', async () => {
    expect(await orSilent(1_000, Promise.resolve('said'), 'silent')).toBe('said');
    await expect(orSilent(1_000, Promise.reject(new Error('x')), 'silent')).rejects.toThrow('x');
  });
});
