import type { Clock } from '../../common/clock.ts';
import { fail, succeed, type Failure, type Result } from '../../common/result.ts';
import { shown } from '../../common/text/plain-text.ts';
import type { Connection } from '../../connections/model.ts';
import type { Asker } from '../../mfa/model.ts';
import { describeTunnelEnd, tunnelEndOf, type LocalEnd, type TunnelEnd } from '../model.ts';
import type { OpenedSession } from '../ports.ts';
import type { RunningSsh, Ssh, SshForwarding } from './ports.ts';
import type { createSshQuestions } from './questions.ts';

/** How long `ssh` may take to log in, apart from the time that a person takes to answer, in milliseconds. */
export const LOGIN_TIMEOUT_MS = 30_000;
/** How long a person may take to answer, in milliseconds; servers give up by themselves after two minutes or so. */
export const ANSWER_TIMEOUT_MS = 150_000;
/** How long one may run that nobody has used yet, in milliseconds. */
export const UNUSED_TIMEOUT_MS = 120_000;
/** How often that is looked at, in milliseconds. */
const TICK_MS = 1_000;

/** What a session says of itself: that it is over, or that the server has refused one connection to the database. */
export interface SessionSaid {
  readonly session: string;
  readonly end: TunnelEnd;
  readonly isOver: boolean;
}

/** What sessions of `ssh` need. */
export interface SshSessionsPorts {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly ssh: Ssh;
  readonly questions: ReturnType<typeof createSshQuestions>;
  readonly onSaid: (said: SessionSaid) => void;
  /** One that was waited for has logged in, or has ended. */
  readonly onSettled: () => void;
}

/** An `ssh` that runs for a connection. */
interface Live {
  readonly session: string;
  readonly key: string;
  readonly mayAsk: boolean;
  readonly askers: Set<Asker>;
  /** Those who wait until it takes connections, asks, or has ended. */
  readonly waiting: Set<() => void>;
  running: RunningSsh | null;
  /** Where it takes connections; null before. */
  local: LocalEnd | null;
  /** Why it has ended; null before. */
  failure: Failure | null;
  /** How many questions are open. */
  asking: number;
  /** Since when it does what it does, in milliseconds since the epoch. */
  since: number;
  isUsed: boolean;
}

type Reached = Pick<Connection, 'id' | 'address' | 'networkRoute'>;

/** Makes what starts and ends `ssh` for connections: one for each, which all of its clients share. */
export function createSshSessions({ clock, newId, ssh, questions, onSaid, onSettled }: SshSessionsPorts) {
  const live = new Map<string, Live>();
  /** How it ended for those who ask again by themselves: the same act does not begin it twice. */
  const ended = new WeakMap<Asker, Failure>();
  let stopTicking: (() => void) | null = null;

  function begin(key: string, to: SshForwarding): Live {
    const { destination, mayAsk } = to;
    const one: Live = {
      session: `ssh-${newId()}`,
      key,
      mayAsk,
      askers: new Set(),
      waiting: new Set(),
      running: null,
      local: null,
      failure: null,
      asking: 0,
      since: clock.now(),
      isUsed: false,
    };
    live.set(one.session, one);
    stopTicking ??= clock.every(TICK_MS, tick);
    one.running = ssh.start(to, {
      async ask(prompt, withdrawn) {
        const asked = questions.ask({ destination, askers: one.askers }, prompt, withdrawn);
        turn(one, { asking: one.asking + 1 });
        const answer = await asked;
        turn(one, { asking: one.asking - 1 });
        if (answer !== 'cancelled') return answer;
        finish(one, questionCancelled(destination));
        return null;
      },
      onReady(local) {
        turn(one, { local });
        onSettled();
      },
      onRefused: (end) => onSaid({ session: one.session, end, isOver: false }),
      onEnd: (end) => finish(one, failureOf(end), end),
    });
    return one;
  }

  /** It does something else from now on: those who wait look at it anew. */
  function turn(one: Live, change: Partial<Pick<Live, 'local' | 'failure' | 'asking'>>): void {
    Object.assign(one, change);
    one.since = clock.now();
    const waiting = [...one.waiting];
    one.waiting.clear();
    for (const resume of waiting) resume();
  }

  function drop(one: Live): boolean {
    const isGone = live.delete(one.session);
    if (live.size === 0) {
      stopTicking?.();
      stopTicking = null;
    }
    return isGone;
  }

  function finish(one: Live, failure: Failure, end?: TunnelEnd): void {
    if (!drop(one)) return;
    for (const asker of one.askers) ended.set(asker, failure);
    if (one.local !== null && end !== undefined) onSaid({ session: one.session, end, isOver: true });
    void one.running?.end();
    turn(one, { failure });
    onSettled();
  }

  function tick(): void {
    for (const one of Array.from(live.values())) {
      const { local, asking, since, isUsed } = one;
      const ms = clock.now() - since;
      if (local !== null) {
        if (!isUsed && ms >= UNUSED_TIMEOUT_MS) void end(one.session);
        continue;
      }
      if (ms < (asking > 0 ? ANSWER_TIMEOUT_MS : LOGIN_TIMEOUT_MS)) continue;
      const why =
        asking > 0 ? 'nobody has answered its question' : `no login in ${LOGIN_TIMEOUT_MS / 1_000} s`;
      const late = tunnelEndOf('ssh-unreachable', why);
      finish(one, failureOf(late), late);
    }
  }

  async function end(session: string): Promise<void> {
    const one = live.get(session);
    if (one === undefined) return;
    drop(one);
    const over = tunnelEndOf('tunnel-closed');
    turn(one, { failure: failureOf(over) });
    await one.running?.end();
  }

  return {
    /**
     * Starts `ssh` for a connection, or takes the one that runs for it. Without an asker one starts that nobody shares
     * and that asks nothing, unless one has logged in already.
     *
     * @returns `ssh-answer-needed` while it asks, `cancelled`, or an end of a tunnel
     */
    async start({ id, address, networkRoute }: Reached, asker?: Asker): Promise<Result<OpenedSession>> {
      if (networkRoute.kind !== 'ssh') return fail('not-allowed', 'This connection is not reached by SSH.');
      const before = asker && ended.get(asker);
      if (before !== undefined) return { ok: false, error: before };
      const { destination } = networkRoute;
      const mayAsk = asker !== undefined;
      const { host, port } = address;
      const key = JSON.stringify([id, destination, host, port]);
      const known = [...live.values()].find(
        (one) => one.key === key && one.mayAsk && (mayAsk || one.local !== null),
      );
      const one = known ?? begin(key, { destination, host, port, mayAsk });
      if (asker !== undefined && !one.askers.has(asker)) {
        one.askers.add(asker);
        if (one.asking > 0) questions.publish();
      }
      while (one.local === null && one.failure === null && one.asking === 0) {
        await new Promise<void>((resume) => one.waiting.add(resume));
      }
      if (one.failure !== null) return { ok: false, error: one.failure };
      if (one.local === null) return answerNeeded(destination);
      one.isUsed ||= mayAsk || !one.mayAsk;
      // whoever borrows it cannot end it
      const session = mayAsk === one.mayAsk ? one.session : `${one.session}-borrowed`;
      const reason = 'Your own ssh logs in to it, with your own configuration.';
      const node = { target: destination, name: '', reason };
      return succeed({ session, opening: { local: one.local }, node });
    },
    /** Ends a session; one that is not known is over. */
    end,
    /** Ends all sessions; resolves when they have. */
    async stop(): Promise<void> {
      await Promise.all([...live.keys()].map(end));
    },
  };
}

function failureOf(end: TunnelEnd): Failure {
  return { code: end.code, ...describeTunnelEnd(end) };
}

function answerNeeded(destination: string): Result<never> {
  return fail('ssh-answer-needed', `ssh asks something before it logs in to ${shown(destination)}.`, {
    hint: 'Answer in Latchkey’s window, and connect again.',
  });
}

function questionCancelled(destination: string): Failure {
  return fail('cancelled', `The question of ssh for ${shown(destination)} was cancelled.`, {
    hint: 'Connect again to be asked again.',
  }).error;
}
