import { tunnelEndOf, type TunnelEnd } from '../../../../app/tunnels/model.ts';
import { openSession, type Session } from '../../../../main/tunnels/session-manager/session.ts';
import type { AskToResume } from '../../../../main/tunnels/session-manager/link.ts';
import type {
  Opening,
  OpenWire,
  Outcome,
  WireEvents,
} from '../../../../main/tunnels/session-manager/wire.ts';
import { makeDice, type Dice } from '../../../fuzz/mutations.ts';
import { createFakeAgent, type AgentOptions } from './fake-agent.ts';
import type { Timeline } from './timeline.ts';

/** What goes wrong between client and agent: shares of a thousand of the messages, each way. */
export interface Faults {
  readonly lost: number;
  readonly repeated: number;
  readonly damaged: number;
  /** The longest that a message takes, in milliseconds; each takes its own, so they overtake each other. */
  readonly delayMs: number;
  /** How often the service says goodbye, in milliseconds; null never. */
  readonly closesEveryMs: number | null;
}

/** A service that does nothing wrong. */
export const NO_FAULTS: Faults = { lost: 0, repeated: 0, damaged: 0, delayMs: 0, closesEveryMs: null };

/** A service, and the session that a test has opened through it. */
export interface StartedService extends FaultyService {
  readonly outcome: Promise<Outcome<Session>>;
  readonly abort: AbortController;
}

/** What a test can do to a service. */
export interface FaultyService {
  readonly opening: Opening;
  readonly openWire: OpenWire;
  readonly resume: AskToResume;
  readonly agent: ReturnType<typeof createFakeAgent>;
  /** Ends the wire of the moment, and those to come until `reach` is called. */
  readonly cut: () => void;
  readonly reach: () => void;
  /** Closes the wire as the service does every hour. */
  readonly sayGoodbye: () => void;
  /** What `ResumeSession` answers from now on; null resumes. */
  readonly refuseToResume: (end: TunnelEnd | null) => void;
  /** Whether `ResumeSession` answers at all. */
  readonly leaveUnanswered: (isUnanswered: boolean) => void;
  readonly counts: {
    opened: number;
    resumed: number;
    pings: number;
    pauses: number;
    toClient: number;
    fromClient: number;
  };
  /** Neither messages nor pongs come any more, and nobody says so. */
  readonly setMute: (isMute: boolean) => void;
  /** Sends bytes to the client past the agent. */
  readonly inject: (bytes: Buffer) => void;
}

/** Puts a service between a session and an agent, and begins the session. */
export function startFaultyService(
  timeline: Timeline,
  ...args: readonly [Omit<AgentOptions, 'transmit'>, Faults?, Dice?]
): StartedService {
  const service = createFaultyService(timeline, ...args);
  const { opening, openWire, resume } = service;
  const abort = new AbortController();
  const ports = { clock: timeline.clock, openWire, resume, onChange: () => undefined };
  return { ...service, abort, outcome: openSession(opening, ports, abort.signal) };
}

/** Puts a service before an agent. */
export function createFaultyService(
  timeline: Timeline,
  options: Omit<AgentOptions, 'transmit'>,
  faults: Faults = NO_FAULTS,
  dice: Dice = makeDice(1),
): FaultyService {
  const { after } = timeline;
  const counts = { opened: 0, resumed: 0, pings: 0, pauses: 0, toClient: 0, fromClient: 0 };
  let wire: { readonly events: WireEvents; isPaused: boolean; waiting: Buffer[] } | null = null;
  let isCut = false;
  let isMute = false;
  let isUnanswered = false;
  let refusal: TunnelEnd | null = null;
  let token = 'token-0';

  /** Sends bytes on, or not, or twice, or changed, sooner or later. */
  function carry(bytes: Buffer, arrive: (bytes: Buffer) => void): void {
    if (isMute || dice.roll(1_000) < faults.lost) return;
    const copies = dice.roll(1_000) < faults.repeated ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const isDamaged = dice.roll(1_000) < faults.damaged;
      const arriving = isDamaged ? damage(bytes, dice) : bytes;
      after(faults.delayMs === 0 ? 1 : 1 + dice.roll(faults.delayMs), () => arrive(arriving));
    }
  }

  function toClient(bytes: Buffer): void {
    const on = wire;
    if (on === null) return;
    carry(bytes, (arriving) => {
      if (wire !== on) return;
      if (on.isPaused) on.waiting.push(arriving);
      else deliver(on.events, arriving);
    });
  }

  function deliver(events: WireEvents, bytes: Buffer): void {
    counts.toClient += bytes.length;
    events.onMessage(bytes);
  }

  const agent = createFakeAgent(timeline, { ...options, transmit: toClient });

  function lose(why: string): void {
    const on = wire;
    wire = null;
    on?.events.onLost(why);
  }

  function goodbyes(): void {
    if (faults.closesEveryMs === null) return;
    after(faults.closesEveryMs, () => {
      lose('closed with 1000 Bye');
      goodbyes();
    });
  }

  const resume: AskToResume = async () => {
    if (isUnanswered) await new Promise(() => undefined);
    if (refusal !== null) return { ok: false, end: refusal };
    counts.resumed += 1;
    token = `token-${counts.resumed}`;
    return { ok: true, value: { url: 'wss://service.test/', headers: {}, token } };
  };

  const openWire: OpenWire = async (opening, events) => {
    if (isCut) return { ok: false, end: tunnelEndOf('tunnel-lost', 'no network') };
    if (opening.token !== token) return { ok: false, end: tunnelEndOf('tunnel-denied', 'an old token') };
    const opened = { events, isPaused: false, isClosing: false, waiting: [] as Buffer[] };
    wire = opened;
    counts.opened += 1;
    if (counts.opened === 1) after(5, agent.start);
    return {
      ok: true,
      value: {
        send(bytes) {
          counts.fromClient += bytes.length;
          carry(bytes, (arriving) => (wire === opened || opened.isClosing) && agent.receive(arriving));
        },
        isCongested: () => false,
        ping() {
          counts.pings += 1;
          if (!isMute) after(5, () => wire === opened && !opened.isPaused && events.onPong());
        },
        pause() {
          counts.pauses += 1;
          opened.isPaused = true;
        },
        resume() {
          opened.isPaused = false;
          for (const bytes of opened.waiting.splice(0)) deliver(events, bytes);
        },
        close() {
          // what was sent before arrives
          opened.isClosing = true;
          wire = wire === opened ? null : wire;
        },
      },
    };
  };

  goodbyes();

  return {
    opening: { url: 'wss://service.test/', headers: {}, token },
    openWire,
    resume,
    agent,
    counts,
    cut() {
      isCut = true;
      lose('closed with 1006');
    },
    reach: () => void (isCut = false),
    sayGoodbye: () => lose('closed with 1000 Bye'),
    refuseToResume: (end) => void (refusal = end),
    leaveUnanswered: (unanswered) => void (isUnanswered = unanswered),
    setMute: (muted) => void (isMute = muted),
    inject: toClient,
  };
}

/** Cuts a message, or changes a bit of what its digest covers: TLS keeps what no digest does. */
function damage(bytes: Buffer, dice: Dice): Buffer {
  const damaged = Buffer.from(bytes);
  if (dice.roll(2) === 0) return damaged.subarray(0, dice.roll(bytes.length));
  const covered = [dice.roll(4), 80 + dice.roll(32), 116 + dice.roll(bytes.length - 116)];
  const at = covered[dice.roll(covered.length)] ?? 0;
  damaged.writeUInt8(damaged.readUInt8(at) ^ (1 << dice.roll(8)), at);
  return damaged;
}
