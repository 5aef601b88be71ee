import { Duplex } from 'node:stream';
import type { TunnelEnd } from '../../../../app/tunnels/model.ts';
import { TunnelError } from '../../tunnel-error.ts';
import { COMMAND, encodeFrame, FRAME_HEAD } from './frames.ts';

/** The longest payload of a message that agents and the plugin send, in bytes (`StreamDataPayloadSize`). */
const MESSAGE_BYTES = 1_024;
/** A frame fills one message, so that no stream waits for another's frame to end. */
const FRAME_DATA = MESSAGE_BYTES - FRAME_HEAD;

/**
 * How much a stream holds for a slow reader or a slow agent before it says so, in bytes; as the gateway's sockets.
 */
const BUFFER_BYTES = 128 * 1024;

/** What a stream tells those that send and count for it. */
export interface StreamEvents {
  /** It has something to send: `nextFrame` is to be called until there is no more. */
  readonly onReady: () => void;
  /** Held bytes have become more or fewer. */
  readonly onHeld: (difference: number) => void;
}

/** One database connection through a session, as the session sees it. */
export interface MuxStream {
  readonly duplex: Duplex;
  /** What is to be sent next; null where there is nothing now. */
  readonly nextFrame: () => Buffer | null;
  /** Takes data from the agent. */
  readonly take: (piece: Buffer) => void;
  /** The agent has closed it: nothing comes any more, and nothing is taken. */
  readonly finish: () => void;
  readonly fail: (end: TunnelEnd) => void;
  /** What came and is not read, beyond the stream's own buffer, in bytes. */
  readonly held: () => number;
  /** How much has come from and gone to the agent, in bytes. */
  readonly received: () => number;
  readonly sent: () => number;
  /** Whether the agent has been told of it, and that this side is done. */
  readonly isOpenSent: () => boolean;
  readonly isFinishSent: () => boolean;
  readonly isClosedByAgent: () => boolean;
  /** How much was sent, its opening among it, that nothing has come for yet, in bytes. */
  readonly unanswered: () => number;
}

/**
 * Makes a stream. The agent knows no half-closed ones: it closes the connection to the database as soon as this side
 * ends, and what it closes is closed for both.
 *
 * @param id odd, and no other stream's
 */
export function createMuxStream(id: number, { onReady, onHeld }: StreamEvents): MuxStream {
  const waiting: Buffer[] = [];
  /** What has come at this moment: many small pieces are one for the reader. */
  const gathered: Buffer[] = [];
  let gatheredLength = 0;
  let held = 0;
  let received = 0;
  let sent = 0;
  /** What the writer has given and is not sent, and whom to tell when it is. */
  let chunk: { bytes: Buffer; readonly taken: () => void } | null = null;
  let finished: (() => void) | null = null;
  let isOpenSent = false;
  let isFinishWanted = false;
  let isFinishSent = false;
  let isClosedByAgent = false;
  let unanswered = 0;

  const duplex = new Duplex({
    allowHalfOpen: false,
    highWaterMark: BUFFER_BYTES,
    read() {
      let hasRoom = true;
      while (hasRoom && waiting.length > 0) {
        const piece = waiting.shift() ?? null;
        count(-(piece?.length ?? 0));
        hasRoom = duplex.push(piece);
      }
      if (waiting.length === 0 && isClosedByAgent) duplex.push(null);
    },
    write(bytes: Buffer, _encoding, taken) {
      if (isClosedByAgent || bytes.length === 0) return taken();
      chunk = { bytes, taken };
      onReady();
    },
    final(done) {
      if (isClosedByAgent) return done();
      finished = done;
      isFinishWanted = true;
      onReady();
    },
    destroy(error, done) {
      gathered.length = 0;
      gatheredLength = 0;
      waiting.length = 0;
      count(-held);
      chunk = null;
      finished = null;
      isFinishWanted = true;
      onReady();
      done(error);
    },
  });

  // a failure is told by the stream's end; without a listener it would be thrown
  duplex.on('error', () => undefined);

  function count(difference: number): void {
    held += difference;
    if (difference !== 0) onHeld(difference);
  }

  function passOn(): void {
    if (gathered.length === 0) return;
    // a copy, for views would keep all that came with them
    const whole = Buffer.concat(gathered.splice(0), gatheredLength);
    gatheredLength = 0;
    if (waiting.length === 0 && duplex.readableLength < BUFFER_BYTES) {
      duplex.push(whole);
    } else {
      waiting.push(whole);
      count(whole.length);
    }
  }

  function settleFinish(): void {
    finished?.();
    finished = null;
  }

  function nextData(): Buffer | null {
    if (chunk === null) return null;
    const { bytes, taken } = chunk;
    const data = bytes.subarray(0, FRAME_DATA);
    sent += data.length;
    unanswered += data.length;
    if (data.length < bytes.length) {
      chunk.bytes = bytes.subarray(data.length);
    } else {
      chunk = null;
      taken();
    }
    return encodeFrame(COMMAND.push, id, data);
  }

  return {
    duplex,
    nextFrame() {
      if (isClosedByAgent) return null;
      if (!isOpenSent) {
        if (duplex.destroyed) return null;
        isOpenSent = true;
        unanswered = FRAME_HEAD;
        return encodeFrame(COMMAND.open, id);
      }
      const data = nextData();
      if (data !== null || !isFinishWanted || isFinishSent) return data;
      isFinishSent = true;
      settleFinish();
      return encodeFrame(COMMAND.finish, id);
    },
    take(piece) {
      if (duplex.destroyed || isClosedByAgent) return;
      received += piece.length;
      unanswered = 0;
      gathered.push(piece);
      gatheredLength += piece.length;
      if (gatheredLength >= BUFFER_BYTES / 2) passOn();
      else if (gathered.length === 1) process.nextTick(passOn);
    },
    finish() {
      passOn();
      isClosedByAgent = true;
      chunk?.taken();
      chunk = null;
      settleFinish();
      if (waiting.length === 0 && !duplex.destroyed) duplex.push(null);
    },
    fail: (end) => void duplex.destroy(new TunnelError(end)),
    held: () => held,
    received: () => received,
    sent: () => sent,
    isOpenSent: () => isOpenSent,
    isFinishSent: () => isFinishSent,
    isClosedByAgent: () => isClosedByAgent,
    unanswered: () => (isClosedByAgent || duplex.destroyed ? 0 : unanswered),
  };
}
