import type { Clock } from '../common/clock.ts';
import { fail, succeed, type Result } from '../common/result.ts';
import type { Asker } from '../mfa/model.ts';
import type { MfaApi } from '../mfa/module.ts';
import { createCredentialCache } from './credential-cache.ts';
import { endsSoon, isDue } from './due.ts';
import { listProfiles } from './list-profiles.ts';
import type { Credentials, Profile, ProfileList, ProfileState, SsoSession } from './model.ts';
import { createRefusals } from './refusals.ts';
import type { Environment } from './plan/environment.ts';
import { loginSessions } from './login-sessions.ts';
import type { Identify, LoadCredentials, ProfileFiles, WatchLogins } from './ports.ts';
import { ssoSessions } from './sso-sessions.ts';

/** How often it is looked whether a profile is due, in milliseconds. */
const POLL_MS = 15_000;

/** What the profiles module needs from outside. */
export interface ProfilesPorts {
  readonly files: ProfileFiles;
  readonly load: LoadCredentials;
  readonly mfa: Pick<MfaApi, 'session' | 'forget'>;
  readonly identify: Identify;
  readonly watchLogins: WatchLogins;
  /** Runs a check now or, where many run already, soon. */
  readonly limit: <T>(task: () => Promise<T>) => Promise<T>;
  readonly clock: Clock;
  /** Its `AWS_…` variables go before the files, as AWS's tools have it. */
  readonly env: Environment;
  readonly onChanged: (list: ProfileList) => void;
  /** A profile that could not be used now can. */
  readonly onUsable: (profile: string) => void;
  /** AWS's files have changed and every profile has been checked again. */
  readonly onReloaded: () => void;
  /** AWS accepts these keys no more: what they have signed is worth nothing. */
  readonly onKeysRefused: (accessKeyId: string) => void;
  /** A profile's credentials end within five minutes and could not be renewed; said once of each end. */
  readonly onEnding: (profile: string, endsAt: number) => void;
  /** AWS's files were read: these are their SSO sessions now. */
  readonly onSessions: (sessions: readonly SsoSession[]) => void;
}

/** What a check found; an identity that is not named stays as it was. */
type Finding = Pick<Profile, 'state'> & Partial<Pick<Profile, 'identity'>>;

/** Makes the profiles module. */
export function createProfiles(ports: ProfilesPorts) {
  const { files, clock } = ports;
  const cache = createCredentialCache(
    (name, asker) =>
      ports.load(name, {
        session: (need) => ports.mfa.session(need, asker),
        forget: ports.mfa.forget,
      }),
    clock,
  );
  const refusals = createRefusals();
  /** The newest check of each profile that is under way. */
  const checks = new Map<string, symbol>();
  /** When each profile was looked at last, in milliseconds since the epoch. */
  const lookedAt = new Map<string, number>();
  /** Of which credentials AWS has said whose they are: it is asked once. */
  const identified = new Map<string, string>();
  /** Which end of each profile's credentials was told. */
  const toldEnds = new Map<string, number>();
  /** What needs an edit: nobody is asked about it. */
  let misconfigured = new Map<string, ProfileState>();
  let list: ProfileList = { profiles: [], files: [], skipped: [], error: null };
  let stop: (() => void)[] = [];
  let logins: ReadonlyMap<string, readonly string[]> = new Map();
  let stopLogins = (): void => undefined;

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

  /** Credentials as they are had now; a person is asked for an MFA code where there is an asker. */
  async function credentials(name: string, asker: Asker | null = null): Promise<Result<Credentials>> {
    if (find(name) === undefined) {
      return fail('profile-not-found', `The AWS profile ${name} no longer exists.`);
    }
    // nobody is asked, and nothing sent, for one that needs an edit or a word
    const written = misconfigured.get(name);
    if (written?.status === 'unusable') return { ok: false, error: written.error };
    const got = await cache.get(name, asker);
    if (!got.ok) return got;
    const refusal = refusals.of(got.value.accessKeyId);
    return refusal === null ? got : { ok: false, error: refusal };
  }

  /** Finds out a profile's state; `announce` says whether becoming usable is news to the other modules. */
  async function check(name: string, announce: boolean): Promise<void> {
    const run = Symbol(name);
    checks.set(name, run);
    // a newer check has seen newer files: what this one brings is dropped
    const isNewest = (): boolean => checks.get(name) === run;
    const before = find(name)?.state.status;
    const found = await ports.limit(async () => {
      const tell = (early: Finding): void => {
        if (isNewest()) update(name, early);
      };
      return isNewest() ? findOut(name, tell) : null;
    });
    if (found === null || !isNewest()) return;
    checks.delete(name);
    lookedAt.set(name, clock.now());
    update(name, found);
    if (announce && before === 'unusable' && found.state.status === 'usable') ports.onUsable(name);
  }

  /**
   * Finds out what the files tell, which is told at once, and then, the first time, what AWS says.
   *
   * @param tell is handed what is known before AWS was asked
   */
  async function findOut(name: string, tell: (early: Finding) => void): Promise<Finding> {
    const written = misconfigured.get(name);
    if (written !== undefined) return { state: written, identity: null };
    const got = await cache.get(name);
    if (!got.ok) return { state: { status: 'unusable', error: got.error }, identity: null };
    const usable: ProfileState = { status: 'usable', expiry: got.value.expiry };
    const { accessKeyId } = got.value;
    const whose = identityKey(name, accessKeyId);
    if (refusals.of(accessKeyId) === null) {
      if (identified.get(name) === whose) return { state: usable };
      tell({ state: usable });
    }
    const said = await ports.identify(name, got.value);
    if (said.ok) {
      identified.set(name, whose);
      refusals.accepted(accessKeyId);
      return { state: usable, identity: said.value };
    }
    const before = refusals.of(accessKeyId);
    const refusal = refusals.met(accessKeyId, said.error);
    // AWS could not be asked. A token is signed on this machine, so the profile is still good for that.
    if (refusal === null) return { state: usable };
    if (before === null && refusal.code !== 'clock-wrong') ports.onKeysRefused(accessKeyId);
    return { state: { status: 'unusable', error: refusal }, identity: null };
  }

  /** What decides whose credentials a profile gives: keys of a file by themselves, all others by the way to them. */
  function identityKey(name: string, accessKeyId: string): string {
    const known = find(name);
    const ownKeys = known?.kind === 'static' || known?.kind === 'session' ? accessKeyId : '';
    return JSON.stringify([known?.kind, known?.chain, ownKeys]);
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
    const names = profiles.map(({ name }) => name);
    ports.onSessions(ssoSessions(reading.config, names, ports.env));
    followLogins(loginSessions(reading.config, names, ports.env));
  }

  /** Notices who signs in by `aws login`, or out. */
  function followLogins(next: ReadonlyMap<string, readonly string[]>): void {
    const isSame = [...next.keys()].join('\n') === [...logins.keys()].join('\n');
    logins = next;
    if (isSame) return;
    stopLogins();
    stopLogins = ports.watchLogins([...next.keys()], (session) => void recheck(logins.get(session) ?? []));
  }

  async function recheck(names: readonly string[]): Promise<void> {
    for (const name of names) identified.delete(name);
    await read();
    await Promise.all(names.map((name) => check(name, true)));
  }

  async function reload(announce: boolean): Promise<void> {
    await read();
    await Promise.all(list.profiles.map(({ name }) => check(name, announce)));
  }

  function look(): void {
    const now = clock.now();
    for (const one of list.profiles) {
      const since = now - (lookedAt.get(one.name) ?? Number.NEGATIVE_INFINITY);
      if (checks.has(one.name) || !isDue(one, since, now)) continue;
      void check(one.name, true).then(() => tellEnding(one.name));
    }
  }

  /** Says that what could not be renewed is about to end. */
  function tellEnding(name: string): void {
    const state = find(name)?.state;
    if (state?.status !== 'usable' || state.expiry.kind !== 'at' || !endsSoon(state, clock.now())) return;
    const { time } = state.expiry;
    if (time <= clock.now() || toldEnds.get(name) === time) return;
    toldEnds.set(name, time);
    ports.onEnding(name, time);
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
      stopLogins();
    },
    list: (): ProfileList => list,
    credentials,
    /** Reads the files again and checks one profile, or all. */
    async refresh(name: string | null): Promise<Result<Record<string, never>>> {
      if (name !== null && find(name) === undefined) {
        return fail('profile-not-found', `The AWS profile ${name} no longer exists.`);
      }
      if (name === null) {
        identified.clear();
        await reload(true);
      } else {
        identified.delete(name);
        await read();
        await check(name, true);
      }
      return succeed({});
    },
    /**
     * Allows a profile's requests to addresses that others can read.
     *
     * @returns `not-allowed` for others than its state names, and `file-unwritable`
     */
    async confirm(name: string, addresses: readonly string[]): Promise<Result<Record<string, never>>> {
      const state = find(name)?.state;
      const asked = state?.status === 'unusable' ? (state.addresses ?? []) : [];
      if (addresses.length === 0 || !addresses.every((one) => asked.includes(one))) {
        return fail('not-allowed', `Profile ${name} does not ask about this address any more.`, {
          hint: 'Check the profile again.',
        });
      }
      const kept = await files.confirm(name, addresses);
      if (!kept.ok) return kept;
      await read();
      await check(name, true);
      return succeed({});
    },
    /** Reads the files that Latchkey itself has written; resolves when the profiles are known, before their states are. */
    async filesWritten(): Promise<void> {
      await read();
      const checked = Promise.all(list.profiles.map(({ name }) => check(name, false)));
      void checked.then(ports.onReloaded);
    },
    /** Reads the files again and checks these profiles: somebody has signed in, or out. */
    recheck,
    /** Checks those that waited for an MFA code. */
    recheckMfa(): void {
      for (const { name, state } of list.profiles) {
        if (state.status === 'unusable' && state.error.code === 'mfa-needed') void check(name, true);
      }
    },
    /** The command that an unusable profile says to run, or null. */
    command(name: string): string | null {
      const state = find(name)?.state;
      return state?.status === 'unusable' ? (state.error.command ?? null) : null;
    },
  };
}
