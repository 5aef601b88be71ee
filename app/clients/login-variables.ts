import type { Lease } from '../tokens/model.ts';
import { libpqUnset, libpqVariables } from './catalogue/libpq.ts';
import type { ClientTarget } from './ports.ts';
import { shown } from '../common/text/plain-text.ts';
import type { Variables } from './variable-lines.ts';

/**
 * The variables with which a client logs in, and what they are good for.
 *
 * PostgreSQL: libpq's own (PostgreSQL documentation, 34.15). MySQL's and MariaDB's clients read a host and a password
 * from variables (MySQL 8.4 Reference Manual, 6.9 "Environment Variables") but no TLS, and MariaDB's would send a token
 * unverified: these are given to them only for the gateway, on the loopback. For the database itself they have the
 * names that "Copy as" gives them, which only an application reads that is told so.
 *
 * @param password a token, or the gateway's local password where `lease` is null
 * @param caPath the PEM file to verify with
 */
export function loginVariables(
  target: ClientTarget,
  password: string,
  lease: Lease | null,
  caPath: string,
): Variables {
  const isPostgres = target.family === 'postgres';
  const unset = isPostgres ? libpqUnset : [];
  const set: Readonly<Record<string, string>> = isPostgres
    ? { ...libpqVariables(target, caPath), PGPASSWORD: password }
    : target.route === 'gateway'
      ? mysqlVariables(target, password)
      : applicationVariables(target, password, caPath);
  const until =
    lease === null
      ? 'Through the gateway: these work for as long as Latchkey runs.'
      : `The token works until ${new Date(lease.expiresAt).toISOString().slice(0, 19)}Z${lease.certain ? '' : ' at the latest'}; open sessions keep working.`;
  return {
    notes: [shown(target.name), until],
    unset: unset.filter((name) => !Object.hasOwn(set, name)),
    set,
  };
}

function mysqlVariables(target: ClientTarget, password: string): Record<string, string> {
  return {
    MYSQL_HOST: target.host,
    MYSQL_TCP_PORT: String(target.port),
    MYSQL_USER: target.dbUser,
    ...(target.database === '' ? {} : { MYSQL_DATABASE: target.database }),
    MYSQL_PWD: password,
  };
}

function applicationVariables(
  { host, port, dbUser, database }: ClientTarget,
  password: string,
  caPath: string,
): Record<string, string> {
  return {
    DB_HOST: host,
    DB_PORT: String(port),
    DB_USER: dbUser,
    ...(database === '' ? {} : { DB_NAME: database }),
    DB_SSL_CA: caPath,
    DB_PASSWORD: password,
  };
}
