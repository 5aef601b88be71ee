import type { Duplex } from 'node:stream';
import { tunnelEndOf, type TunnelEnd } from '../../../../app/tunnels/model.ts';
import { COMMAND, createFrameReader, encodeFrame } from './frames.ts';
import { createMuxStream, type MuxStream } from './stream.ts';

/** How much of a stream that is not read may wait while others are open, in bytes, and for how long, in milliseconds. */
const MAX_STALLED_BYTES = 16 * 1024 * 1024;
const STALLED_TIMEOUT_MS = 60_000;
/** How much of all streams may wait before nothing more is read from the agent, in bytes. */
const MAX_HELD_BYTES = 64 * 1024 * 1024;
/** A connection that has so much under way may hold up others: the agent's smux has no windows either, in bytes. */
const BUSY_BYTES = 1024 * 1024;
/** How long an agent may take to close what this side has closed, in milliseconds. */
const CLOSE_TIMEOUT_MS = 30_000;
/** The first id that a client of smux gives is 3 (`OpenStream`), and the next ones are the odd numbers after it. */
const FIRST_ID = 3;

/** What the streams are given. */
export interface MuxPorts {
  readonly send: (frame: Buffer) => void;
  /** Whether something may be sent now; `pump` is to be called when it may again. */
  readonly hasRoom: () => boolean;
  /** Whether to read from the agent: smux has no windows, so all streams wait where too much is held for some. */
  readonly onPressure: (isTooHigh: boolean) => void;
  /** A stream was opened or closed. */
  readonly onCount: () => void;
}

interface Entry {
  readonly stream: MuxStream;
  /** Since when too much waits for its reader, in milliseconds since the epoch; null where it does not. */
  stalledSince: number | null;
  closedSince: number | null;
}

/** The streams of a session. */
export function createMux({ send, hasRoom, onPressure, onCount }: MuxPorts) {
  const entries = new Map<number, Entry>();
  const ready = new Set<MuxStream>();
  let nextId = FIRST_ID;
  let held = 0;
  let isPressureHigh = false;
  let isPumping = false;
  let openCount = 0;
  let ended: TunnelEnd | null = null;
  let refusals = 0;
  /** What streams that are gone have moved. */
  const before = { sent: 0, received: 0 };

  /** Sends a frame of each stream in turn, so that a large one does not hold up the others. */
  function pump(): void {
    if (isPumping || ended !== null) return;
    isPumping = true;
    for (const stream of ready) {
      if (!hasRoom()) break;
      ready.delete(stream);
      const frame = stream.nextFrame();
      if (frame === null) continue;
      ready.add(stream);
      send(frame);
    }
    isPumping = false;
  }

  function judgePressure(): void {
    const limit = openCount > 1 ? MAX_HELD_BYTES : MAX_STALLED_BYTES;
    const isHigh = held >= (isPressureHigh ? limit / 2 : limit);
    if (isHigh === isPressureHigh) return;
    isPressureHigh = isHigh;
    onPressure(isHigh);
  }

  /** Forgets a stream once both sides have closed it, so that what comes for it until then is known to be its own. */
  function removeClosed(id: number, stream: MuxStream): void {
    if (stream.duplex.closed && (stream.isClosedByAgent() || !stream.isOpenSent())) remove(id);
  }

  function remove(id: number): void {
    const entry = entries.get(id);
    if (entry === undefined) return;
    entries.delete(id);
    ready.delete(entry.stream);
    before.sent += entry.stream.sent();
    before.received += entry.stream.received();
  }

  /** The flag before it said that a connection was refused, and not which: it is one that nothing has come from. */
  function onFinish(id: number): void {
    const stream = entries.get(id)?.stream;
    if (stream === undefined || stream.isClosedByAgent()) return;
    const isRefused = refusals > 0 && stream.received() === 0;
    stream.finish();
    if (isRefused) {
      refusals -= 1;
      stream.fail(tunnelEndOf('tunnel-target-unreachable'));
    }
    removeClosed(id, stream);
  }

  const read = createFrameReader({
    onData: (id, piece) => entries.get(id)?.stream.take(piece),
    onFinish,
  });

  return {
    /** Opens a stream; the agent connects it to the database. */
    open(): Duplex {
      const id = nextId;
      nextId += 2;
      const stream = createMuxStream(id, {
        onReady() {
          ready.add(stream);
          pump();
        },
        onHeld(difference) {
          held += difference;
          judgePressure();
        },
      });
      entries.set(id, { stream, stalledSince: null, closedSince: null });
      ready.add(stream);
      stream.duplex.once('close', () => {
        openCount -= 1;
        removeClosed(id, stream);
        judgePressure();
        onCount();
      });
      openCount += 1;
      onCount();
      if (ended === null) pump();
      else stream.fail(ended);
      return stream.duplex;
    },
    pump,
    /** Takes what the agent has sent; false where it is not smux. */
    take: read,
    /** The agent could not connect one of the streams, and says next which one by closing it. */
    refuse: (): void => void (refusals += 1),
    /** Keeps an agent's smux from ending the session in a silence. */
    keepAlive: (): void => send(encodeFrame(COMMAND.keepAlive, 0)),
    /** Looks at what takes too long. */
    tick(now: number): void {
      const isAlone = openCount < 2;
      for (const [id, entry] of entries) {
        const { stream } = entry;
        const isStalled = !isAlone && stream.held() >= MAX_STALLED_BYTES;
        entry.stalledSince = isStalled ? (entry.stalledSince ?? now) : null;
        if (stream.isFinishSent()) entry.closedSince ??= now;
        if (entry.stalledSince !== null && now - entry.stalledSince >= STALLED_TIMEOUT_MS)
          stream.fail(tunnelEndOf('tunnel-stalled'));
        if (entry.closedSince !== null && now - entry.closedSince >= CLOSE_TIMEOUT_MS) {
          remove(id);
          stream.duplex.destroy();
        }
      }
    },
    /** Ends all streams. */
    end(end: TunnelEnd): void {
      ended = end;
      for (const [id, { stream }] of entries) {
        remove(id);
        stream.fail(end);
      }
      ready.clear();
    },
    count: (): number => openCount,
    /** Payload of all streams there were, in bytes. */
    moved(): { readonly sent: number; readonly received: number } {
      const now = { ...before };
      for (const { stream } of entries.values()) {
        now.sent += stream.sent();
        now.received += stream.received();
      }
      return now;
    },
    /** Whether something was sent, or opened, that nothing has come for yet. */
    isAnswerDue: (): boolean => [...entries.values()].some(({ stream }) => stream.unanswered() > 0),
    /** Whether a further connection might have to wait for one that moves a lot, or that is not read. */
    isBusy: (): boolean =>
      !hasRoom() ||
      [...entries.values()].some(
        ({ stream }) => stream.unanswered() >= BUSY_BYTES || stream.held() >= BUSY_BYTES,
      ),
    /** How much was sent on streams that the agent has open, in bytes. */
    sentOnOpen: (): number =>
      [...entries.values()]
        .filter(({ stream }) => !stream.isClosedByAgent())
        .reduce((sum, { stream }) => sum + stream.sent(), 0),
  };
}
