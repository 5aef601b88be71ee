import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a server keeps of a password; the password cannot be computed from it. */
export interface ScramKeys {
  readonly salt: Buffer;
  readonly storedKey: Buffer;
  readonly serverKey: Buffer;
}

/** A sign-in that waits for the client's last message. */
export interface ScramExchange {
  /** What the server answers first. */
  readonly serverFirst: string;
  readonly finish: (clientFinal: string) => ScramVerdict;
}

/** How it ended: with the server's last message, or not. */
export type ScramVerdict =
  | { readonly kind: 'right'; readonly serverFinal: string }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'malformed'; readonly message: string };

/** PostgreSQL's own default (`scram_iterations`). The local password is long and random, so more gain nothing. */
const ITERATIONS = 4096;

/**
 * Derives the keys, with a new salt, in about two milliseconds. RFC 5802 section 3; SHA-256 per RFC 7677.
 *
 * @param password plain ASCII, so that SASLprep has nothing to change
 */
export function scramKeys(password: string): ScramKeys {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256');
  const clientKey = hmac(salted, 'Client Key');
  return { salt, storedKey: sha256(clientKey), serverKey: hmac(salted, 'Server Key') };
}

/**
 * Begins an exchange with the client's first message (RFC 5802 section 7), each byte a Latin-1 character. The
 * user name in it is ignored, as PostgreSQL does ("SASL Authentication"); channel binding is not offered.
 *
 * @returns why the message cannot be taken, where it cannot
 */
export function startScram(
  keys: ScramKeys,
  clientFirst: string,
): ScramExchange | { readonly malformed: string } {
  if (clientFirst.startsWith('p='))
    return { malformed: 'SCRAM channel binding was used and is not offered.' };
  const [whole, flag, bare, clientNonce] = CLIENT_FIRST.exec(clientFirst) ?? [];
  if (whole === undefined) return { malformed: 'The first SCRAM message is not well-formed.' };
  const nonce = `${clientNonce}${randomBytes(18).toString('base64')}`;
  const serverFirst = `r=${nonce},s=${keys.salt.toString('base64')},i=${ITERATIONS}`;
  const finish = (clientFinal: string): ScramVerdict => {
    const [, withoutProof, binding, sameNonce, proof] = CLIENT_FINAL.exec(clientFinal) ?? [];
    if (withoutProof === undefined || proof === undefined) {
      return { kind: 'malformed', message: 'The last SCRAM message is not well-formed.' };
    }
    if (sameNonce !== nonce) return { kind: 'malformed', message: 'The SCRAM nonce does not match.' };
    if (binding !== Buffer.from(`${flag},,`).toString('base64')) {
      return { kind: 'malformed', message: 'The SCRAM channel binding does not match.' };
    }
    const signed = Buffer.from(`${bare},${serverFirst},${withoutProof}`, 'latin1');
    const clientKey = xor(Buffer.from(proof, 'base64'), hmac(keys.storedKey, signed));
    if (!timingSafeEqual(sha256(clientKey), keys.storedKey)) return { kind: 'wrong' };
    return { kind: 'right', serverFinal: `v=${hmac(keys.serverKey, signed).toString('base64')}` };
  };
  return { serverFirst, finish };
}

/** `n` or `y`, no authorization identity, the name, a printable nonce, and extensions that may be ignored. */
const CLIENT_FIRST = /^([ny]),,(n=[^,]*,r=([\x21-\x2b\x2d-\x7e]+)(?:,[A-Za-z]=[^,]*)*)$/;

/** The proof comes last, and is 32 bytes long. */
const CLIENT_FINAL = /^(c=([^,]*),r=([^,]*)(?:,[A-Za-z]=[^,]*)*),p=([A-Za-z0-9+/]{43}=)$/;

function hmac(key: Buffer, data: string | Buffer): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

function sha256(data: Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}

function xor(left: Buffer, right: Buffer): Buffer {
  return Buffer.from(left.map((byte, at) => byte ^ (right[at] ?? 0)));
}
