import type { Duplex } from 'node:stream';
import type { Clock } from '../../../app/common/clock.ts';
import {
  tunnelEndOf,
  type TunnelEnd,
  type TunnelState,
  type TunnelStatus,
} from '../../../app/tunnels/model.ts';
import { createDataChannel } from './data-channel.ts';
import { createLink, type AskToResume } from './link.ts';
import { createLiveness } from './liveness.ts';
import { createMux } from './smux/mux.ts';
import type { Opening, OpenWire, Outcome } from './wire.ts';

/** How long it may take from the first word to the last of the handshake, in milliseconds. */
const HANDSHAKE_TIMEOUT_MS = 30_000;
/** How often the session looks at what takes too long, in milliseconds. */
const TICK_MS = 5_000;
/** How often an agent that needs it hears something, in ticks. */
const KEEP_ALIVE_TICKS = 2;

/** What a session is given. */
export interface SessionPorts {
  readonly clock: Clock;
  readonly openWire: OpenWire;
  readonly resume: AskToResume;
  /** Told of each change of the state, the number of connections, and of the end; the bytes are asked for. */
  readonly onChange: () => void;
}

/** A Session Manager session that forwards to one host and port. */
export interface Session {
  /**
   * Opens a connection to the database. Nobody says when it is connected; where it cannot be, the stream fails with
   * `tunnel-target-unreachable`. A stream that fails does so with a `TunnelError`.
   */
  readonly connect: () => Duplex;
  readonly status: () => TunnelStatus;
  /** Whether a further connection might have to wait for others. */
  readonly isBusy: () => boolean;
  /** Ends it, with all its connections. */
  readonly close: () => void;
}

/**
 * Opens a session's data channel and shakes hands with the agent.
 *
 * @param opening of `StartSession`, for a document of type `Port`
 * @param gone aborted when it is not wanted any more
 * @returns why there is none, such as `tunnel-denied`, `tunnel-agent-too-old`, or `tunnel-silent`
 */
export function openSession(
  opening: Opening,
  ports: SessionPorts,
  gone: AbortSignal,
): Promise<Outcome<Session>> {
  const { clock, onChange } = ports;
  const begun = clock.now();
  let state: TunnelState = 'connecting';
  let since = begun;
  let end: TunnelEnd | null = null;
  let lastResume: TunnelStatus['lastResume'] = null;
  let keepsAlive = false;
  let ticks = 0;
  /** Resumed for a mute agent, which has acknowledged nothing since. */
  let isLastChance = false;
  let settle: (outcome: Outcome<Session>) => void = () => undefined;

  const link = createLink({
    clock,
    openWire: ports.openWire,
    resume: ports.resume,
    onMessage: (bytes) => channel.receive(bytes),
    onPong: () => liveness.pong(),
    onDrained: () => mux.pump(),
    onResumed(why) {
      lastResume = { at: clock.now(), why: tunnelEndOf('tunnel-lost', why).detail };
      liveness.restart(clock.now());
      channel.resendAll();
      mux.pump();
      onChange();
    },
    onState: become,
    onEnd: finish,
  });
  const mux = createMux({
    send: (frame) => channel.send(frame),
    hasRoom: () => state !== 'connecting' && channel.hasRoom() && !link.isCongested(),
    onPressure: (isTooHigh) => link.setPaused(isTooHigh),
    onCount: onChange,
  });
  const channel = createDataChannel({
    clock,
    transmit: link.send,
    onReady(needsKeepAlive) {
      keepsAlive = needsKeepAlive;
      become('open');
      settle({ ok: true, value: session });
    },
    onOutput: mux.take,
    onRefused: mux.refuse,
    onAcknowledged() {
      isLastChance = false;
      liveness.progress(clock.now());
      mux.pump();
    },
    onEnd: finish,
  });
  const liveness = createLiveness(
    {
      ping: link.ping,
      isListening: () => link.isUp() && !link.isPaused(),
      unacknowledged: channel.unacknowledged,
      hasGap: channel.hasGap,
      sentOnOpen: mux.sentOnOpen,
      probe: mux.keepAlive,
      moved: () => mux.moved().sent + mux.moved().received,
      isAnswerDue: mux.isAnswerDue,
      onServiceDead: () => link.drop('no answer to a ping'),
      onAgentDead(why) {
        if (isLastChance) return finish(tunnelEndOf('tunnel-silent', why));
        isLastChance = true;
        link.drop(why);
      },
    },
    begun,
  );
  const stopTicking = clock.every(TICK_MS, () => {
    const now = clock.now();
    ticks += 1;
    if (state === 'connecting' && now - begun >= HANDSHAKE_TIMEOUT_MS)
      return finish(tunnelEndOf('tunnel-silent', 'no handshake'));
    liveness.tick(now);
    mux.tick(now);
    if (keepsAlive && ticks % KEEP_ALIVE_TICKS === 0 && channel.hasRoom()) mux.keepAlive();
  });
  const session: Session = {
    connect: mux.open,
    isBusy: mux.isBusy,
    status: () => ({
      state,
      since,
      connections: mux.count(),
      ...mux.moved(),
      roundTripMs: channel.roundTripMs(),
      lastResume,
      end,
    }),
    close() {
      if (state === 'ended') return;
      channel.terminate();
      finish(tunnelEndOf('tunnel-closed'));
    },
  };

  function become(next: TunnelState): void {
    // a link that is lost and restored during the handshake is no news
    if (next === state || end !== null || (state === 'connecting' && next !== 'open')) return;
    state = next;
    since = clock.now();
    onChange();
  }

  function finish(why: TunnelEnd): void {
    if (end !== null) return;
    state = 'ended';
    since = clock.now();
    end = why;
    stopTicking();
    gone.removeEventListener('abort', giveUp);
    link.close();
    channel.stop();
    mux.end(why);
    settle({ ok: false, end: why });
    onChange();
  }

  const giveUp = (): void => finish(tunnelEndOf('tunnel-closed'));
  gone.addEventListener('abort', giveUp);
  return new Promise((resolve) => {
    settle = resolve;
    if (gone.aborted) return giveUp();
    void link.start(opening).then((problem) => {
      if (problem !== null) finish(problem);
      else liveness.restart(clock.now());
    });
  });
}
