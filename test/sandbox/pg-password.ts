import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { ByteReader } from './byte-reader.ts';
import { errorResponse, int32, message, readMessage } from './pg-wire.ts';

const MAX_ANSWER = 65_536;

/**
 * Asks for a password by SCRAM, as PostgreSQL does for whoever is no member of rds_iam, and refuses whatever comes:
 * nobody has a password here. A name that nobody has is asked the same.
 * Source: PostgreSQL documentation, "SASL Authentication"; RFC 5802.
 */
export async function refusePassword(stream: Duplex, reader: ByteReader, user: string): Promise<void> {
  stream.write(message('R', int32(10), 'SCRAM-SHA-256', Buffer.from([0])));
  const first = await readMessage(reader, MAX_ANSWER);
  const nonce = /(?:^|,)r=([^,]+)/.exec(first?.body.toString('utf8') ?? '')?.[1];
  if (first?.type === 'p' && nonce !== undefined) {
    const salt = randomBytes(16).toString('base64');
    const challenge = `r=${nonce}${randomBytes(18).toString('base64')},s=${salt},i=4096`;
    stream.write(message('R', int32(11), Buffer.from(challenge)));
    await readMessage(reader, MAX_ANSWER);
  }
  stream.end(errorResponse('FATAL', '28P01', `password authentication failed for user "${user}"`));
}
