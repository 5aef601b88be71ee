import type { Duplex } from 'node:stream';
import type { Refusal, RefusalCode, Served } from '../session.ts';
import { encodeMessage, type Message } from './messages.ts';

/** SQLSTATE of each refusal. Source: PostgreSQL documentation, appendix "PostgreSQL Error Codes". */
const SQLSTATE: Record<RefusalCode, string> = {
  malformed: '08P01',
  'other-user': '28000',
  stopped: '57P03',
  'wrong-password': '28P01',
  'wrong-user': '28000',
  unsupported: '0A000',
  // what PostgreSQL gives when its authentication_timeout is over
  'too-slow': '57014',
  'too-many-sessions': '53300',
  'no-token': '28000',
  unreachable: '08001',
  'tls-refused': '08001',
  'certificate-refused': '08001',
  'database-refused': '08004',
  closing: '57P01',
};

/** A refusal as an ErrorResponse, whole. It can be sent at any time before a client is signed in. */
export function postgresRefusal({ code, message, hint }: Refusal): Buffer {
  const fields = [field('S', 'FATAL'), field('V', 'FATAL'), field('C', SQLSTATE[code]), field('M', message)];
  if (hint !== undefined) fields.push(field('H', hint));
  return encodeMessage('E', ...fields, END);
}

/** Tells the client why, and ends its side; what it still sends is thrown away, so that its end is noticed. */
export function refuse(client: Duplex, refusal: Refusal, answer = postgresRefusal(refusal)): Served {
  client.end(answer);
  client.resume();
  return { kind: 'refused', refusal };
}

/** What a server's ErrorResponse says, as far as it matters here. */
export interface ServerError {
  readonly severity: string;
  readonly sqlState: string;
  readonly message: string;
  readonly hint: string | undefined;
}

/**
 * Reads an ErrorResponse; what it leaves out is empty.
 * Source: PostgreSQL documentation, "Error and Notice Message Fields".
 */
export function parseError({ body }: Message): ServerError {
  const fields = new Map<string, string>();
  for (const text of body.toString('utf8').split('\0')) {
    if (text !== '') fields.set(text.slice(0, 1), text.slice(1));
  }
  return {
    severity: fields.get('V') ?? fields.get('S') ?? '',
    sqlState: fields.get('C') ?? '',
    message: fields.get('M') ?? 'The database refused, and did not say why.',
    hint: fields.get('H'),
  };
}

/** The same ErrorResponse with a hint behind its other fields; all other bytes stay. */
export function withHint({ type, body }: Message, hint: string): Buffer {
  const fields = body.at(-1) === 0 ? body.subarray(0, -1) : body;
  return encodeMessage(type, fields, field('H', hint), END);
}

function field(type: string, text: string): Buffer {
  return Buffer.from(`${type}${text.replaceAll('\0', '?')}\0`);
}

const END = Buffer.from([0]);
