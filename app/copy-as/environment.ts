import type { Made, Place } from './place.ts';
import { textOf } from './place.ts';
import { powershellString, shellWord } from './quoting.ts';
import { endsComment, shellPassword, signingCommand } from './shell-lines.ts';

type Variables = ReadonlyArray<readonly [name: string, value: string]>;

/**
 * What a program finds in its environment, but for the password.
 *
 * PostgreSQL: libpq's own variables (PostgreSQL documentation, 34.15). MySQL's and MariaDB's clients read a
 * host and a password from variables of theirs but no TLS, and MariaDB's would send a token unverified; so
 * these have names that only an application reads which is told so.
 */
export function variablesOf(place: Place, caFile: string | null): Variables {
  const { family, host, hostaddr, dial, dbUser, database } = place;
  const port = String(dial.port);
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
  ];
}

/** Lines that set the environment of a POSIX shell. */
export function shellEnvironment(place: Place): Made {
  const variables = variablesOf(place, place.direct?.certificates.here ?? null);
  const password = shellPassword(place);
  return {
    text: textOf(
      endsComment('#', place),
      ...variables.map(([name, value]) => `export ${name}=${shellWord(value)}`),
      isSigned(place) && AGAIN,
      password !== null && `export ${passwordName(place)}=${password}`,
    ),
    note: noteOf(place),
  };
}

/**
 * Lines that set the environment of PowerShell. Values for the AWS CLI reach it whole since PowerShell 7.3,
 * which keeps double quotes in them (about_Parsing, "Passing arguments that contain quote characters").
 */
export function powershellEnvironment(place: Place): Made {
  const { secret, direct, dbUser } = place;
  const variables = variablesOf(place, direct?.certificates.here ?? null);
  const password =
    secret !== null
      ? powershellString(secret)
      : direct === null
        ? null
        : `(${signingCommand({ signing: direct.signing, dbUser }, powershellString, ' `')})`;
  return {
    text: textOf(
      endsComment('#', place),
      ...variables.map(([name, value]) => `$env:${name} = ${powershellString(value)}`),
      isSigned(place) && AGAIN,
      password !== null && `$env:${passwordName(place)} = ${password}`,
    ),
    note: noteOf(place),
  };
}

const AGAIN = '# A token signs in for fifteen minutes: run this line again after that.';

/** The variable that holds the password. */
export function passwordName({ family }: Pick<Place, 'family'>): 'PGPASSWORD' | 'DB_PASSWORD' {
  return family === 'postgres' ? 'PGPASSWORD' : 'DB_PASSWORD';
}

function isSigned({ secret, direct }: Place): boolean {
  return secret === null && direct !== null;
}

function noteOf({ family }: Place): string {
  return family === 'postgres'
    ? 'psql, pg_dump and every program on libpq read these.'
    : 'For your own programs. MySQL’s clients read no TLS options from the environment, so these have other names than theirs.';
}
