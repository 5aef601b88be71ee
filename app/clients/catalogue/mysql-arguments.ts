import { localHost } from '../../gateway/model.ts';
import type { ClientTarget } from '../ports.ts';

/**
 * The arguments that MySQL's or MariaDB's client takes for a target, without the token. Every value
 * sits in its own `--name=value`, so that one that starts with a dash stays a value.
 *
 * TCP is asked for because these clients take a socket file for the host `localhost`, which would be
 * another server. Both refuse a server without TLS with these flags: MySQL's `VERIFY_IDENTITY`
 * (MySQL 8.4 Reference Manual, 6.2.3 "Command Options for Connecting to the Server") and MariaDB's
 * `--ssl-verify-server-cert` (tried on a server without TLS). MariaDB's client sends a token without
 * a flag of its own; MySQL's wants one (6.4.1.3 "Client-Side Cleartext Pluggable Authentication").
 *
 * To the gateway there is TLS where its local side has it; it is on the loopback, takes a password of its own and
 * verifies the database.
 *
 * @param dialect whose options the program takes: a program named `mysql` may be MariaDB's
 * @param caPath the PEM file to verify with
 */
export function mysqlArguments(
  target: ClientTarget,
  dialect: 'mysql' | 'mariadb',
  caPath: string,
): readonly string[] {
  const { route, localSide } = target;
  const isGateway = route === 'gateway';
  const verifiedWith = isGateway ? (localSide?.localCa ?? null) : caPath;
  const tls =
    verifiedWith === null
      ? [dialect === 'mysql' ? '--ssl-mode=DISABLED' : '--skip-ssl']
      : dialect === 'mysql'
        ? ['--ssl-mode=VERIFY_IDENTITY', `--ssl-ca=${verifiedWith}`]
        : ['--ssl', '--ssl-verify-server-cert', `--ssl-ca=${verifiedWith}`];
  return [
    '--protocol=TCP',
    `--host=${isGateway ? localHost(verifiedWith !== null) : target.host}`,
    `--port=${target.port}`,
    `--user=${target.dbUser}`,
    ...tls,
    // only a token goes as it is
    ...(dialect === 'mysql' && !isGateway ? ['--enable-cleartext-plugin'] : []),
    ...(target.database === '' ? [] : [`--database=${target.database}`]),
  ];
}
