import type { Clock } from '../common/clock.ts';
import { ssoIdOf, type SsoSession } from '../profiles/model.ts';
import type { SessionState } from './model.ts';
import type { KnownSignIns } from './ports.ts';

/** How often sign-ins that are about to end are looked for, in milliseconds. */
const POLL_MS = 15_000;
/** A sign-in with less than this left is renewed where it can be, in milliseconds: the AWS CLI's own limit. */
const RENEW_BEFORE_MS = 15 * 60_000;

/** What the sessions need from outside. */
export interface SessionsPorts {
  readonly clock: Clock;
  readonly known: KnownSignIns;
  readonly onChanged: () => void;
  /** Somebody has signed in to these sessions, or out of them. */
  readonly onTurned: (sessions: readonly SsoSession[]) => void;
  readonly background: (work: Promise<unknown>) => void;
}

/** Follows how the SSO sessions of AWS's files stand, whoever signs in to them. */
export function createSessions({ clock, known, onChanged, onTurned, background }: SessionsPorts) {
  let sessions: readonly SsoSession[] = [];
  const states = new Map<string, SessionState>();
  /** Those that the profiles know to be signed in. */
  const knownIn = new Set<string>();
  let stopWatching = (): void => undefined;
  const stopClock = clock.every(POLL_MS, () => background(renewAndLook()));
  let looking: Promise<void> | null = null;
  let isLookWanted = false;

  const stateOf = (session: SsoSession): SessionState =>
    states.get(ssoIdOf(session)) ?? { status: 'checking' };
  const isIn = (state: SessionState): boolean =>
    state.status === 'signed-in' && state.expiresAt > clock.now();

  async function lookOnce(): Promise<void> {
    const looked = sessions;
    const found = await Promise.all(looked.map((session) => known.look(session)));
    let isOther = false;
    const turned = looked.filter((session, at) => {
      const id = ssoIdOf(session);
      const now = found[at];
      if (now === undefined) return false;
      const before = stateOf(session);
      if (JSON.stringify(now) !== JSON.stringify(before)) {
        isOther = true;
        states.set(id, now);
      }
      const wasIn = knownIn.has(id);
      if (isIn(now)) knownIn.add(id);
      else knownIn.delete(id);
      // the profiles find out by themselves what the first look shows
      return before.status !== 'checking' && isIn(now) !== wasIn;
    });
    if (isOther) onChanged();
    if (turned.length > 0) onTurned(turned);
  }

  /** Looks at all sessions; who asks meanwhile gets another look after it, one for all. */
  async function look(): Promise<void> {
    isLookWanted = true;
    looking ??= (async () => {
      try {
        while (isLookWanted) {
          isLookWanted = false;
          await lookOnce();
        }
      } finally {
        looking = null;
      }
    })();
    return looking;
  }

  async function renewAndLook(): Promise<void> {
    const ending = sessions.filter((session) => {
      const state = stateOf(session);
      return isIn(state) && state.status === 'signed-in' && state.expiresAt - clock.now() < RENEW_BEFORE_MS;
    });
    await Promise.all(ending.map((session) => known.renew(session)));
    await look();
  }

  return {
    all: () => sessions.map((session) => ({ session, state: stateOf(session) })),
    isSignedIn: (id: string): boolean => {
      const state = states.get(id);
      return state !== undefined && isIn(state);
    },
    look,
    /** Somebody has just signed in here: also where that was no news, the profiles are to be looked at. */
    signedIn(id: string): Promise<void> {
      knownIn.delete(id);
      return look();
    },
    /** AWS's files were read: these are the sessions now. */
    async become(next: readonly SsoSession[]): Promise<void> {
      if (JSON.stringify(next) === JSON.stringify(sessions)) return look();
      sessions = next;
      const ids = new Set(next.map(ssoIdOf));
      for (const id of states.keys()) if (!ids.has(id)) states.delete(id);
      stopWatching();
      stopWatching = known.watch(next, () => background(look()));
      onChanged();
      return look();
    },
    stop(): void {
      stopClock();
      stopWatching();
    },
  };
}
