import type { Duplex, Readable } from 'node:stream';
import { readBytes } from '../read-bytes.ts';

/** A message with a type byte, as it was read. */
export interface Message {
  /** One character, such as `R`. */
  readonly type: string;
  readonly body: Buffer;
  /** The whole message, to be passed on unchanged. */
  readonly bytes: Buffer;
}

/** A message; or what came had an impossible length; or the stream ended or failed before it was whole. */
export type ReadMessage = Message | 'malformed' | 'gone';

/**
 * Reads one message and leaves what follows it in the stream.
 * Format: PostgreSQL documentation, "Frontend/Backend Protocol", "Message Formats".
 *
 * @param limit of the message's body, in bytes
 */
export async function readMessage(stream: Readable, limit: number): Promise<ReadMessage> {
  const head = await readBytes(stream, 5);
  if (head === null) return 'gone';
  const size = head.readInt32BE(1) - 4;
  if (size < 0 || size > limit) return 'malformed';
  const body = await readBytes(stream, size);
  if (body === null) return 'gone';
  return { type: head.toString('latin1', 0, 1), body, bytes: Buffer.concat([head, body]) };
}

/** A 32-bit integer in network byte order. */
export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

/** A message of this type, with its length. */
export function encodeMessage(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type, 'latin1'), int32(body.length + 4), body]);
}

/** Writes, and resolves when more may be written or nothing can be: what waits for a slow reader is bounded. */
export async function send(stream: Duplex, bytes: Buffer): Promise<void> {
  if (stream.destroyed || stream.write(bytes) || stream.destroyed) return;
  await new Promise<void>((resolve) => {
    const settle = (): void => {
      for (const event of EVENTS) stream.off(event, settle);
      resolve();
    };
    for (const event of EVENTS) stream.on(event, settle);
  });
}

const EVENTS = ['drain', 'close', 'error'] as const;
