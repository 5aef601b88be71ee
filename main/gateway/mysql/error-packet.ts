import type { Refusal, RefusalCode } from '../session.ts';
import { uint } from './fields.ts';
import { packet } from './packets.ts';
import { shown } from '../../../app/common/text/plain-text.ts';

/**
 * The number and SQLSTATE of each refusal. Servers' numbers only: libmariadb takes an error packet with one of a
 * client's own (2000 to 2999) for malformed, and does not show its text.
 * https://dev.mysql.com/doc/mysql-errors/en/server-error-reference.html
 */
const ERRORS: Record<RefusalCode, readonly [number: number, sqlState: string]> = {
  malformed: [1043, '08S01'], // ER_HANDSHAKE_ERROR
  'other-user': [1130, 'HY000'], // ER_HOST_NOT_PRIVILEGED
  stopped: [1053, '08S01'], // ER_SERVER_SHUTDOWN
  'wrong-password': [1045, '28000'], // ER_ACCESS_DENIED_ERROR
  'wrong-user': [1045, '28000'],
  unsupported: [1251, '08004'], // ER_NOT_SUPPORTED_AUTH_MODE
  'too-slow': [1159, '08S01'], // ER_NET_READ_INTERRUPTED
  'too-many-sessions': [1040, '08004'], // ER_CON_COUNT_ERROR
  'no-token': [1698, '28000'], // ER_ACCESS_DENIED_NO_PASSWORD_ERROR
  unreachable: [1429, 'HY000'], // ER_CONNECT_TO_FOREIGN_DATA_SOURCE
  'tls-refused': [1105, 'HY000'], // ER_UNKNOWN_ERROR
  'certificate-refused': [1105, 'HY000'],
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
 * @param number in place of the refusal's own
 */
export function mysqlRefusal(
  refusal: Refusal,
  sequence: number,
  knowsState = sequence > 0,
  number = ERRORS[refusal.code][0],
): Buffer {
  const { code, message, hint } = refusal;
  const text = hint === undefined ? message : `${message} ${hint}`;
  return errorPacket(sequence, number, knowsState ? ERRORS[code][1] : null, text);
}

/** What is known of a server's number before TLS. */
const BEFORE_TLS: Record<number, string> = {
  1040: 'It has no room for another connection: try again later.',
  1129: 'An administrator of the database lets this machine in again with FLUSH HOSTS.',
  1130: 'It lets in no one from this machine: check from where it may be reached.',
};

/**
 * An error that a server gives before TLS: its number, and own words, for anybody on the way could have written the
 * server's. A number that no server has is replaced, for a client would not show the words.
 */
export function errorBeforeTls(given: number): { readonly refusal: Refusal; readonly number: number } {
  const message = `The database refused the connection before TLS began (error ${given}); no token was sent.`;
  const hint = BEFORE_TLS[given] ?? 'The log of the server has the reason.';
  const isOfServer = given > 1_000 && given < 2_000;
  return {
    refusal: { code: 'database-refused', message, hint },
    number: isOfServer ? given : ERRORS['tls-refused'][0],
  };
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
