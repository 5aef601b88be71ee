import type { Clock } from '../common/clock.ts';
import type { EmitOf, HandlersOf, SnapshotOf } from '../common/contract.ts';
import { fail, succeed, type Result } from '../common/result.ts';
import { shown } from '../common/text/plain-text.ts';
import { profileName, ssoIdOf, type SsoSession, type SsoTarget } from '../profiles/model.ts';
import type { ProfilesApi } from '../profiles/module.ts';
import type { CopyText } from '../tokens/copy-text.ts';
import type { NoCredentials } from '../tokens/ports.ts';
import type { signInContract } from './contract.ts';
import { createFlows, notWaiting } from './flows.ts';
import { signInName, type Asker, type SsoState } from './model.ts';
import type { BeginSignIn, KnownSignIns, OpenAddress, SsoPortal } from './ports.ts';
import { createSessions } from './sessions.ts';
import { createWaiters } from './waiters.ts';

/** What the sign-in module needs from outside. */
export interface SignInModulePorts {
  readonly begin: BeginSignIn;
  readonly known: KnownSignIns;
  readonly portal: SsoPortal;
  readonly openAddress: OpenAddress;
}

/** What the sign-in module takes from others. */
interface Needs {
  readonly clock: Clock;
  readonly copyText: CopyText;
  readonly profiles: Pick<ProfilesApi, 'recheck'>;
  readonly background: (work: Promise<unknown>) => void;
  readonly report: (where: string, cause: unknown) => void;
}

/** What other modules can ask of signing in to AWS. */
export type SignInApi = ReturnType<typeof createSignInModule>['api'];

/** Makes the sign-in module: one sign-in for each SSO session, whoever needs it. */
export function createSignInModule(
  ports: SignInModulePorts,
  { clock, copyText, profiles, background, report }: Needs,
  emit: EmitOf<typeof signInContract>,
) {
  const changed = (): void => emit('changed', list());
  const sessions = createSessions({
    clock,
    known: ports.known,
    background,
    onChanged: changed,
    onTurned(turned) {
      flows.settle(sessions.isSignedIn);
      background(profiles.recheck(turned.flatMap((session) => session.profiles)));
      for (const id of turned.map(ssoIdOf)) if (sessions.isSignedIn(id)) waiters.tell(id, true);
    },
  });
  const waiters = createWaiters(clock);
  const flows = createFlows({
    ...ports,
    clock,
    report,
    onChanged: changed,
    onDone(target) {
      emit('signedIn', { id: ssoIdOf(target), name: signInName(target) });
      background(sessions.signedIn(ssoIdOf(target)));
    },
  });

  const profilesOf = (target: SsoTarget): string[] => {
    const id = ssoIdOf(target);
    const found = sessions.all().find(({ session }) => ssoIdOf(session) === id);
    return [...(found?.session.profiles ?? [])];
  };
  const sessionOf = (id: string): SsoSession | undefined =>
    sessions.all().find(({ session }) => ssoIdOf(session) === id)?.session;

  function list(): SsoState {
    return {
      sessions: sessions.all().map(({ session, state }) => ({
        id: ssoIdOf(session),
        name: signInName(session),
        profiles: [...session.profiles],
        state,
      })),
      flows: [...flows.all()].map(([id, { target, neededBy, by, at }]) => ({
        id,
        name: signInName(target),
        profiles: profilesOf(target),
        neededBy,
        by,
        at,
      })),
    };
  }

  /** Somebody needs the sign-in of a profile; where it has none of this kind nothing is asked. */
  function ask(profile: string, by: Asker): void {
    const found = sessions.all().find(({ session }) => session.profiles.includes(profile))?.session;
    if (found === undefined || !profileName.safeParse(profile).success) return;
    const isNew = flows.ask(found, profile, by);
    // a client that tries again and again is no reason to ask again
    if (isNew || by !== 'gateway') emit('asked', { id: ssoIdOf(found), name: signInName(found), by });
  }

  const handlers: HandlersOf<typeof signInContract> = {
    async begin({ id, method }) {
      const target = flows.all().get(id)?.target ?? sessionOf(id);
      if (target === undefined) return notFound();
      flows.begin(target, method);
      return succeed({});
    },
    openAgain: ({ id }) => flows.openAgain(id),
    async copy({ id, what }) {
      const at = flows.all().get(id)?.at;
      if (at?.step !== 'waiting') return notWaiting();
      const { address, userCode } = at.prompt;
      return copyText(what === 'address' ? address : (userCode ?? ''));
    },
    async cancel({ id }) {
      flows.cancel(id);
      waiters.tell(id, false);
      return succeed({});
    },
    async signOut({ id }) {
      const session = sessionOf(id);
      if (session === undefined) return notFound();
      const done = await ports.known.signOut(session);
      await sessions.look();
      return done.ok ? succeed({}) : done;
    },
  };
  const snapshot: SnapshotOf<typeof signInContract> = () => ({ sso: list() });
  return {
    api: {
      /**
       * Signs in, because a person has chosen so: the browser opens, and the window shows how far it is. Whoever
       * signs in to the same session meanwhile shares it.
       *
       * @returns what `BeginSignIn` returns, or `sign-in-failed` where it was cancelled or not finished in time
       */
      signIn(target: SsoTarget): Promise<Result<null>> {
        flows.begin(target, null);
        return flows.ended(target);
      },
      /** Waits for the sign-in that was asked for, where a profile has one of this kind. */
      async waitFor(profile: string, waitMs: number, onWaiting: (what: string) => void): Promise<boolean> {
        const session = sessions.all().find((one) => one.session.profiles.includes(profile))?.session;
        if (session === undefined || !flows.all().has(ssoIdOf(session))) return false;
        onWaiting(`${shown(profile)} is not signed in. Sign in to ${signInName(session)} in Latchkey.`);
        return waiters.wait(ssoIdOf(session), waitMs);
      },
      /** The sign-in that a profile depends on; null where it depends on none. */
      sessionOf: (profile: string): SsoSession | null =>
        sessions.all().find(({ session }) => session.profiles.includes(profile))?.session ?? null,
      accounts: ports.portal.accounts,
      roles: ports.portal.roles,
    },
    handlers,
    snapshot,
    reactions: {
      /** AWS's files were read. */
      sessionsRead: sessions.become,
      /** A profile whose sign-in AWS no longer accepts shows at its session too. */
      profilesChanged: sessions.look,
      /** A token was wanted for a profile that nobody is signed in for. */
      noCredentials({ profile, deliveredTo, isWaiting, error }: NoCredentials): void {
        if (error.code !== 'sign-in-needed') return;
        ask(profile, deliveredTo === 'gateway' ? 'gateway' : isWaiting ? 'outside' : 'window');
      },
    },
    stop(): void {
      flows.stop();
      waiters.stop();
      sessions.stop();
    },
  };
}

function notFound(): ReturnType<typeof fail> {
  return fail('profile-not-found', 'This SSO session is no longer in your AWS config file.', {
    hint: 'Refresh the profiles.',
  });
}
