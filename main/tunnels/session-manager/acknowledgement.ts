import { z } from 'zod';
import type { Clock } from '../../../app/common/clock.ts';
import { encodeMessage, messageIdText, newMessageId, PAYLOAD, type Message } from './message.ts';

/** SYN and FIN both: an acknowledgement is a sequence of its own. */
const FLAGS = 3;

/** What is read of one; the agent matches by the number alone, and so does this side. */
const content = z.object({ AcknowledgedMessageSequenceNumber: z.int().min(0) });

/**
 * Writes the acknowledgement of a message.
 *
 * @param now milliseconds since the epoch
 */
export function encodeAcknowledgement({ type, id, sequence }: Message, now: number): Buffer {
  const payload = JSON.stringify({
    AcknowledgedMessageType: type,
    AcknowledgedMessageId: messageIdText(id),
    AcknowledgedMessageSequenceNumber: sequence,
    IsSequentialMessage: true,
  });
  return encodeMessage(
    {
      type: 'acknowledge',
      sequence: 0,
      flags: FLAGS,
      id: newMessageId(),
      payloadType: PAYLOAD.none,
      payload: Buffer.from(payload),
    },
    now,
  );
}

/** The sequence number that an acknowledgement's payload is for; null where it is none. */
export function decodeAcknowledgement(payload: Buffer): number | null {
  const parsed = content.safeParse(parseJson(payload));
  return parsed.success ? parsed.data.AcknowledgedMessageSequenceNumber : null;
}

/** How many acknowledgements are repeated over a new link, and how old they may be, in milliseconds. */
const MAX_REPEATED = 1_000;
const MAX_REPEATED_AGE_MS = 10_000;

/**
 * Acknowledges messages, and again those of the last moments of a link that was lost. Without that an agent sends
 * each again whose acknowledgement was on its way, ten a second, before it comes to those that were lost.
 */
export function createAcknowledger(clock: Clock, transmit: (bytes: Buffer) => void) {
  /** A ring; the next one takes the place of the oldest. */
  const recent: { readonly bytes: Buffer; readonly at: number }[] = [];
  let next = 0;

  return {
    acknowledge(message: Message): void {
      const at = clock.now();
      const bytes = encodeAcknowledgement(message, at);
      recent[next] = { bytes, at };
      next = (next + 1) % MAX_REPEATED;
      transmit(bytes);
    },
    /** Acknowledges again, the oldest first. */
    repeat(): void {
      const oldest = clock.now() - MAX_REPEATED_AGE_MS;
      for (const { bytes, at } of [...recent.slice(next), ...recent.slice(0, next)])
        if (at >= oldest) transmit(bytes);
    },
  };
}

/** Parses JSON of a peer; undefined where it is none. */
export function parseJson(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString());
  } catch {
    return undefined;
  }
}
