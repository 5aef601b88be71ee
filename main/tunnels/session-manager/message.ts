import { hash, randomUUID } from 'node:crypto';

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
  readonly id: string;
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
  bytes.fill(' ', AT.type, AT.schema);
  bytes.write(message.type, AT.type, AT.schema - AT.type, 'latin1');
  bytes.writeUInt32BE(1, AT.schema);
  writeLong(bytes, now, AT.created);
  writeLong(bytes, message.sequence, AT.sequence);
  writeLong(bytes, message.flags, AT.flags);
  writeId(bytes, message.id);
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
    // padded with spaces, or with NULs
    type: bytes.toString('latin1', AT.type, AT.schema).replace(/[\0 ]+$/, ''),
    sequence,
    flags,
    id: readId(bytes),
    payloadType: header < HEADER ? PAYLOAD.none : bytes.readUInt32BE(AT.payloadType),
    payload,
  };
}

/** A new id for a message. */
export const newMessageId = (): string => randomUUID();

function writeLong(bytes: Buffer, value: number, at: number): void {
  bytes.writeUInt32BE(Math.floor(value / TWO_TO_32), at);
  bytes.writeUInt32BE(value % TWO_TO_32, at + 4);
}

function readLong(bytes: Buffer, at: number): number | null {
  const value = bytes.readInt32BE(at) * TWO_TO_32 + bytes.readUInt32BE(at + 4);
  return value >= 0 && Number.isSafeInteger(value) ? value : null;
}

/** The halves of the UUID change places: the last eight bytes are written first. */
function writeId(bytes: Buffer, id: string): void {
  const hex = id.replaceAll('-', '');
  bytes.write(hex.slice(16), AT.id, 'hex');
  bytes.write(hex.slice(0, 16), AT.id + 8, 'hex');
}

function readId(bytes: Buffer): string {
  const last = bytes.toString('hex', AT.id, AT.id + 8);
  const first = bytes.toString('hex', AT.id + 8, AT.id + 16);
  const [time, middle, high] = [first.slice(0, 8), first.slice(8, 12), first.slice(12)];
  return `${time}-${middle}-${high}-${last.slice(0, 4)}-${last.slice(4)}`;
}
