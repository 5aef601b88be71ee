import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { TlsSeen } from '../../app/doctor/observations.ts';

/** How long the rest of a first answer may take, in milliseconds. */
const REST_MS = 100;

/**
 * What speaks at the other end, by its first bytes.
 *
 * @param first what was read of them
 */
export async function otherProtocol(
  socket: Duplex,
  first: Buffer,
): Promise<Extract<TlsSeen, { state: 'other-protocol' }>> {
  if (socket.readableLength === 0 && !socket.readableEnded) await delay(REST_MS, undefined, { ref: false });
  const more: unknown = socket.read();
  const bytes = Buffer.isBuffer(more) ? Buffer.concat([first, more]) : first;
  return { state: 'other-protocol', speaks: protocolOf(bytes) };
}

/** The protocol that begins so; empty for one that is not known. */
export function protocolOf(bytes: Buffer): string {
  const text = bytes.toString('latin1', 0, 8);
  if (text.startsWith('HTTP/') || /^\s*<(?:!|html)/i.test(text)) return 'http';
  if (text.startsWith('SSH-')) return 'ssh';
  // a record of TLS: an alert, or a handshake
  if ((bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 3) return 'tls';
  // MySQL's greeting: three bytes of length, number 0, protocol 10 or an error
  if (bytes.length >= 5 && bytes[3] === 0 && (bytes[4] === 10 || bytes[4] === 0xff)) return 'mysql';
  return '';
}
