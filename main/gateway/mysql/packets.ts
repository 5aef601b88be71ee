import type { Duplex } from 'node:stream';
import { readBytes } from '../read-bytes.ts';

/** The largest first packets that are taken, in bytes: a client's may have 64 kB of attributes. */
export const MAX_FROM_CLIENT = 128 * 1024;
export const MAX_FROM_SERVER = 64 * 1024;

/** What came instead of a packet. */
export type NoPacket = 'gone' | 'malformed';

/**
 * Frames a payload of less than 16 MB: three bytes of length, one of sequence.
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_packets.html
 */
export function packet(sequence: number, ...payload: readonly Uint8Array[]): Buffer {
  const head = Buffer.alloc(4);
  const framed = Buffer.concat([head, ...payload]);
  framed.writeUIntLE(framed.length - 4, 0, 3);
  framed[3] = sequence & 0xff;
  return framed;
}

/**
 * Reads one packet's payload. Its head is judged before anything more is waited for, so that a client of
 * another protocol is told at once.
 *
 * @param sequence the number that the packet must have; null where any will do
 * @param limit the longest payload that is taken, in bytes
 * @returns `gone` where the stream ended before, `malformed` for another number or a longer one
 */
export async function readPacket(
  stream: Duplex,
  sequence: number | null,
  limit: number,
): Promise<Buffer | NoPacket> {
  const head = await readBytes(stream, 4);
  if (head === null) return 'gone';
  const length = head.readUIntLE(0, 3);
  if (length > limit || (sequence !== null && head[3] !== (sequence & 0xff))) return 'malformed';
  return (await readBytes(stream, length)) ?? 'gone';
}

/** One packet as it was read. */
export interface Packet {
  readonly sequence: number;
  readonly payload: Buffer;
}

/** Takes the first packet off bytes; null where it is not whole. */
export function takePacket(bytes: Buffer): { readonly packet: Packet; readonly rest: Buffer } | null {
  if (bytes.length < 4) return null;
  const end = 4 + bytes.readUIntLE(0, 3);
  if (bytes.length < end) return null;
  return {
    packet: { sequence: bytes[3] ?? 0, payload: bytes.subarray(4, end) },
    rest: bytes.subarray(end),
  };
}
