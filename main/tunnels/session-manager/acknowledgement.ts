import { z } from 'zod';
import { encodeMessage, newMessageId, PAYLOAD, type Message } from './message.ts';

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
    AcknowledgedMessageId: id,
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

/** Parses JSON of a peer; undefined where it is none. */
export function parseJson(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString());
  } catch {
    return undefined;
  }
}
