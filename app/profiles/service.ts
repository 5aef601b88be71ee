import type { Clock } from '../common/clock.ts';
import { fail, succeed, type Failure, type Result } from '../common/result.ts';
import { createCredentialCache } from './credential-cache.ts';
import { listProfiles } from './list-profiles.ts';
import type { Credentials, Profile, ProfileList, ProfileState } from './model.ts';
import type { Environment } from './plan/environment.ts';
import type { Identify, LoadCredentials, ProfileFiles } from './ports.ts';

/** How often expiring credentials and missing sign-ins are looked at, in milliseconds. */
const POLL_MS = 15_000;
/** Credentials that end within this time are renewed unasked, in milliseconds. */
const AHEAD_MS = 5 * 60_000;

/** What the profiles module needs from outside. */
export interface ProfilesPorts {
  readonly files: ProfileFiles;
  readonly load: LoadCredentials;
  readonly identify: Identify;
  readonly clock: Clock;
  /** Its `AWS_…` variables go before the files, as AWS's tools have it. */
  readonly env: Environment;
  readonly onChanged: (list: ProfileList) => void;
  /** A profile that could not be used now can. */
  readonly onUsable: (profile: string) => void;
  /** AWS's files have changed and every profile has been checked again. */
  readonly onReloaded: () => void;
}

/** What a check found; an identity that is not named stays as it was. */
type Finding = Pick<Profile, 'state'> & Partial<Pick<Profile, 'identity'>>;

/** Makes the profiles module. */
export function createProfiles(ports: ProfilesPorts) {
  const { files, clock } = ports;
  const cache = createCredentialCache(ports.load, clock);
  /** What AWS refused, by access key: keys whose end their file does not state are known dead only so. */
  const refused = new Map<string, Failure>();
  /** The newest check of each profile that is under way. */
  const checks = new Map<string, symbol>();
  /** What needs an edit: nobody is asked about it. */
  let misconfigured = new Map<string, ProfileState>();
  let list: ProfileList = { profiles: [], files: [], skipped: [], error: null };
  let stop: (() => void)[] = [];

  const publish = (next: ProfileList): void => {
    list = next;
    ports.onChanged(list);
  };
  const find = (name: string): Profile | undefined => list.profiles.find((one) => one.name === name);

  function update(name: string, found: Finding): void {
    const known = find(name);
    // a profile that is looked at again and again is not news each time
    if (known === undefined || JSON.stringify({ ...known, ...found }) === JSON.stringify(known)) return;
    publish({
      ...list,
      profiles: list.profiles.map((one) => (one.name === name ? { ...one, ...found } : one)),
    });
  }

  async function credentials(name: string): Promise<Result<Credentials>> {
    if (find(name) === undefined) {
      return fail('profile-not-found', `The AWS profile ${name} no longer exists.`);
    }
    const got = await cache.get(name);
    if (!got.ok) return got;
    const refusal = refused.get(got.value.accessKeyId);
    return refusal === undefined ? got : { ok: false, error: refusal };
  }

  /** Finds out a profile's state; `announce` says whether becoming usable is news to the other modules. */
  async function check(name: string, announce: boolean): Promise<void> {
    const run = Symbol(name);
    checks.set(name, run);
    const before = find(name)?.state.status;
    const found = await findOut(name);
    // a newer check has seen newer files: what this one brings is dropped
    if (checks.get(name) !== run) return;
    checks.delete(name);
    update(name, found);
    if (announce && before === 'unusable' && found.state.status === 'usable') ports.onUsable(name);
  }

  async function findOut(name: string): Promise<Finding> {
    const written = misconfigured.get(name);
    if (written !== undefined) return { state: written, identity: null };
    const got = await cache.get(name);
    if (!got.ok) return { state: { status: 'unusable', error: got.error }, identity: null };
    const usable: ProfileState = { status: 'usable', expiry: got.value.expiry };
    const { accessKeyId } = got.value;
    const said = await ports.identify(name, got.value);
    if (said.ok) {
      refused.delete(accessKeyId);
      return { state: usable, identity: said.value };
    }
    if (said.error.code === 'credentials-expired' || said.error.code === 'credentials-invalid') {
      refused.set(accessKeyId, said.error);
    }
    const refusal = refused.get(accessKeyId);
    if (refusal !== undefined) return { state: { status: 'unusable', error: refusal }, identity: null };
    // AWS could not be asked. A token is signed on this machine, so the profile is still good for that.
    return { state: usable };
  }

  async function read(): Promise<void> {
    const reading = await files.read();
    cache.clear();
    const { profiles, skipped } = listProfiles(reading, ports.env);
    misconfigured = new Map(
      profiles.flatMap(({ name, misconfigured: state }): [string, ProfileState][] =>
        state === null ? [] : [[name, state]],
      ),
    );
    const known = new Map(list.profiles.map((one) => [one.name, one]));
    publish({
      profiles: profiles.map(({ misconfigured: state, ...one }): Profile => {
        const before = known.get(one.name);
        return state === null
          ? { ...one, state: before?.state ?? { status: 'checking' }, identity: before?.identity ?? null }
          : { ...one, state, identity: null };
      }),
      files: [...reading.files],
      skipped,
      error: reading.error,
    });
  }

  async function reload(announce: boolean): Promise<void> {
    await read();
    await Promise.all(list.profiles.map(({ name }) => check(name, announce)));
  }

  /** Credentials about to end are renewed; a sign-in elsewhere and a network that is back are noticed. */
  function isDue({ state }: Profile): boolean {
    if (state.status === 'unusable') {
      return state.error.code === 'sign-in-needed' || state.error.code === 'unreachable';
    }
    if (state.status !== 'usable' || state.expiry.kind !== 'at') return false;
    return state.expiry.time - clock.now() < AHEAD_MS;
  }

  function look(): void {
    for (const one of list.profiles) if (isDue(one) && !checks.has(one.name)) void check(one.name, true);
  }

  return {
    /** Reads AWS's files; resolves when the profiles are known, before their states are. */
    async start(): Promise<void> {
      await read();
      for (const { name } of list.profiles) void check(name, true);
      stop = [files.watch(() => void reload(false).then(ports.onReloaded)), clock.every(POLL_MS, look)];
    },
    stop(): void {
      for (const end of stop) end();
      stop = [];
    },
    list: (): ProfileList => list,
    credentials,
    /** Reads the files again and checks one profile, or all. */
    async refresh(name: string | null): Promise<Result<Record<string, never>>> {
      if (name !== null && find(name) === undefined) {
        return fail('profile-not-found', `The AWS profile ${name} no longer exists.`);
      }
      if (name === null) await reload(true);
      else {
        await read();
        await check(name, true);
      }
      return succeed({});
    },
    /** The command that an unusable profile says to run, or null. */
    command(name: string): string | null {
      const state = find(name)?.state;
      return state?.status === 'unusable' ? (state.error.command ?? null) : null;
    },
  };
}
