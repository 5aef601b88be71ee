import { percentEncoded } from '../common/text/percent-encoding.ts';
import type { ClientTarget } from './ports.ts';

/**
 * A connection URL for a target, with TLS verified (to the gateway, on the loopback, there is none to
 * verify) and without a password: libpq's form (PostgreSQL
 * documentation, 34.1.1.2 "Connection URIs") or MySQL's (MySQL 8.4 Reference Manual, 6.2.5
 * "Connecting to the Server Using URI-Like Strings").
 */
export function connectionUrl(target: Omit<ClientTarget, 'localSide'>): string {
  const host = target.host.includes(':') ? `[${target.host}]` : target.host;
  const plain = target.route === 'gateway';
  const [scheme, tls] =
    target.family === 'postgres'
      ? ['postgresql', `sslmode=${plain ? 'disable' : 'verify-full'}`]
      : ['mysql', `ssl-mode=${plain ? 'DISABLED' : 'VERIFY_IDENTITY'}`];
  const dialled = target.hostaddr === null ? '' : `&hostaddr=${percentEncoded(target.hostaddr)}`;
  return `${scheme}://${percentEncoded(target.dbUser)}@${host}:${target.port}/${percentEncoded(target.database)}?${tls}${dialled}`;
}
