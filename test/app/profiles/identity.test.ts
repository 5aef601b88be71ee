import { describe, expect, it, vi } from 'vitest';
import { fail, succeed, type Result } from '../../../app/common/result.ts';
import type { Credentials, Profile } from '../../../app/profiles/model.ts';
import { deferred, settled } from '../deferred.ts';
import { keysOf, profilesModule, someone, staticSection } from './profiles-module.ts';

const usable = { status: 'usable', expiry: { kind: 'never' } };

describe('who a profile is', () => {
  it('is asked after what the files tell is known', async () => {
    const { profiles, world, state } = profilesModule();
    const gate = deferred<Result<NonNullable<Profile['identity']>>>();
    world.identify = () => gate.promise;
    await profiles.start();
    await vi.waitFor(() => expect(state()).toEqual(usable));
    expect(profiles.list().profiles[0]?.identity).toBeNull();
    gate.resolve(succeed(someone));
    await vi.waitFor(() => expect(profiles.list().profiles[0]?.identity).toEqual(someone));
  });

  it('is asked once, also where credentials are renewed and files change', async () => {
    const { profiles, world, clock, change, identify, load, onReloaded, state } = profilesModule();
    const role = { role_arn: 'arn:aws:iam::123456789012:role/Admin', source_profile: 'dev' };
    world.sections.push({ name: 'admin', section: role });
    let serial = 0;
    world.load = async (name) =>
      succeed({
        ...keysOf(name, clock.now() + 3_600_000),
        accessKeyId: name === 'admin' ? `ASIA${(serial += 1)}` : 'A',
      });
    await profiles.start();
    await vi.waitFor(() => expect(identify).toHaveBeenCalledTimes(2));
    await settled();
    clock.advance(56 * 60_000);
    await vi.waitFor(() => expect(load.mock.calls.length).toBeGreaterThanOrEqual(4));
    change();
    await vi.waitFor(() => expect(onReloaded).toHaveBeenCalledOnce());
    expect(identify).toHaveBeenCalledTimes(2);
    expect(state('admin')?.status).toBe('usable');
    // whoever looks, is told anew
    await profiles.refresh('admin');
    expect(identify).toHaveBeenCalledTimes(3);
  });

  it('is asked again where the keys of its file, or the way to them, are others', async () => {
    const { profiles, world, change, identify, onReloaded } = profilesModule();
    let key = 'AKIA1';
    world.load = async (name) => succeed({ ...keysOf(name), accessKeyId: key });
    await profiles.start();
    await vi.waitFor(() => expect(identify).toHaveBeenCalledOnce());
    key = 'AKIA2';
    change();
    await vi.waitFor(() => expect(identify).toHaveBeenCalledTimes(2));
    await vi.waitFor(() => expect(onReloaded).toHaveBeenCalledOnce());
    world.sections = [
      { name: 'dev', section: { role_arn: 'arn:aws:iam::1:role/r', source_profile: 'base' } },
      { name: 'base', section: staticSection },
    ];
    change();
    await vi.waitFor(() => expect(onReloaded).toHaveBeenCalledTimes(2));
    expect(identify.mock.calls.map(([name]) => name)).toEqual(['dev', 'dev', 'dev', 'base']);
  });

  it('is asked by so many at once as the limit says', async () => {
    const names = Array.from({ length: 5 }, (_, at) => `p${at}`);
    let running = 0;
    let most = 0;
    const waiting: (() => void)[] = [];
    const { profiles, state } = profilesModule(names, null, async (task) => {
      if (running === 2) await new Promise<void>((resolve) => void waiting.push(resolve));
      running += 1;
      most = Math.max(most, running);
      const done = await task();
      running -= 1;
      waiting.shift()?.();
      return done;
    });
    await profiles.start();
    await vi.waitFor(() =>
      expect(names.map((name) => state(name)?.status)).toEqual(names.map(() => 'usable')),
    );
    expect(most).toBe(2);
  });
});

describe('keys that AWS refuses', () => {
  it.each([
    ['credentials-expired', true],
    ['credentials-invalid', true],
    ['clock-wrong', false],
    ['unreachable', false],
  ] as const)('for %s end what they have signed: %s', async (code, ends) => {
    const { profiles, world, onKeysRefused } = profilesModule();
    world.identify = async () => fail(code, 'No.');
    await profiles.start();
    await profiles.refresh(null);
    expect(onKeysRefused.mock.calls).toEqual(ends ? [['AKIA-dev']] : []);
  });
});

describe('a clock that is wrong', () => {
  it('keeps anything from being signed, until it was set', async () => {
    const { profiles, world, clock, state, onUsable } = profilesModule();
    world.identify = async () => fail('clock-wrong', 'Ten minutes ahead.');
    await profiles.start();
    await vi.waitFor(() => expect(state()).toMatchObject({ error: { code: 'clock-wrong' } }));
    expect(await profiles.credentials('dev')).toMatchObject({ error: { code: 'clock-wrong' } });
    world.identify = async () => succeed(someone);
    clock.advance(15_000);
    await vi.waitFor(() => expect(state()).toEqual(usable));
    expect(await profiles.credentials('dev')).toMatchObject({ ok: true });
    expect(onUsable).toHaveBeenCalledExactlyOnceWith('dev');
  });

  it('is forgotten where AWS cannot be asked any more', async () => {
    const { profiles, world, state } = profilesModule();
    world.identify = async () => fail('clock-wrong', 'Ten minutes ahead.');
    await profiles.start();
    await vi.waitFor(() => expect(state()).toMatchObject({ error: { code: 'clock-wrong' } }));
    world.identify = async () => fail('unreachable', 'No network.');
    await profiles.refresh('dev');
    expect(state()).toEqual(usable);
  });
});

describe('an identity that ends', () => {
  const endingAt = (time: number) => async (name: string) => succeed(keysOf(name, time));

  it('and cannot be renewed is told five minutes before, once', async () => {
    const { profiles, world, clock, onEnding, state } = profilesModule();
    const end = clock.now() + 3_600_000;
    world.load = endingAt(end);
    await profiles.start();
    await vi.waitFor(() => expect(state()?.status).toBe('usable'));
    clock.advance(54 * 60_000 + 59_000);
    await settled();
    expect(onEnding).not.toHaveBeenCalled();
    for (let look = 0; look < 8; look += 1) {
      clock.advance(30_000);
      await settled();
    }
    expect(onEnding.mock.calls).toEqual([['dev', end]]);
  });

  it('and is renewed is nothing to tell', async () => {
    const { profiles, world, clock, onEnding, state, load } = profilesModule();
    world.load = async (name) => succeed<Credentials>(keysOf(name, clock.now() + 3_600_000));
    await profiles.start();
    await vi.waitFor(() => expect(state()?.status).toBe('usable'));
    for (let look = 0; look < 8; look += 1) {
      clock.advance(15 * 60_000);
      await settled();
    }
    expect(load.mock.calls.length).toBeGreaterThan(2);
    expect(onEnding).not.toHaveBeenCalled();
  });

  it('while the computer sleeps is told no more', async () => {
    const { profiles, world, clock, onEnding, state } = profilesModule();
    world.load = endingAt(clock.now() + 3_600_000);
    await profiles.start();
    await vi.waitFor(() => expect(state()?.status).toBe('usable'));
    clock.sleep(2 * 3_600_000);
    await settled();
    expect(onEnding).not.toHaveBeenCalled();
  });
});

describe('an address that others can read', () => {
  const readable = { ...staticSection, endpoint_url: 'http://192.0.2.1:4566' };

  it('is asked about before anything is sent there, and allowed once for all', async () => {
    const { profiles, world, load, confirm, state, onUsable } = profilesModule();
    world.sections = [{ name: 'dev', section: readable }];
    await profiles.start();
    await settled();
    expect(state()).toMatchObject({
      status: 'unusable',
      error: { code: 'endpoint-unconfirmed', message: expect.stringContaining('http://192.0.2.1:4566') },
      at: { file: 'config', line: 4 },
      addresses: ['http://192.0.2.1:4566'],
    });
    expect(load).not.toHaveBeenCalled();
    expect(await profiles.credentials('dev')).toMatchObject({ error: { code: 'endpoint-unconfirmed' } });
    expect(await profiles.confirm('dev', ['http://192.0.2.1:4566'])).toEqual(succeed({}));
    expect(confirm).toHaveBeenCalledExactlyOnceWith('dev', ['http://192.0.2.1:4566']);
    expect(state()).toEqual(usable);
    expect(onUsable).toHaveBeenCalledExactlyOnceWith('dev');
  });

  it.each([[['http://192.0.2.2:4566']], [[]], [['http://192.0.2.1:4566', 'http://192.0.2.2']]])(
    'is not allowed by another: %j',
    async (addresses) => {
      const { profiles, world, confirm } = profilesModule();
      world.sections = [{ name: 'dev', section: readable }];
      await profiles.start();
      expect(await profiles.confirm('dev', addresses)).toMatchObject({ error: { code: 'not-allowed' } });
      expect(confirm).not.toHaveBeenCalled();
    },
  );

  it('stays unconfirmed where it could not be written down', async () => {
    const { profiles, world, confirm, state } = profilesModule();
    world.sections = [{ name: 'dev', section: readable }];
    confirm.mockResolvedValue(fail('file-unwritable', 'The disk is full.'));
    await profiles.start();
    expect(await profiles.confirm('dev', ['http://192.0.2.1:4566'])).toMatchObject({
      error: { code: 'file-unwritable' },
    });
    expect(state()).toMatchObject({ error: { code: 'endpoint-unconfirmed' } });
  });
});
