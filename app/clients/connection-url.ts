import type { ClientTarget } from './ports.ts';

/**
 * Percent-encodes everything but RFC 3986's unreserved characters. A lone surrogate is no character
 * and has no encoding: it becomes U+FFFD.
 */
export function percentEncoded(value: string): string {
  return encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\u{fffd}')).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * A connection URL for a target, with TLS verified (to the gateway, on the loopback, there is none to
 * verify) and without a password: libpq's form (PostgreSQL
 * documentation, 34.1.1.2 "Connection URIs") or MySQL's (MySQL 8.4 Reference Manual, 6.2.5
 * "Connecting to the Server Using URI-Like Strings").
 */
export function connectionUrl(target: ClientTarget): string {
  const host = target.host.includes(':') ? `[${target.host}]` : target.host;
  const plain = target.route === 'gateway';
  const [scheme, tls] =
    target.family === 'postgres'
      ? ['postgresql', `sslmode=${plain ? 'disable' : 'verify-full'}`]
      : ['mysql', `ssl-mode=${plain ? 'DISABLED' : 'VERIFY_IDENTITY'}`];
  const dialled = target.hostaddr === null ? '' : `&hostaddr=${percentEncoded(target.hostaddr)}`;
  return `${scheme}://${percentEncoded(target.dbUser)}@${host}:${target.port}/${percentEncoded(target.database)}?${tls}${dialled}`;
}
