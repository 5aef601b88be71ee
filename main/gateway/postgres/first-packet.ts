import type { Duplex } from 'node:stream';
import { readBytes } from '../read-bytes.ts';
import type { Refusal } from '../session.ts';
import { parseParameters, type Parameter } from './startup.ts';

/** What a client may begin with. */
export type FirstPacket =
  | { readonly kind: 'tls' }
  | { readonly kind: 'gss' }
  /** TLS has begun without a request for it; all its bytes are in the stream. */
  | { readonly kind: 'direct-tls' }
  /** `key` is the process id and the secret key, as BackendKeyData had them. */
  | { readonly kind: 'cancel'; readonly packet: Buffer; readonly key: Buffer }
  | { readonly kind: 'startup'; readonly version: number; readonly parameters: readonly Parameter[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'gone' };

/** PostgreSQL's own bound (MAX_STARTUP_PACKET_LENGTH, libpq/pqcomm.h), in bytes; the length itself not counted. */
const MOST = 10_000;

/** Codes where a version would be. Source: PostgreSQL documentation, "Message Formats". */
export const requestCode = { tls: 80877103, gss: 80877104, cancel: 80877102 } as const;

/**
 * How Terminate begins, which clients send that give up, also before they have said anything else. PostgreSQL takes
 * it for an impossible length, and closes without a word.
 */
const TERMINATE = Buffer.from('X\0\0\0', 'latin1');

/** Reads one of the packets that have no type byte, and leaves what follows it in the stream. */
export async function readFirstPacket(client: Duplex): Promise<FirstPacket> {
  const head = await readBytes(client, 4);
  if (head === null || head.equals(TERMINATE)) return { kind: 'gone' };
  if (isTls(head)) {
    client.unshift(head);
    return { kind: 'direct-tls' };
  }
  const size = head.readInt32BE(0) - 4;
  if (size < 4 || size > MOST) return refused('malformed', whatItIs(head));
  const packet = await readBytes(client, size);
  if (packet === null) return { kind: 'gone' };
  const code = packet.readInt32BE(0);
  const rest = packet.subarray(4);
  switch (code) {
    case requestCode.cancel:
      return { kind: 'cancel', packet: Buffer.concat([head, packet]), key: rest };
    case requestCode.tls:
    case requestCode.gss:
      if (rest.length > 0) return refused('malformed', 'The request for encryption has a wrong length.');
      return { kind: code === requestCode.tls ? 'tls' : 'gss' };
  }
  const [major, minor] = [packet.readUInt16BE(0), packet.readUInt16BE(2)];
  if (major !== 3) {
    return refused('unsupported', `Protocol ${major}.${minor} is not supported; version 3 is.`);
  }
  const parameters = parseParameters(rest);
  if (parameters === null) return refused('malformed', 'The startup message is not well-formed.');
  return { kind: 'startup', version: code, parameters };
}

function refused(code: Refusal['code'], message: string): FirstPacket {
  return { kind: 'refused', refusal: { code, message } };
}

/** Whether these bytes begin a TLS handshake's record: as a packet's length they would be far too long. */
function isTls(head: Buffer): boolean {
  return head[0] === 0x16 && head[1] === 3;
}

/** What sent these bytes instead of a packet's length. */
function whatItIs(head: Buffer): string {
  if (HTTP.test(head.toString('latin1'))) return 'This is a PostgreSQL port; HTTP is not spoken here.';
  return 'This is not a PostgreSQL client: the first packet has an impossible length.';
}

const HTTP = /^(?:GET |HEAD|POST|PUT |DELE|OPTI|PATC|CONN|TRAC|PRI )/;
