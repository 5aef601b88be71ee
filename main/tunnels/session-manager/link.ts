import type { Clock } from '../../../app/common/clock.ts';
import { tunnelEndOf, type TunnelEnd, type TunnelState } from '../../../app/tunnels/model.ts';
import { deadline, pause } from './wait.ts';
import type { Opening, OpenWire, Outcome, Wire } from './wire.ts';

/** How long a lost link is tried to be restored, in milliseconds. */
const RESUME_TIMEOUT_MS = 120_000;
/** How long a person has to sign in again while a link is lost, in milliseconds: the service's default for idle ones. */
const SIGN_IN_TIMEOUT_MS = 1_200_000;
/** How long main may take to say how to go on, in milliseconds. */
const ASK_TIMEOUT_MS = 30_000;
/** The longest that a pause and a try may take, in milliseconds: beyond it the computer has slept, and time counts anew. */
const MAX_TRY_MS = 60_000;
/**
 * A link that was heard and has lasted so long was a good one, in milliseconds: after it is lost the pauses begin
 * anew. One that brought messages and was shorter gets its two minutes, but not so many tries in them.
 */
const GOOD_LINK_MS = 10_000;
/** The pauses between tries, in milliseconds: none before the first, then from the shortest doubled to the longest. */
const MIN_PAUSE_MS = 200;
const MAX_PAUSE_MS = 5_000;

/**
 * Asks main how to open a session's channel anew: `ResumeSession`, signed with what credentials there are then.
 *
 * @param gone aborted when it is not wanted any more
 * @returns `tunnel-lost` to be asked again soon, `tunnel-sign-in-needed` to be asked again while a person signs in;
 *   any other end ends the session
 */
export type AskToResume = (gone: AbortSignal) => Promise<Outcome<Opening>>;

/** What a link is given and tells. */
export interface LinkPorts {
  readonly clock: Clock;
  readonly openWire: OpenWire;
  readonly resume: AskToResume;
  readonly onMessage: (bytes: Buffer) => void;
  readonly onPong: () => void;
  readonly onDrained: () => void;
  /** There is a link again: what was on its way may be lost. */
  readonly onResumed: (why: string) => void;
  readonly onState: (state: TunnelState) => void;
  /** It could not be restored. */
  readonly onEnd: (end: TunnelEnd) => void;
}

/** The way to the agent that outlives its WebSockets: the service closes each after about an hour. */
export function createLink(ports: LinkPorts) {
  const { clock } = ports;
  const gone = new AbortController();
  let wire: Wire | null = null;
  let isPaused = false;
  let heard: 'nothing' | 'pongs' | 'messages' = 'nothing';
  let openedAt = 0;
  let lostAt = 0;
  let tries = 0;

  async function connect(opening: Opening): Promise<TunnelEnd | null> {
    let isLost = false;
    heard = 'nothing';
    const opened = await ports.openWire(
      opening,
      {
        onMessage(bytes) {
          heard = 'messages';
          ports.onMessage(bytes);
        },
        onPong() {
          if (heard === 'nothing') heard = 'pongs';
          ports.onPong();
        },
        onDrained: ports.onDrained,
        onLost(why) {
          isLost = true;
          wire = null;
          void restore(why);
        },
      },
      gone.signal,
    );
    if (!opened.ok) return opened.end;
    if (isLost) return null;
    if (gone.signal.aborted) {
      opened.value.close();
      return tunnelEndOf('tunnel-closed');
    }
    wire = opened.value;
    openedAt = clock.now();
    if (isPaused) wire.pause();
    return null;
  }

  async function restore(why: string): Promise<void> {
    if (gone.signal.aborted) return;
    ports.onState('resuming');
    const wasGood = heard !== 'nothing' && clock.now() - openedAt >= GOOD_LINK_MS;
    if (wasGood || heard === 'messages') lostAt = clock.now();
    if (wasGood) tries = 0;
    let last: TunnelEnd = tunnelEndOf('tunnel-lost', why);
    let judgedAt = clock.now();
    for (;;) {
      const wait = tries === 0 ? 0 : Math.min(MIN_PAUSE_MS * 2 ** (tries - 1), MAX_PAUSE_MS);
      tries += 1;
      await pause(clock, wait, gone.signal);
      if (gone.signal.aborted) return;
      if (clock.now() - judgedAt >= MAX_TRY_MS) lostAt = clock.now();
      judgedAt = clock.now();
      const isForSignIn = last.code === 'tunnel-sign-in-needed';
      const limit = isForSignIn ? SIGN_IN_TIMEOUT_MS : RESUME_TIMEOUT_MS;
      if (clock.now() - lostAt >= limit) return ports.onEnd(last);
      const problem = await tryOnce();
      if (gone.signal.aborted) return;
      if (isForSignIn && problem?.code !== last.code) lostAt = clock.now();
      if (problem === null) {
        if (wire === null) return;
        ports.onState('open');
        return ports.onResumed(why);
      }
      last = problem;
      if (problem.code === 'tunnel-sign-in-needed') ports.onState('waiting-for-sign-in');
      else if (problem.code === 'tunnel-lost' || problem.code === 'proxy-unreachable')
        ports.onState('resuming');
      else return ports.onEnd(problem);
    }
  }

  async function tryOnce(): Promise<TunnelEnd | null> {
    const asked = await deadline(clock, ASK_TIMEOUT_MS, gone.signal, ports.resume);
    if (asked === null) return tunnelEndOf('tunnel-lost', 'no answer to ResumeSession');
    if (!asked.ok) return asked.end;
    const problem = await connect(asked.value);
    // a fresh token that is refused may be accepted in a moment: its session is still being closed elsewhere
    return problem?.code === 'tunnel-denied' ? tunnelEndOf('tunnel-lost', problem.detail) : problem;
  }

  return {
    /**
     * Opens the first wire.
     *
     * @returns why there is none, or null
     */
    async start(opening: Opening): Promise<TunnelEnd | null> {
      lostAt = clock.now();
      return connect(opening);
    },
    send: (bytes: Buffer): void => wire?.send(bytes),
    ping: (): void => wire?.ping(),
    isCongested: (): boolean => wire?.isCongested() ?? false,
    isUp: (): boolean => wire !== null,
    isPaused: (): boolean => isPaused,
    /** Stops reading or goes on, on this wire and on those after it. */
    setPaused(isToPause: boolean): void {
      isPaused = isToPause;
      if (isToPause) wire?.pause();
      else wire?.resume();
    },
    /** Gives the wire up for dead, and restores the link. */
    drop(why: string): void {
      if (wire === null) return;
      wire.close();
      wire = null;
      void restore(why);
    },
    close(): void {
      gone.abort();
      wire?.close();
      wire = null;
    },
  };
}
