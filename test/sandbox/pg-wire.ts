import type { ByteReader } from './byte-reader.ts';

/**
 * PostgreSQL's wire protocol, as far as a front needs it.
 * Source: PostgreSQL documentation, "Frontend/Backend Protocol", sections "Message Flow" and "Message Formats".
 */

/** The four first packets that have no type byte. */
export const startupCode = { ssl: 80877103, gss: 80877104, cancel: 80877102 } as const;

/** A typed message of the client's. */
export interface PgMessage {
  readonly type: string;
  readonly body: Buffer;
}

const MAX_STARTUP = 10_000;

/** Reads a packet of the start-up phase: its code and what follows it; `undefined` for garbage or the end. */
export async function readStartup(
  reader: ByteReader,
): Promise<{ readonly code: number; readonly rest: Buffer } | undefined> {
  const length = (await reader.take(4))?.readInt32BE(0);
  if (length === undefined || length < 8 || length > MAX_STARTUP) return undefined;
  const packet = await reader.take(length - 4);
  return packet && { code: packet.readInt32BE(0), rest: packet.subarray(4) };
}

/** Reads a typed message of at most `limit` bytes; `undefined` for garbage or the end. */
export async function readMessage(reader: ByteReader, limit: number): Promise<PgMessage | undefined> {
  const head = await reader.take(5);
  const length = head?.readInt32BE(1);
  if (!head || length === undefined || length < 4 || length > limit) return undefined;
  const body = await reader.take(length - 4);
  return body && { type: String.fromCharCode(head[0] ?? 0), body };
}

/** The name and value pairs of a StartupMessage. */
export function startupParameters(rest: Buffer): Map<string, string> {
  const parts = rest.toString('utf8').split('\0');
  const parameters = new Map<string, string>();
  for (let index = 0; index + 1 < parts.length && parts[index] !== ''; index += 2) {
    parameters.set(parts[index] ?? '', parts[index + 1] ?? '');
  }
  return parameters;
}

/** One message: type byte, length, body. */
export function message(type: string, ...body: ReadonlyArray<Buffer | string>): Buffer {
  const content = Buffer.concat(body.map((part) => (typeof part === 'string' ? cstring(part) : part)));
  return Buffer.concat([Buffer.from(type), int32(content.length + 4), content]);
}

/** ErrorResponse with severity, SQLSTATE and text. */
export function errorResponse(severity: 'ERROR' | 'FATAL', sqlState: string, text: string): Buffer {
  return message('E', `S${severity}`, `V${severity}`, `C${sqlState}`, `M${text}`, Buffer.from([0]));
}

/** 32-bit big-endian integer. */
export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

/** The status byte (`I`, `T` or `E`) of the last ReadyForQuery in some of the server's messages. */
export function lastReadyStatus(data: Uint8Array): string | undefined {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  let status: string | undefined;
  for (let at = 0; at + 5 <= bytes.length; at += 1 + bytes.readInt32BE(at + 1)) {
    if (bytes[at] === 0x5a) status = String.fromCharCode(bytes[at + 5] ?? 0);
  }
  return status;
}

function cstring(text: string): Buffer {
  return Buffer.from(`${text}\0`);
}
