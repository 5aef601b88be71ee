import { CAPABILITY, has, isMariadb, type Capabilities } from './capabilities.ts';
import { Fields, nullEnded, uint } from './fields.ts';

/**
 * A server's first packet, HandshakeV10.
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_handshake_v10.html
 */
export interface Greeting extends Capabilities {
  /** As the server writes it: MariaDB may begin it with `5.5.5-`. */
  readonly version: string;
  /** What KILL QUERY names. */
  readonly connectionId: number;
  readonly characterSet: number;
  readonly status: number;
  /** 20 bytes without a NUL. */
  readonly nonce: Buffer;
  readonly plugin: string;
}

const NEEDED = [CAPABILITY.protocol41, CAPABILITY.secureConnection, CAPABILITY.pluginAuth];

/** Reads a greeting; null for anything else, and for servers older than MySQL 5.5. */
export function parseGreeting(payload: Buffer): Greeting | null {
  const fields = new Fields(payload);
  if (fields.uint(1) !== 10) return null;
  const version = fields.toNull().toString('latin1');
  const connectionId = fields.uint(4);
  const first = fields.bytes(8);
  fields.bytes(1);
  const low = fields.uint(2);
  const characterSet = fields.uint(1);
  const status = fields.uint(2);
  const capabilities = low + fields.uint(2) * 0x1_0000;
  const nonceLength = fields.uint(1);
  fields.bytes(6);
  const further = fields.uint(4);
  const second = fields.bytes(Math.max(13, nonceLength - 8));
  const plugin = fields.toNullOrEnd().toString('latin1');
  if (fields.short || !NEEDED.every((flag) => has(capabilities, flag))) return null;
  return {
    version,
    connectionId,
    capabilities,
    characterSet,
    status,
    plugin,
    // MySQL's are zero, and mean nothing
    extended: isMariadb({ capabilities }) ? further : 0,
    nonce: Buffer.concat([first, second.subarray(0, 12)]),
  };
}

/** Writes a greeting's payload. */
export function encodeGreeting(greeting: Greeting): Buffer {
  const { version, connectionId, capabilities, characterSet, status, extended, nonce, plugin } = greeting;
  return Buffer.concat([
    uint(1, 10),
    nullEnded(version),
    uint(4, connectionId),
    nonce.subarray(0, 8),
    uint(1, 0),
    uint(2, capabilities & 0xffff),
    uint(1, characterSet),
    uint(2, status),
    uint(2, capabilities >>> 16),
    uint(1, 21),
    Buffer.alloc(6),
    uint(4, extended),
    nullEnded(nonce.subarray(8)),
    nullEnded(plugin),
  ]);
}
