import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** The ways to prove the local password. */
export type LocalPlugin = 'caching_sha2_password' | 'mysql_native_password';

/** Length of a nonce, in bytes. */
export const NONCE_LENGTH = 20;

const DOLLAR = 0x24;

/** A nonce as servers make it: seven bits a byte, no NUL, which would end it, and no `$`. */
export function makeNonce(): Buffer {
  const nonce = randomBytes(NONCE_LENGTH);
  for (const [at, byte] of nonce.entries()) {
    const low = byte & 0x7f;
    nonce[at] = low === 0 || low === DOLLAR ? low + 1 : low;
  }
  return nonce;
}

/** One of the two, as a client names it; null for all others. */
export function localPlugin(name: string): LocalPlugin | null {
  return name === 'caching_sha2_password' || name === 'mysql_native_password' ? name : null;
}

/** Whether an answer is as long as the plugin's are: it says nothing about whether it is right. */
export function fits(plugin: LocalPlugin, answer: Buffer): boolean {
  return answer.length === (plugin === 'caching_sha2_password' ? 32 : 20);
}

/**
 * What a client that knows the password answers to a nonce.
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_caching_sha2_authentication_exchanges.html
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_authentication_methods_native_password_authentication.html
 */
export function scramble(plugin: LocalPlugin, password: string, nonce: Buffer): Buffer {
  if (plugin === 'caching_sha2_password') {
    const once = digest('sha256', password);
    return xor(once, digest('sha256', digest('sha256', once), nonce));
  }
  const once = digest('sha1', password);
  return xor(once, digest('sha1', nonce, digest('sha1', once)));
}

/** Whether an answer is the right one. Without a password none is. */
export function isRight(plugin: LocalPlugin, answer: Buffer, password: string, nonce: Buffer): boolean {
  if (password === '' || !fits(plugin, answer)) return false;
  return timingSafeEqual(answer, scramble(plugin, password, nonce));
}

function digest(algorithm: 'sha1' | 'sha256', ...parts: readonly (string | Buffer)[]): Buffer {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function xor(a: Buffer, b: Buffer): Buffer {
  return Buffer.from(a.map((byte, at) => byte ^ (b[at] ?? 0)));
}
