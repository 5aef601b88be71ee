import { vi } from 'vitest';
import { fail, succeed, type Failure, type Result } from '../../../app/common/result.ts';
import { confirmedKey } from '../../../app/profiles/config-files/model.ts';
import type { Credentials, ProfileList, SsoSession } from '../../../app/profiles/model.ts';
import type { Identify, LoadCredentials, ProfileFiles } from '../../../app/profiles/ports.ts';
import type { MfaApi } from '../../../app/mfa/module.ts';
import { createProfiles } from '../../../app/profiles/service.ts';
import { testClock } from '../test-clock.ts';
import { configOf } from './config-of.ts';

/** Credentials whose access key is the profile's name. */
export function keysOf(profile: string, until?: number): Credentials {
  return {
    accessKeyId: `AKIA-${profile}`,
    secretAccessKey: 's',
    sessionToken: null,
    expiry: until === undefined ? { kind: 'never' } : { kind: 'at', time: until },
  };
}

/** Keys in a file, as a section has them. */
export const staticSection = { aws_access_key_id: 'A', aws_secret_access_key: 's' };

interface Sections {
  readonly name: string;
  readonly section: Readonly<Record<string, string>>;
}

/** Who every profile is. */
export const someone = { account: '123456789012', arn: 'arn:aws:iam::123456789012:user/a' };

/** The profiles module over files, credentials and an STS that a test changes under it. */
export function profilesModule(
  names: readonly string[] = ['dev'],
  defaultRegion: string | null = null,
  limit: <T>(task: () => Promise<T>) => Promise<T> = (task) => task(),
) {
  const clock = testClock();
  const world = {
    sections: names.map((name): Sections => ({ name, section: staticSection })),
    error: null as Failure | null,
    confirmed: new Set<string>(),
    load: (async (profile) => succeed(keysOf(profile))) as LoadCredentials,
    identify: (async () => succeed(someone)) as Identify,
  };
  let changed: () => void = () => undefined;
  const ended = vi.fn();
  let watched: readonly string[] = [];
  let loggedIn: (session: string) => void = () => undefined;
  const onChanged = vi.fn<(list: ProfileList) => void>();
  const onUsable = vi.fn<(profile: string) => void>();
  const onReloaded = vi.fn();
  const onKeysRefused = vi.fn<(accessKeyId: string) => void>();
  const onEnding = vi.fn<(profile: string, endsAt: number) => void>();
  const confirm = vi.fn<ProfileFiles['confirm']>(async (profile, addresses) => {
    for (const one of addresses) world.confirmed.add(confirmedKey(profile, one));
    return succeed(null);
  });
  const onSessions = vi.fn<(sessions: readonly SsoSession[]) => void>();
  const load = vi.fn<LoadCredentials>((...asked) => world.load(...asked));
  const mfa = {
    session: vi.fn<MfaApi['session']>(async () => fail('mfa-needed', 'A code.')),
    forget: vi.fn(),
  };
  const identify = vi.fn<Identify>((...asked) => world.identify(...asked));
  const profiles = createProfiles({
    files: {
      read: async () => ({
        config: { ...configOf(world.sections), confirmed: world.confirmed },
        files: [{ path: '/config', found: true }],
        error: world.error,
      }),
      watch(onChange) {
        changed = onChange;
        return ended;
      },
      confirm,
    },
    load,
    mfa,
    identify,
    watchLogins(sessions, onChange) {
      watched = sessions;
      loggedIn = onChange;
      return () => void (watched = []);
    },
    limit,
    clock,
    env: defaultRegion === null ? {} : { AWS_REGION: defaultRegion },
    onChanged,
    onUsable,
    onReloaded,
    onKeysRefused,
    onEnding,
    onSessions,
  });
  const state = (name = 'dev') => profiles.list().profiles.find((one) => one.name === name)?.state;
  /** The files have changed. */
  const change = () => changed();
  return {
    clock,
    world,
    profiles,
    load,
    mfa,
    identify,
    onChanged,
    onUsable,
    onReloaded,
    onKeysRefused,
    onEnding,
    confirm,
    onSessions,
    ended,
    state,
    change,
    /** The `aws login` sign-ins that are watched. */
    watched: () => watched,
    /** The file of one of them has changed. */
    loggedIn: (session: string) => loggedIn(session),
  };
}

/** What a profile that waits for a person gives. */
export async function signInNeeded(): Promise<Result<Credentials>> {
  return fail('sign-in-needed', 'Sign in.', { command: 'aws sso login --profile dev' });
}
