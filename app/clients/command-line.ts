import { mysqlArguments } from './client-arguments.ts';
import type { ClientId } from './model.ts';
import type { ClientTarget } from './ports.ts';
import { conninfoValue, readableShellWord } from './quoting.ts';

/** A program and whose options it takes: `mysql` may be MariaDB's. */
export interface ClientProgram {
  readonly id: ClientId;
  readonly dialect: ClientId;
}

/**
 * The command that opens a client on a target, for a POSIX shell, with TLS verified and without the
 * token. psql asks for the token; MySQL's and MariaDB's clients take it from MYSQL_PWD, for their own
 * prompt cuts a token off (so `--password` is left out on purpose).
 *
 * @param caPath the PEM file to verify with
 */
export function commandLine(target: ClientTarget, client: ClientProgram, caPath: string): string {
  if (client.dialect === 'psql') {
    const conninfo = [
      ['host', target.host],
      ...(target.hostaddr === null ? [] : [['hostaddr', target.hostaddr]]),
      ['port', String(target.port)],
      ['user', target.dbUser],
      ...(target.database === '' ? [] : [['dbname', target.database]]),
      ['sslmode', 'verify-full'],
      ['sslrootcert', caPath],
    ].map(([key = '', value = '']) => `${key}=${conninfoValue(value)}`);
    return `${client.id} ${readableShellWord(conninfo.join(' '))}`;
  }
  const words = mysqlArguments(target, client.dialect, caPath).map(readableShellWord);
  return [client.id, ...words].join(' ');
}
