import type { Formatted, FormatInput } from './format-input.ts';
import { caFileOf, isForDsqlAdmin, textOf } from './format-input.ts';
import type { TokenService } from '../tokens/model.ts';
import { requiredAuth } from '../gateway/model.ts';
import { conninfoValue } from '../common/text/config-files.ts';
import { shown } from '../common/text/plain-text.ts';
import { shellWord } from '../common/text/shell.ts';

/** The comment that marks a token with its end; null where there is none. */
export function endsComment(mark: '#' | '//', { ends }: FormatInput): string | null {
  return ends === null ? null : `${mark} ${shown(ends)}`;
}

/**
 * The AWS CLI's command that prints a token (AWS CLI Command Reference, `rds generate-db-auth-token`, `dsql
 * generate-db-connect-auth-token` and `generate-db-connect-admin-auth-token`), its values each in one word with their
 * option, so that one that starts with a dash stays a value.
 */
export function signingCommand(
  { signing, dbUser }: { readonly signing: SigningWords; readonly dbUser: string },
  quote: (value: string) => string,
  lineEnd: string,
): string {
  const { service, profile, region, host, port } = signing;
  const where = `${profile === null ? '' : `--profile=${quote(profile)} `}--region=${quote(region)}`;
  const lines =
    service === 'dsql'
      ? [`aws dsql ${dsqlCommand({ dbUser })}`, where, `--hostname=${quote(host)}`]
      : [
          'aws rds generate-db-auth-token',
          where,
          `--hostname=${quote(host)} --port=${port}`,
          `--username=${quote(dbUser)}`,
        ];
  return lines.join(`${lineEnd}\n    `);
}

/** The AWS CLI's command of Aurora DSQL that signs for this user. */
export function dsqlCommand(of: { readonly dbUser: string }): string {
  return isForDsqlAdmin(of) ? 'generate-db-connect-admin-auth-token' : 'generate-db-connect-auth-token';
}

interface SigningWords {
  readonly service: TokenService;
  /** Null where the credentials are those of the place where it runs. */
  readonly profile: string | null;
  readonly region: string;
  readonly host: string;
  readonly port: number;
}

/** A password as a word of a POSIX shell: what is put in, or the command that signs one; null where there is neither. */
export function shellPassword({ secret, direct, dbUser }: FormatInput): string | null {
  if (secret !== null) return shellWord(secret);
  if (direct === null) return null;
  return `"$(${signingCommand({ signing: direct.signing, dbUser }, shellWord, ' \\')})"`;
}

/** A command with its password in a variable of its own environment: in no argument list, and in no file. */
export function withPassword(variable: string, input: FormatInput, command: string): string {
  const password = shellPassword(input);
  if (password === null) return command;
  return input.secret === null
    ? `${variable}=${password} \\\n${command}`
    : `${variable}=${password} ${command}`;
}

/**
 * psql, with libpq's keywords in one word (PostgreSQL documentation, 34.1.1.1, 34.1.2): `host` is verified,
 * `hostaddr` is dialled. What `require_auth` says stands in a variable, which libpq before 16 does not look at; as an
 * option it would be refused (tried with 15).
 */
export function psqlLine(input: FormatInput): Formatted {
  const { dbUser, database, host, connectAddress, hostaddr, localSide } = input;
  const caFile = caFileOf(input);
  const conninfo = [
    ['host', host],
    ...(hostaddr === null ? [] : [['hostaddr', hostaddr]]),
    ['port', String(connectAddress.port)],
    ['user', dbUser],
    ...(database === '' ? [] : [['dbname', database]]),
    ...(caFile === null
      ? [['sslmode', 'disable']]
      : [
          ['sslmode', 'verify-full'],
          ['sslrootcert', caFile],
        ]),
  ].map(([key = '', value = '']) => `${key}=${conninfoValue(value)}`);
  const command = `PGREQUIREAUTH=${requiredAuth(localSide)} psql ${shellWord(conninfo.join(' '))}`;
  return {
    text: textOf(endsComment('#', input), withPassword('PGPASSWORD', input, command)),
    note: noteOf(input, 'psql'),
  };
}

/**
 * The options of MySQL's or MariaDB's client, each `--name=value` one word. TCP is asked for because these
 * clients take a socket file for the host `localhost`. MySQL's: 6.2.3 "Command Options for Connecting to the
 * Server" and 6.4.1.3 "Client-Side Cleartext Pluggable Authentication" of the MySQL 8.4 Reference Manual;
 * MariaDB's sends a token without a flag of its own.
 *
 * @param caFile the PEM file to verify with, in the shell's words; null for a gateway whose local side has no TLS
 */
export function mysqlWords(
  input: Pick<FormatInput, 'host' | 'connectAddress' | 'dbUser' | 'database' | 'direct'>,
  dialect: 'mysql' | 'mariadb',
  caFile: string | null,
): readonly string[] {
  const { host, connectAddress, dbUser, database, direct } = input;
  const tls =
    caFile === null
      ? [dialect === 'mysql' ? '--ssl-mode=DISABLED' : '--skip-ssl']
      : dialect === 'mysql'
        ? [
            '--ssl-mode=VERIFY_IDENTITY',
            `--ssl-ca=${caFile}`,
            ...(direct === null ? [] : ['--enable-cleartext-plugin']),
          ]
        : ['--ssl', '--ssl-verify-server-cert', `--ssl-ca=${caFile}`];
  return [
    '--protocol=TCP',
    `--host=${shellWord(host)}`,
    `--port=${connectAddress.port}`,
    `--user=${shellWord(dbUser)}`,
    ...tls,
    ...(database === '' ? [] : [`--database=${shellWord(database)}`]),
  ];
}

/**
 * MySQL's or MariaDB's client. The password is in MYSQL_PWD, for their own prompt cuts a token off; the
 * gateway's is short enough to be asked for.
 */
export function mysqlLine(input: FormatInput, dialect: 'mysql' | 'mariadb'): Formatted {
  const { direct, secret } = input;
  const caFile = caFileOf(input);
  const words = [dialect, ...mysqlWords(input, dialect, caFile === null ? null : shellWord(caFile))];
  if (direct === null && secret === null) words.push('--password');
  return {
    text: textOf(endsComment('#', input), withPassword('MYSQL_PWD', input, words.join(' '))),
    note: `${noteOf(input, dialect)} ${otherDialect[dialect]}`,
  };
}

const otherDialect = {
  mysql:
    'These are the options of MySQL’s own client; a mysql that came with MariaDB takes those of mariadb.',
  mariadb: 'These are the options of MariaDB’s client, by whichever name it is installed.',
} as const;

function noteOf({ direct, secret }: FormatInput, program: string): string {
  if (direct === null)
    return secret === null ? `${program} asks for the local password.` : 'For a POSIX shell.';
  return secret === null
    ? 'For a POSIX shell. The AWS CLI signs a token each time the line is run.'
    : 'For a POSIX shell, which may keep the line in its history. It works until the token expires.';
}
