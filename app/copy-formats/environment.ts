import type { Formatted, FormatInput } from './format-input.ts';
import { caFileOf, textOf } from './format-input.ts';
import { requiredAuth } from '../gateway/model.ts';
import { shellWord } from '../common/text/shell.ts';
import { powershellString } from '../common/text/windows.ts';
import { endsComment, shellPassword, signingCommand } from './shell-lines.ts';

type Variables = ReadonlyArray<readonly [name: string, value: string]>;

/**
 * What a program finds in its environment, but for the password.
 *
 * PostgreSQL: libpq's own variables (PostgreSQL documentation, 34.15). MySQL's and MariaDB's clients read a
 * host and a password from variables of theirs but no TLS, and MariaDB's would send a token unverified; so
 * these have names that only an application reads which is told so.
 */
export function variablesOf(input: FormatInput, caFile: string | null): Variables {
  const { family, host, hostaddr, connectAddress, dbUser, database, localSide } = input;
  const port = String(connectAddress.port);
  if (family !== 'postgres') {
    return [
      ['DB_HOST', host],
      ['DB_PORT', port],
      ['DB_USER', dbUser],
      ...(database === '' ? [] : [['DB_NAME', database] as const]),
      ...(caFile === null ? [] : [['DB_SSL_CA', caFile] as const]),
    ];
  }
  return [
    ['PGHOST', host],
    ...(hostaddr === null ? [] : [['PGHOSTADDR', hostaddr] as const]),
    ['PGPORT', port],
    ['PGUSER', dbUser],
    ...(database === '' ? [] : [['PGDATABASE', database] as const]),
    ...(caFile === null
      ? [['PGSSLMODE', 'disable'] as const]
      : ([
          ['PGSSLMODE', 'verify-full'],
          ['PGSSLROOTCERT', caFile],
        ] as const)),
    // nobody else who answers is told the password
    ['PGREQUIREAUTH', requiredAuth(localSide)],
  ];
}

/** Lines that set the environment of a POSIX shell. */
export function shellEnvironment(input: FormatInput): Formatted {
  const variables = variablesOf(input, caFileOf(input));
  const password = shellPassword(input);
  return {
    text: textOf(
      endsComment('#', input),
      ...variables.map(([name, value]) => `export ${name}=${shellWord(value)}`),
      isSigned(input) && AGAIN,
      password !== null && `export ${passwordName(input)}=${password}`,
    ),
    note: noteOf(input),
  };
}

/**
 * Lines that set the environment of PowerShell. Values for the AWS CLI reach it whole since PowerShell 7.3,
 * which keeps double quotes in them (about_Parsing, "Passing arguments that contain quote characters").
 */
export function powershellEnvironment(input: FormatInput): Formatted {
  const { secret, direct, dbUser } = input;
  const variables = variablesOf(input, caFileOf(input));
  const password =
    secret !== null
      ? powershellString(secret)
      : direct === null
        ? null
        : `(${signingCommand({ signing: direct.signing, dbUser }, powershellString, ' `')})`;
  return {
    text: textOf(
      endsComment('#', input),
      ...variables.map(([name, value]) => `$env:${name} = ${powershellString(value)}`),
      isSigned(input) && AGAIN,
      password !== null && `$env:${passwordName(input)} = ${password}`,
    ),
    note: noteOf(input),
  };
}

const AGAIN = '# A token works for fifteen minutes: run this line again after that.';

/** The variable that holds the password. */
export function passwordName({ family }: Pick<FormatInput, 'family'>): 'PGPASSWORD' | 'DB_PASSWORD' {
  return family === 'postgres' ? 'PGPASSWORD' : 'DB_PASSWORD';
}

function isSigned({ secret, direct }: FormatInput): boolean {
  return secret === null && direct !== null;
}

function noteOf({ family }: FormatInput): string {
  return family === 'postgres'
    ? 'psql, pg_dump and every program on libpq read these.'
    : 'For your own programs. MySQL’s clients read no TLS options from the environment, so these have other names than theirs.';
}
