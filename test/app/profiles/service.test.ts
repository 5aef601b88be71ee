import { describe, expect, it, vi } from 'vitest';
import { fail, succeed, type Result } from '../../../app/common/result.ts';
import { profileList, type Credentials, type Profile } from '../../../app/profiles/model.ts';
import { deferred, settled } from '../deferred.ts';
import { keysOf, profilesModule, signInNeeded, someone, staticSection } from './profiles-module.ts';

const usable = { status: 'usable', expiry: { kind: 'never' } };

describe('starting', () => {
  it('knows the profiles before their states', async () => {
    const { profiles, world, state } = profilesModule();
    const gate = deferred<Result<Credentials>>();
    world.load = () => gate.promise;
    await profiles.start();
    expect(state()).toEqual({ status: 'checking' });
    gate.resolve(succeed(keysOf('dev')));
    await vi.waitFor(() => expect(state()).toEqual(usable));
    expect(profiles.list().profiles[0]?.identity).toEqual(someone);
  });

  it('gives a profile its own region, else the default, else none', async () => {
    for (const fallback of ['eu-west-1', null]) {
      const { profiles, world } = profilesModule([], fallback);
      world.sections = [
        { name: 'own', section: { ...staticSection, region: 'us-east-2' } },
        { name: 'none', section: staticSection },
      ];
      await profiles.start();
      expect(profiles.list().profiles.map(({ region }) => region)).toEqual(['us-east-2', fallback]);
    }
  });

  it('leaves out a profile that has no place in the list, says so, and keeps the others', async () => {
    const { profiles, world } = profilesModule();
    world.sections.push({ name: 'y'.repeat(300), section: staticSection });
    await profiles.start();
    expect(profiles.list().profiles.map(({ name }) => name)).toEqual(['dev']);
    expect(profiles.list().skipped).toEqual([
      {
        file: 'config',
        line: 4,
        reason: 'line 4: the name of this profile is empty, too long, or has characters that cannot be seen',
      },
    ]);
  });

  it('lists a profile that needs an edit with its line, and asks nobody about it', async () => {
    const { profiles, world, load, state } = profilesModule();
    world.sections.push({ name: 'slip', section: { ...staticSection, region: 'x'.repeat(100) } });
    await profiles.start();
    await vi.waitFor(() => expect(state()).toEqual(usable));
    expect(state('slip')).toMatchObject({
      status: 'unusable',
      error: { code: 'profile-unusable', hint: expect.stringContaining('line 7 of the config file') },
      at: { file: 'config', line: 7 },
    });
    expect(load.mock.calls.map(([name]) => name)).toEqual(['dev']);
  });

  it('checks a profile once the edit is made', async () => {
    const { profiles, world, state, change } = profilesModule();
    world.sections = [{ name: 'dev', section: {} }];
    await profiles.start();
    expect(state()).toMatchObject({ status: 'unusable', at: { line: 1 } });
    world.sections = [{ name: 'dev', section: staticSection }];
    change();
    await vi.waitFor(() => expect(state()).toEqual(usable));
    world.sections = [{ name: 'dev', section: {} }];
    change();
    await vi.waitFor(() => expect(state()).toMatchObject({ status: 'unusable', at: { line: 1 } }));
    expect(profiles.list().profiles[0]?.identity).toBeNull();
  });

  it('tells how a profile gets its credentials, and what it holds besides', async () => {
    const { profiles, world } = profilesModule();
    const role = { role_arn: 'arn:aws:iam::123456789012:role/Admin', source_profile: 'dev' };
    world.sections.push({ name: 'admin', section: { ...role, credential_process: 'p' } });
    await profiles.start();
    expect(profiles.list().profiles[1]).toMatchObject({
      kind: 'assume-role',
      chain: ['Admin in 123456789012 from dev', 'the keys of dev in the config file'],
      unused: [
        'credential_process of profile admin (line 7 of the config file) is not used: the role comes first.',
      ],
    });
  });

  it('tells of no more skipped lines than a window can show', async () => {
    const { profiles, world } = profilesModule();
    for (let at = 0; at < 2_600; at += 1) world.sections.push({ name: `p${at}`, section: {} });
    await profiles.start();
    const { skipped, profiles: listed } = profiles.list();
    expect([listed.length, skipped.length]).toEqual([2_000, 500]);
    expect(skipped.at(-1)?.reason).toContain('there is more like this');
    expect(profileList.safeParse(profiles.list()).success).toBe(true);
  });

  it('passes on what is wrong with the files', async () => {
    const { profiles, world } = profilesModule([]);
    world.error = { code: 'file-unreadable', message: 'No.' };
    await profiles.start();
    expect(profiles.list()).toEqual({
      profiles: [],
      files: [{ path: '/config', found: true }],
      skipped: [],
      error: world.error,
    });
  });
});

describe('a state', () => {
  it('says why credentials could not be had, and which command helps', async () => {
    const { profiles, world, state } = profilesModule();
    world.load = signInNeeded;
    await profiles.start();
    await vi.waitFor(() => expect(state()).toMatchObject({ error: { code: 'sign-in-needed' } }));
    expect(profiles.command('dev')).toBe('aws sso login --profile dev');
    expect(profiles.command('other')).toBeNull();
  });

  it.each(['credentials-expired', 'credentials-invalid'] as const)(
    'is unusable where AWS says %s, and the keys are refused from then on',
    async (code) => {
      const { profiles, world, state } = profilesModule();
      world.identify = async () => fail(code, 'AWS says no.');
      await profiles.start();
      await vi.waitFor(() => expect(state()).toMatchObject({ status: 'unusable', error: { code } }));
      expect(await profiles.credentials('dev')).toMatchObject({ error: { code } });
      world.identify = async () => succeed(someone);
      await profiles.refresh('dev');
      expect(await profiles.credentials('dev')).toMatchObject({ ok: true });
    },
  );

  it('stays unusable for refused keys while AWS cannot be asked again', async () => {
    const { profiles, world, state } = profilesModule();
    world.identify = async () => fail('credentials-invalid', 'AWS says no.');
    await profiles.start();
    await vi.waitFor(() => expect(state()?.status).toBe('unusable'));
    world.identify = async () => fail('unreachable', 'No network.');
    await profiles.refresh('dev');
    expect(state()).toMatchObject({ error: { code: 'credentials-invalid' } });
    expect(await profiles.credentials('dev')).toMatchObject({ ok: false });
  });

  it('is usable without a network, because a token is signed here', async () => {
    const { profiles, world, state } = profilesModule();
    world.identify = async () => fail('unreachable', 'No network.');
    await profiles.start();
    await vi.waitFor(() => expect(state()).toEqual(usable));
    expect(profiles.list().profiles[0]?.identity).toBeNull();
    expect(await profiles.credentials('dev')).toMatchObject({ ok: true });
  });

  it('keeps who it is when the network goes away later', async () => {
    const { profiles, world, state } = profilesModule();
    await profiles.start();
    await vi.waitFor(() => expect(state()).toEqual(usable));
    world.identify = async () => fail('unreachable', 'No network.');
    await profiles.refresh(null);
    expect(profiles.list().profiles[0]).toMatchObject({ identity: someone, state: usable });
  });
});

describe('an unknown profile', () => {
  it('has no credentials and is not asked about', async () => {
    const { profiles, load } = profilesModule([]);
    await profiles.start();
    expect(await profiles.credentials('dev')).toMatchObject({ error: { code: 'profile-not-found' } });
    expect(await profiles.refresh('dev')).toMatchObject({ error: { code: 'profile-not-found' } });
    expect(load).not.toHaveBeenCalled();
  });
});

describe('files that change', () => {
  it('are read again; every profile is checked, and then said to be', async () => {
    const { profiles, world, change, onReloaded, onUsable, state } = profilesModule();
    world.load = signInNeeded;
    await profiles.start();
    await vi.waitFor(() => expect(state()?.status).toBe('unusable'));
    world.load = async (name) => succeed(keysOf(name));
    world.sections.push({ name: 'new', section: staticSection });
    change();
    await vi.waitFor(() => expect(onReloaded).toHaveBeenCalledOnce());
    expect([state(), state('new')]).toEqual([usable, usable]);
    // the reload scans everything: each profile need not say so as well
    expect(onUsable).not.toHaveBeenCalled();
  });

  it('forget a profile that is gone', async () => {
    const { profiles, world, change, onReloaded } = profilesModule(['dev', 'old']);
    await profiles.start();
    world.sections.pop();
    change();
    await vi.waitFor(() => expect(onReloaded).toHaveBeenCalled());
    expect(profiles.list().profiles.map(({ name }: Profile) => name)).toEqual(['dev']);
    expect(await profiles.credentials('old')).toMatchObject({ error: { code: 'profile-not-found' } });
  });

  it('win over a check of the older files that ends later', async () => {
    const { profiles, world, change, onReloaded, state } = profilesModule();
    const slow = deferred<Result<never>>();
    world.identify = () => slow.promise;
    await profiles.start();
    await settled();
    world.identify = async () => succeed(someone);
    world.load = async () => succeed(keysOf('renewed'));
    change();
    await vi.waitFor(() => expect(onReloaded).toHaveBeenCalled());
    slow.resolve(fail('credentials-expired', 'The old ones.'));
    await settled();
    expect(state()).toEqual(usable);
    expect(await profiles.credentials('dev')).toMatchObject({ ok: true });
  });

  it('are not watched any more after the end', async () => {
    const { profiles, clock, ended } = profilesModule();
    await profiles.start();
    profiles.stop();
    expect(ended).toHaveBeenCalledOnce();
    expect(clock.watchers()).toBe(0);
  });
});

describe('a network that was gone', () => {
  it('is noticed when it is back', async () => {
    const { profiles, clock, world, onUsable, state } = profilesModule();
    world.load = async () => fail('unreachable', 'No network.');
    await profiles.start();
    await vi.waitFor(() => expect(state()?.status).toBe('unusable'));
    world.load = async (name) => succeed(keysOf(name));
    clock.advance(15_000);
    await vi.waitFor(() => expect(state()).toEqual(usable));
    expect(onUsable).toHaveBeenCalledExactlyOnceWith('dev');
  });
});

describe('a sign-in elsewhere', () => {
  it('is noticed within fifteen seconds, and said once', async () => {
    const { profiles, clock, world, onUsable, state } = profilesModule();
    world.load = signInNeeded;
    await profiles.start();
    await vi.waitFor(() => expect(state()?.status).toBe('unusable'));
    clock.advance(60_000);
    await settled();
    expect(onUsable).not.toHaveBeenCalled();
    world.load = async (name) => succeed(keysOf(name));
    clock.advance(15_000);
    await vi.waitFor(() => expect(state()).toEqual(usable));
    expect(onUsable).toHaveBeenCalledExactlyOnceWith('dev');
    clock.advance(60_000);
    await settled();
    expect(onUsable).toHaveBeenCalledOnce();
  });

  it('that does not come is not news each time, nor asked twice at once', async () => {
    const { profiles, clock, world, onChanged, load, state } = profilesModule();
    world.load = signInNeeded;
    await profiles.start();
    await vi.waitFor(() => expect(state()?.status).toBe('unusable'));
    const told = onChanged.mock.calls.length;
    clock.advance(15_000);
    await settled();
    expect(onChanged).toHaveBeenCalledTimes(told);
    const asked = load.mock.calls.length;
    world.load = () => deferred<never>().promise;
    clock.advance(60_000);
    await settled();
    expect(load).toHaveBeenCalledTimes(asked + 1);
  });

  it('is not looked for where something else is wrong', async () => {
    const { profiles, clock, world, load, state } = profilesModule();
    world.load = async () => fail('profile-unusable', 'Edit it.');
    await profiles.start();
    await vi.waitFor(() => expect(state()?.status).toBe('unusable'));
    const asked = load.mock.calls.length;
    clock.advance(60_000);
    await settled();
    expect(load).toHaveBeenCalledTimes(asked);
  });
});

describe('credentials that end', () => {
  it('are renewed unasked in their last five minutes', async () => {
    const { profiles, clock, world, load, state } = profilesModule();
    world.load = async (name) => succeed(keysOf(name, clock.now() + 3_600_000));
    await profiles.start();
    await vi.waitFor(() => expect(state()?.status).toBe('usable'));
    clock.advance(54 * 60_000);
    await settled();
    expect(load).toHaveBeenCalledOnce();
    clock.advance(90_000);
    await vi.waitFor(() => expect(load).toHaveBeenCalledTimes(2));
    await vi.waitFor(() =>
      expect(state()).toMatchObject({
        expiry: { time: expect.toSatisfy((end: number) => end > clock.now() + 3_000_000) },
      }),
    );
  });

  it('and cannot be renewed make it unusable when they have ended', async () => {
    const { profiles, clock, world, state } = profilesModule();
    const end = clock.now() + 3_600_000;
    world.load = async (name) => succeed(keysOf(name, end));
    await profiles.start();
    await vi.waitFor(() => expect(state()?.status).toBe('usable'));
    clock.sleep(3_600_000);
    await vi.waitFor(() => expect(state()).toMatchObject({ error: { code: 'credentials-expired' } }));
  });
});

describe('a refresh', () => {
  it('of one profile says that it became usable, once', async () => {
    const { profiles, world, onUsable, state } = profilesModule(['dev', 'other']);
    world.load = signInNeeded;
    await profiles.start();
    await vi.waitFor(() =>
      expect([state(), state('other')].map((one) => one?.status)).toEqual(['unusable', 'unusable']),
    );
    world.load = async (name) => succeed(keysOf(name));
    expect(await profiles.refresh('dev')).toEqual(succeed({}));
    await profiles.refresh('dev');
    expect(onUsable.mock.calls).toEqual([['dev']]);
    expect(state('other')?.status).toBe('unusable');
  });
});

describe('a sign-in by aws login', () => {
  const session = 'arn:aws:iam::123456789012:user/dana';

  it('is noticed at once by the file that it leaves, in every profile that it is for', async () => {
    const { profiles, world, state, onUsable, watched, loggedIn, load } = profilesModule(['dev']);
    world.sections = [
      { name: 'dev', section: { login_session: session } },
      { name: 'role', section: { role_arn: 'arn:aws:iam::123456789012:role/r', source_profile: 'dev' } },
      { name: 'keys', section: staticSection },
    ];
    world.load = signInNeeded;
    await profiles.start();
    await vi.waitFor(() => expect(state('role')?.status).toBe('unusable'));
    expect(watched()).toEqual([session]);
    const asked = load.mock.calls.length;
    world.load = async (name) => succeed(keysOf(name));
    // no clock moves: nobody waits for the next look
    loggedIn(session);
    await vi.waitFor(() => expect(state('role')?.status).toBe('usable'));
    expect(state('dev')?.status).toBe('usable');
    expect(load.mock.calls.slice(asked).map(([name]) => name)).toEqual(['dev', 'role']);
    expect(onUsable.mock.calls.flat().toSorted()).toEqual(['dev', 'role']);
  });

  it('that ends is noticed too, and one that no profile needs is watched no more', async () => {
    const { profiles, world, state, watched, loggedIn, change } = profilesModule(['dev']);
    world.sections = [{ name: 'dev', section: { login_session: session } }];
    await profiles.start();
    await vi.waitFor(() => expect(state()?.status).toBe('usable'));
    world.load = signInNeeded;
    loggedIn(session);
    await vi.waitFor(() => expect(state()?.status).toBe('unusable'));
    world.sections = [{ name: 'dev', section: staticSection }];
    change();
    await vi.waitFor(() => expect(watched()).toEqual([]));
    profiles.stop();
  });
});
