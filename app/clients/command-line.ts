import { mysqlArguments } from './catalogue/mysql-arguments.ts';
import type { ClientTarget } from './ports.ts';
import { conninfoValue, readableShellWord } from './quoting.ts';

/**
 * The command that opens a client on a target, for a POSIX shell, with TLS verified and without the
 * token. psql asks for the token; MySQL's and MariaDB's clients take it from MYSQL_PWD, for their own
 * prompt cuts a token off (so `--password` is left out on purpose).
 *
 * @param program what to type
 * @param dialect whose options it takes: `mysql` may be MariaDB's
 * @param caPath the PEM file to verify with
 */
export function commandLine(
  target: ClientTarget,
  program: 'psql' | 'mysql' | 'mariadb',
  dialect: 'psql' | 'mysql' | 'mariadb',
  caPath: string,
): string {
  if (dialect === 'psql') {
    const conninfo = [
      ['host', target.host],
      ...(target.hostaddr === null ? [] : [['hostaddr', target.hostaddr]]),
      ['port', String(target.port)],
      ['user', target.dbUser],
      ...(target.database === '' ? [] : [['dbname', target.database]]),
      ['sslmode', 'verify-full'],
      ['sslrootcert', caPath],
    ].map(([key = '', value = '']) => `${key}=${conninfoValue(value)}`);
    return `${program} ${readableShellWord(conninfo.join(' '))}`;
  }
  const words = mysqlArguments(target, dialect, caPath).map(readableShellWord);
  return [program, ...words].join(' ');
}
