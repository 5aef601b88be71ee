import { hash, randomFillSync } from 'node:crypto';

/** What a stream's message carries (`PayloadType` of the agent, `agent/session/contracts/model.go`). */
export const PAYLOAD = {
  none: 0,
  output: 1,
  handshakeRequest: 5,
  handshakeResponse: 6,
  handshakeComplete: 7,
  flag: 10,
} as const;

/** What a message of payload type `flag` says, as 32 bits (`PayloadTypeFlag` of the agent). */
export const FLAG = { terminateSession: 2, connectToPortError: 3 } as const;

/** One message of the data channel. Its date and its schema version are written and not read. */
export interface Message {
  readonly type: string;
  /** Counted from 0 in each direction, for stream data; 0 for all else. */
  readonly sequence: number;
  /** Bit 0 is SYN, bit 1 is FIN. */
  readonly flags: number;
  /** As messages carry it: the last eight bytes of the UUID come first. */
  readonly id: Buffer;
  readonly payloadType: number;
  readonly payload: Buffer;
}

/** Where the fields are, in bytes. All numbers are big-endian. */
const AT = {
  type: 4,
  schema: 36,
  created: 40,
  sequence: 48,
  flags: 56,
  id: 64,
  digest: 80,
  payloadType: 112,
};
const HEADER = 116;
const LENGTH_BYTES = 4;
const TYPE_BYTES = 32;
const ID_BYTES = 16;
/** The header of a message that has no payload type, as the service's `channel_closed`. */
const SHORT_HEADER = 112;
const TWO_TO_32 = 2 ** 32;

/**
 * Writes a message. The SHA-256 of its payload is added.
 *
 * @param now milliseconds since the epoch
 */
export function encodeMessage(message: Message, now: number): Buffer {
  const { payload } = message;
  const bytes = Buffer.allocUnsafe(HEADER + LENGTH_BYTES + payload.length);
  bytes.writeUInt32BE(HEADER, 0);
  bytes.write(message.type.padEnd(TYPE_BYTES), AT.type, TYPE_BYTES, 'latin1');
  bytes.writeUInt32BE(1, AT.schema);
  writeLong(bytes, now, AT.created);
  writeLong(bytes, message.sequence, AT.sequence);
  writeLong(bytes, message.flags, AT.flags);
  message.id.copy(bytes, AT.id);
  hash('sha256', payload, 'buffer').copy(bytes, AT.digest);
  bytes.writeUInt32BE(message.payloadType, AT.payloadType);
  bytes.writeUInt32BE(payload.length, HEADER);
  payload.copy(bytes, HEADER + LENGTH_BYTES);
  return bytes;
}

/**
 * Reads a message. Whatever is no message, or was cut or changed on its way, is nothing: its sender sends it again.
 *
 * @returns null for fewer bytes than it says it has, a number that is out of range, or another digest
 */
export function decodeMessage(bytes: Buffer): Message | null {
  if (bytes.length < SHORT_HEADER + LENGTH_BYTES) return null;
  const header = bytes.readUInt32BE(0);
  if (header < SHORT_HEADER || header + LENGTH_BYTES > bytes.length) return null;
  const from = header + LENGTH_BYTES;
  const until = from + bytes.readUInt32BE(header);
  const sequence = readLong(bytes, AT.sequence);
  const flags = readLong(bytes, AT.flags);
  if (until > bytes.length || sequence === null || flags === null) return null;
  const payload = bytes.subarray(from, until);
  const digest = hash('sha256', payload, 'buffer');
  if (bytes.compare(digest, 0, digest.length, AT.digest, AT.digest + digest.length) !== 0) return null;
  return {
    type: typeOf(bytes.toString('latin1', AT.type, AT.schema)),
    sequence,
    flags,
    id: bytes.subarray(AT.id, AT.digest),
    payloadType: header < HEADER ? PAYLOAD.none : bytes.readUInt32BE(AT.payloadType),
    payload,
  };
}

/** Random bytes that are taken in order, for asking the system for each id takes longer than the rest of a message. */
const random = Buffer.alloc(ID_BYTES * 256);
let taken = random.length;

/** A new id for a message: a random UUID (RFC 9562, version 4). */
export function newMessageId(): Buffer {
  if (taken === random.length) {
    randomFillSync(random);
    taken = 0;
  }
  const id = Buffer.from(random.subarray(taken, taken + ID_BYTES));
  taken += ID_BYTES;
  id.writeUInt8((id.readUInt8(0) & 0x3f) | 0x80, 0);
  id.writeUInt8((id.readUInt8(14) & 0x0f) | 0x40, 14);
  return id;
}

/** An id as people and JSON write it. */
export function messageIdText(id: Buffer): string {
  const hex = id.toString('hex');
  const [last, first] = [hex.slice(0, 16), hex.slice(16)];
  return `${first.slice(0, 8)}-${first.slice(8, 12)}-${first.slice(12)}-${last.slice(0, 4)}-${last.slice(4)}`;
}

/** A type without the spaces, or NULs, that it is padded with. */
function typeOf(padded: string): string {
  let end = padded.length;
  while (end > 0 && (padded[end - 1] === ' ' || padded[end - 1] === '\0')) end -= 1;
  return padded.slice(0, end);
}

function writeLong(bytes: Buffer, value: number, at: number): void {
  bytes.writeUInt32BE(Math.floor(value / TWO_TO_32), at);
  bytes.writeUInt32BE(value % TWO_TO_32, at + 4);
}

function readLong(bytes: Buffer, at: number): number | null {
  const value = bytes.readInt32BE(at) * TWO_TO_32 + bytes.readUInt32BE(at + 4);
  return value >= 0 && Number.isSafeInteger(value) ? value : null;
}
