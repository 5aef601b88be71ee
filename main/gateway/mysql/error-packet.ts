import type { Refusal, RefusalCode } from '../session.ts';
import { uint } from './fields.ts';
import { packet } from './packets.ts';
import { shown } from '../../../app/common/text/plain-text.ts';

/**
 * The number and SQLSTATE of each refusal. Numbers of two thousand and more are those that clients know for
 * connections that fail.
 * https://dev.mysql.com/doc/mysql-errors/en/server-error-reference.html
 * https://dev.mysql.com/doc/mysql-errors/en/client-error-reference.html
 */
const ERRORS: Record<RefusalCode, readonly [number: number, sqlState: string]> = {
  malformed: [1043, '08S01'], // ER_HANDSHAKE_ERROR
  'not-loopback': [1130, 'HY000'], // ER_HOST_NOT_PRIVILEGED
  'wrong-password': [1045, '28000'], // ER_ACCESS_DENIED_ERROR
  'wrong-user': [1045, '28000'],
  unsupported: [1251, '08004'], // ER_NOT_SUPPORTED_AUTH_MODE
  'too-slow': [1159, '08S01'], // ER_NET_READ_INTERRUPTED
  'too-many-sessions': [1040, '08004'], // ER_CON_COUNT_ERROR
  'no-token': [1698, '28000'], // ER_ACCESS_DENIED_NO_PASSWORD_ERROR
  unreachable: [2003, 'HY000'], // CR_CONN_HOST_ERROR
  'tls-refused': [2026, 'HY000'], // CR_SSL_CONNECTION_ERROR
  'certificate-refused': [2026, 'HY000'],
  'database-refused': [1698, '28000'],
  closing: [1053, '08S01'], // ER_SERVER_SHUTDOWN
};

/** Longest text of an error that clients keep, in bytes (MYSQL_ERRMSG_SIZE). */
const MAX_TEXT = 511;

/** An error of the database's own, as it was sent. */
export interface ServerError {
  readonly number: number;
  readonly text: string;
}

/**
 * An ERR packet.
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_err_packet.html
 *
 * @param sqlState null for clients that do not know it: before the greeting, and before protocol 4.1
 */
export function errorPacket(sequence: number, number: number, sqlState: string | null, text: string): Buffer {
  const marked = sqlState === null ? '' : `#${sqlState}`;
  return packet(sequence, uint(1, 0xff), uint(2, number), Buffer.from(marked), cut(text));
}

/**
 * A refusal as an ERR packet, for a client that expects one.
 *
 * @param sequence the number that the client expects next; 0 where there was no greeting yet
 * @param knowsState whether the client has said that it knows SQLSTATE
 */
export function mysqlRefusal(refusal: Refusal, sequence: number, knowsState = sequence > 0): Buffer {
  const { code, message, hint } = refusal;
  const [number, sqlState] = ERRORS[code];
  const text = hint === undefined ? message : `${message} ${hint}`;
  return errorPacket(sequence, number, knowsState ? sqlState : null, text);
}

/** Reads an ERR packet's payload; null for anything else. */
export function parseError(payload: Buffer): ServerError | null {
  if (payload[0] !== 0xff || payload.length < 3) return null;
  const textAt = payload[3] === 0x23 ? 9 : 3;
  return { number: payload.readUInt16LE(1), text: shown(payload.toString('utf8', textAt)) };
}

/** A server's ERR packet as a client gets it after the greeting: with what is known of its cause, if anything. */
export function explainedError(payload: Buffer, hint: string | undefined): Buffer {
  const error = parseError(payload);
  if (error === null || hint === undefined) return payload;
  const textAt = payload[3] === 0x23 ? 9 : 3;
  return Buffer.concat([payload.subarray(0, textAt), cut(`${error.text} ${hint}`)]);
}

/** As many whole characters as a client keeps. */
function cut(text: string): Buffer {
  const bytes = Buffer.from(text);
  if (bytes.length <= MAX_TEXT) return bytes;
  let end = MAX_TEXT;
  // a byte 10xxxxxx goes on with a character
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end);
}
