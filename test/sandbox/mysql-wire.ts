import type { ByteReader } from './byte-reader.ts';

/**
 * MySQL's connection phase, as far as a front needs it.
 * Source: MySQL internals manual, "Connection Phase Packets"; MariaDB documentation, "Connection" (clients
 * and servers of MariaDB keep four bytes of extended capabilities inside the reserved ones).
 */

/** Capability flags. */
export const capability = {
  connectWithDatabase: 1 << 3,
  compress: 1 << 5,
  ssl: 1 << 11,
  secureConnection: 1 << 15,
  pluginAuth: 1 << 19,
  connectAttributes: 1 << 20,
  lengthEncodedAuth: 1 << 21,
  zstd: 1 << 26,
} as const;

/** One packet: its payload and its sequence number. */
export interface MysqlPacket {
  readonly sequence: number;
  readonly payload: Buffer;
}

/** Reads one packet of at most `limit` bytes; `undefined` for garbage or the end. */
export async function readPacket(reader: ByteReader, limit = 65_536): Promise<MysqlPacket | undefined> {
  const head = await reader.take(4);
  const length = head?.readUIntLE(0, 3);
  if (!head || length === undefined || length > limit) return undefined;
  const payload = await reader.take(length);
  return payload && { sequence: head[3] ?? 0, payload };
}

/** Frames a payload. */
export function packet(sequence: number, ...payload: readonly Buffer[]): Buffer {
  const body = Buffer.concat(payload);
  const head = Buffer.alloc(4);
  head.writeUIntLE(body.length, 0, 3);
  head[3] = sequence & 0xff;
  return Buffer.concat([head, body]);
}

/** ERR packet. */
export function errorPacket(sequence: number, code: number, sqlState: string, text: string): Buffer {
  const number = Buffer.alloc(2);
  number.writeUInt16LE(code);
  return packet(sequence, Buffer.from([0xff]), number, Buffer.from(`#${sqlState}${text}`));
}

/** What a server's greeting offers. */
export interface Greeting {
  readonly capabilities: number;
  readonly plugin: string;
  /** The same greeting with other capabilities, another nonce of 20 bytes and another plugin. */
  readonly rewrite: (capabilities: number, nonce: Buffer, plugin: string) => Buffer;
}

/** Reads a greeting of protocol 10; `undefined` for anything else. */
export function readGreeting(payload: Buffer): Greeting | undefined {
  const versionEnd = payload.indexOf(0, 1);
  const at = versionEnd + 1; // connection id 4, nonce 8, filler 1, capabilities 2, charset 1, status 2, 2, 1, 10
  if (payload[0] !== 10 || versionEnd < 0 || payload.length < at + 31 + 13) return undefined;
  const capabilities = (payload.readUInt16LE(at + 13) | (payload.readUInt16LE(at + 18) << 16)) >>> 0;
  const pluginAt = at + 31 + Math.max(13, (payload[at + 20] ?? 0) - 8);
  return {
    capabilities,
    plugin: payload.toString('latin1', pluginAt, payload.indexOf(0, pluginAt)),
    rewrite: (offered, nonce, plugin) => {
      const fixed = Buffer.from(payload.subarray(0, at + 31));
      nonce.copy(fixed, at + 4, 0, 8);
      fixed.writeUInt16LE(offered & 0xffff, at + 13);
      fixed.writeUInt16LE(offered >>> 16, at + 18);
      fixed[at + 20] = 21;
      return Buffer.concat([fixed, nonce.subarray(8, 20), Buffer.from(`\0${plugin}\0`, 'latin1')]);
    },
  };
}

/** A client's HandshakeResponse41, without its authentication. */
export interface HandshakeResponse {
  readonly capabilities: number;
  readonly user: string;
  /** The same response with other capabilities, an empty authentication answer and another plugin. */
  readonly rewrite: (capabilities: number, plugin: string) => Buffer;
}

/** Reads a HandshakeResponse41; `undefined` for garbage. */
export function readHandshakeResponse(payload: Buffer): HandshakeResponse | undefined {
  if (payload.length < 33) return undefined;
  const capabilities = payload.readUInt32LE(0);
  const has = (flag: number): boolean => (capabilities & flag) !== 0;
  const userEnd = payload.indexOf(0, 32);
  if (userEnd < 0) return undefined;
  // both forms of the length are one byte here: no client's scramble is longer than 250 bytes
  const authLength = payload[userEnd + 1] ?? 0;
  if (authLength > 250 || !(has(capability.secureConnection) || has(capability.lengthEncodedAuth)))
    return undefined;
  let at = userEnd + 2 + authLength;
  const text = (): Buffer => {
    const end = payload.indexOf(0, at);
    const found = payload.subarray(at, end < 0 ? payload.length : end);
    at = end < 0 ? payload.length : end + 1;
    return found;
  };
  const database = has(capability.connectWithDatabase) ? text() : undefined;
  if (has(capability.pluginAuth)) text();
  const attributes = payload.subarray(at);
  return {
    capabilities,
    user: payload.toString('utf8', 32, userEnd),
    rewrite: (agreed, plugin) => {
      const head = Buffer.from(payload.subarray(0, userEnd + 1));
      head.writeUInt32LE(agreed >>> 0, 0);
      const zero = Buffer.from([0]);
      return Buffer.concat([
        head,
        zero,
        ...((agreed & capability.connectWithDatabase) !== 0 && database ? [database, zero] : []),
        ...((agreed & capability.pluginAuth) !== 0 ? [Buffer.from(`${plugin}\0`, 'latin1')] : []),
        ...((agreed & capability.connectAttributes) !== 0 ? [attributes] : []),
      ]);
    },
  };
}
