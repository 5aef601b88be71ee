import { describe, expect, it, vi } from 'vitest';
import { fail, succeed, type Result } from '../../../app/common/result.ts';
import { createCredentialCache } from '../../../app/profiles/credential-cache.ts';
import type { Credentials, Expiry } from '../../../app/profiles/model.ts';
import { deferred, settled } from '../deferred.ts';
import { testClock } from '../test-clock.ts';

const MINUTE = 60_000;

function held(expiry: Expiry, accessKeyId = 'AKIA1'): Credentials {
  return { accessKeyId, secretAccessKey: 's', sessionToken: null, expiry };
}

function cached(load: (profile: string) => Promise<Result<Credentials>>) {
  const clock = testClock();
  const loads = vi.fn(load);
  return { clock, loads, cache: createCredentialCache(loads, clock) };
}

describe('credentials from memory', () => {
  it.each<Expiry>([{ kind: 'never' }, { kind: 'unstated' }])('%j are loaded once', async (expiry) => {
    const { cache, loads, clock } = cached(async () => succeed(held(expiry)));
    await cache.get('p');
    clock.sleep(1e9);
    expect(await cache.get('p')).toEqual(succeed(held(expiry)));
    expect(loads).toHaveBeenCalledOnce();
  });

  it('are renewed from fifteen minutes before their end on', async () => {
    const { cache, loads, clock } = cached(async () =>
      succeed(held({ kind: 'at', time: clock.now() + 60 * MINUTE })),
    );
    await cache.get('p');
    clock.sleep(45 * MINUTE);
    await cache.get('p');
    expect(loads).toHaveBeenCalledOnce();
    clock.sleep(1);
    expect(await cache.get('p')).toMatchObject({ value: { expiry: { time: clock.now() + 60 * MINUTE } } });
    expect(loads).toHaveBeenCalledTimes(2);
  });

  it('belong to one profile', async () => {
    const { cache } = cached(async (profile) => succeed(held({ kind: 'never' }, profile)));
    await cache.get('a');
    expect(await cache.get('b')).toMatchObject({ value: { accessKeyId: 'b' } });
  });
});

describe('callers at the same time', () => {
  it('share one load of a profile', async () => {
    const gate = deferred<ReturnType<typeof succeed<Credentials>>>();
    const { cache, loads } = cached(() => gate.promise);
    const both = [cache.get('p'), cache.get('p')];
    gate.resolve(succeed(held({ kind: 'never' })));
    expect(await Promise.all(both)).toMatchObject([{ ok: true }, { ok: true }]);
    expect(loads).toHaveBeenCalledOnce();
  });

  it('after a failed load, load again', async () => {
    let tries = 0;
    const { cache } = cached(async () => {
      tries += 1;
      return tries === 1 ? fail('unreachable', 'No.') : succeed(held({ kind: 'never' }));
    });
    expect(await cache.get('p')).toMatchObject({ error: { code: 'unreachable' } });
    expect(await cache.get('p')).toMatchObject({ ok: true });
  });
});

describe('a source that fails', () => {
  it('costs nothing while the last credentials still run, and everything after', async () => {
    let works = true;
    const { cache, clock } = cached(async () =>
      works
        ? succeed(held({ kind: 'at', time: clock.now() + 20 * MINUTE }))
        : fail('sign-in-needed', 'Sign in.'),
    );
    await cache.get('p');
    works = false;
    clock.sleep(19 * MINUTE);
    expect(await cache.get('p')).toMatchObject({ ok: true });
    clock.sleep(40_000);
    expect(await cache.get('p')).toMatchObject({ error: { code: 'sign-in-needed' } });
  });

  it('or gives what has ended, is refused with what to do', async () => {
    const { cache, clock } = cached(async () => succeed(held({ kind: 'at', time: clock.now() + 29_999 })));
    expect(await cache.get('p')).toMatchObject({
      error: { code: 'credentials-expired', hint: expect.any(String) },
    });
  });
});

describe('forgetting everything', () => {
  it('loads anew', async () => {
    const { cache, loads } = cached(async () => succeed(held({ kind: 'never' })));
    await cache.get('p');
    cache.clear();
    await cache.get('p');
    expect(loads).toHaveBeenCalledTimes(2);
  });

  it('while a load is under way keeps nothing of it', async () => {
    const gates = [
      deferred<ReturnType<typeof succeed<Credentials>>>(),
      deferred<ReturnType<typeof succeed<Credentials>>>(),
    ];
    const { cache, loads } = cached(
      async () => (await gates[loads.mock.calls.length - 1]?.promise) ?? fail('internal', ''),
    );
    const old = cache.get('p');
    cache.clear();
    const fresh = cache.get('p');
    gates[1]?.resolve(succeed(held({ kind: 'never' }, 'NEW')));
    expect(await fresh).toMatchObject({ value: { accessKeyId: 'NEW' } });
    gates[0]?.resolve(succeed(held({ kind: 'never' }, 'OLD')));
    await old;
    expect(await cache.get('p')).toMatchObject({ value: { accessKeyId: 'NEW' } });
    expect(loads).toHaveBeenCalledTimes(2);
  });
});

describe('an MFA code', () => {
  const asker = { words: null, waitMs: 1_000 };
  const needed = fail('mfa-needed', 'A code.');
  type Load = Parameters<typeof createCredentialCache>[0];

  it('is asked for only where a load without one needs it, and only of an asker', async () => {
    const clock = testClock();
    const load = vi.fn<Load>(async (_profile, who) =>
      who === null ? needed : succeed(held({ kind: 'never' })),
    );
    const cache = createCredentialCache(load, clock);
    expect(await cache.get('p')).toEqual(needed);
    expect(await cache.get('p', asker)).toMatchObject({ ok: true });
    expect(load.mock.calls.map(([, who]) => who)).toEqual([null, null, asker]);
    expect(await cache.get('p')).toMatchObject({ ok: true });
    expect(load).toHaveBeenCalledTimes(3);
  });

  it('that a person looks for holds up nobody else', async () => {
    const gate = deferred<Result<Credentials>>();
    const cache = createCredentialCache(
      async (_profile, who) => (who === null ? needed : gate.promise),
      testClock(),
    );
    const waiting = cache.get('p', asker);
    expect(await cache.get('p')).toEqual(needed);
    gate.resolve(succeed(held({ kind: 'never' })));
    expect(await waiting).toMatchObject({ ok: true });
  });

  it('for files that have changed meanwhile signs for nobody else', async () => {
    const gate = deferred<Result<Credentials>>();
    let isChanged = false;
    const cache = createCredentialCache(async (_profile, who) => {
      if (isChanged) return succeed(held({ kind: 'never' }, 'AKIANEW'));
      return who === null ? needed : gate.promise;
    }, testClock());
    const waiting = cache.get('p', asker);
    await settled();
    isChanged = true;
    cache.clear();
    gate.resolve(succeed(held({ kind: 'never' }, 'AKIAOLD')));
    expect(await waiting).toMatchObject({ value: { accessKeyId: 'AKIANEW' } });
  });

  it('is not asked for while the last credentials still run', async () => {
    const clock = testClock();
    const load = vi.fn<Load>(async () => succeed(held({ kind: 'at', time: clock.now() + 20 * MINUTE })));
    const cache = createCredentialCache(load, clock);
    await cache.get('p');
    load.mockImplementation(async () => needed);
    clock.sleep(10 * MINUTE);
    expect(await cache.get('p', asker)).toMatchObject({ ok: true });
    expect(load.mock.calls.map(([, who]) => who)).toEqual([null, null]);
  });
});
