import type { Clock } from '../../../app/common/clock.ts';
import { encodeMessage, newMessageId } from './message.ts';
import type { RoundTrip } from './round-trip.ts';

/** How many messages may be on their way without an acknowledgement: about 1 MB. */
const WINDOW = 1_000;
/** How often it is looked whether one has to be sent again, in milliseconds; only while some are on their way. */
const TICK_MS = 50;
/** How many are sent again at one look, the oldest first. */
const RESENT_AT_ONCE = 16;

/** What is sent and not acknowledged yet. */
interface Unacknowledged {
  readonly bytes: Buffer;
  sentAt: number;
  isResent: boolean;
}

/** What the outgoing side is given. */
export interface OutgoingPorts {
  readonly clock: Clock;
  readonly roundTrip: RoundTrip;
  /** Sends bytes where there is a link; without one they are lost, and sent again by `resendAll`. */
  readonly transmit: (bytes: Buffer) => void;
}

/**
 * The messages of stream data to the agent: numbered, kept until they are acknowledged, and sent again where that
 * takes too long.
 */
export function createOutgoing({ clock, roundTrip, transmit }: OutgoingPorts) {
  const kept = new Map<number, Unacknowledged>();
  let sequence = 0;
  let stopTicking: (() => void) | null = null;
  let isStopped = false;

  function again(one: Unacknowledged, now: number): void {
    one.sentAt = now;
    one.isResent = true;
    transmit(one.bytes);
  }

  function tick(): void {
    const now = clock.now();
    const due = now - roundTrip.timeout();
    let resent = 0;
    for (const one of kept.values()) {
      if (one.sentAt > due) continue;
      again(one, now);
      resent += 1;
      if (resent === RESENT_AT_ONCE) break;
    }
    if (resent > 0) roundTrip.backOff();
  }

  function stop(): void {
    stopTicking?.();
    stopTicking = null;
  }

  return {
    /** Sends a message. Whoever sends a lot asks `hasRoom` first. */
    send(payloadType: number, payload: Buffer): void {
      if (isStopped) return;
      const now = clock.now();
      const message = {
        type: 'input_stream_data',
        sequence,
        flags: 0,
        id: newMessageId(),
        payloadType,
        payload,
      };
      const bytes = encodeMessage(message, now);
      kept.set(sequence, { bytes, sentAt: now, isResent: false });
      sequence += 1;
      stopTicking ??= clock.every(TICK_MS, tick);
      transmit(bytes);
    },
    /**
     * Forgets a message that has arrived.
     *
     * @returns false where it was acknowledged before, or never sent
     */
    acknowledge(number: number): boolean {
      const one = kept.get(number);
      if (one === undefined) return false;
      kept.delete(number);
      if (!one.isResent) roundTrip.measured(clock.now() - one.sentAt);
      if (kept.size === 0) stop();
      return true;
    },
    /** Sends all again that is not acknowledged, in order: the link is a new one. */
    resendAll(): void {
      const now = clock.now();
      for (const one of kept.values()) again(one, now);
    },
    hasRoom: (): boolean => kept.size < WINDOW,
    /** How many messages are not acknowledged. */
    unacknowledged: (): number => kept.size,
    /** Sends nothing any more. */
    stop(): void {
      isStopped = true;
      stop();
      kept.clear();
    },
  };
}
