import { succeed, type Result } from '../../common/result.ts';
import { percentEncoded } from '../../common/text/percent-encoding.ts';
import { localHost, requiredAuth } from '../../gateway/model.ts';
import type { Platform } from '../model.ts';
import type { ClientTarget } from '../ports.ts';
import type {
  Circumstances,
  ClientDefinition,
  InstallLocation,
  TerminalPlan,
  LaunchMethod,
} from './definition.ts';
import { cannotTake, everywhere } from './window.ts';

/**
 * libpq's environment variables for a target (PostgreSQL documentation, 34.15 "Environment Variables"), the values
 * of which are never taken apart. PGSERVICE and PGHOSTADDR would win over them, GSSAPI encryption would be used in
 * place of TLS, and PGSSLCRL, PGSSLCERT and the like belong to other servers.
 *
 * @param caPath the PEM file to verify with
 */
export function libpqVariables(to: ClientTarget, caPath: string): Record<string, string> {
  const verifiedWith = to.route === 'gateway' ? (to.localSide?.localCa ?? null) : caPath;
  return {
    PGHOST: to.route === 'gateway' ? localHost(verifiedWith !== null) : to.host,
    ...(to.hostaddr === null ? {} : { PGHOSTADDR: to.hostaddr }),
    PGPORT: String(to.port),
    PGUSER: to.dbUser,
    ...(to.database === '' ? {} : { PGDATABASE: to.database }),
    ...(verifiedWith === null
      ? { PGSSLMODE: 'disable' }
      : { PGSSLMODE: 'verify-full', PGSSLROOTCERT: verifiedWith }),
    PGGSSENCMODE: 'disable',
    // nobody else is told the password, and no other way of logging in is begun, such as Kerberos
    PGREQUIREAUTH: requiredAuth(to.localSide),
  };
}

/** Variables of libpq's that would lead elsewhere than the ones above, or ask for what a gateway does not do. */
export const libpqUnset = [
  'PGSERVICE',
  'PGSERVICEFILE',
  'PGHOSTADDR',
  'PGDATABASE',
  'PGSSLNEGOTIATION',
  // Aurora DSQL finds the cluster by the name in TLS
  'PGSSLSNI',
  'PGCHANNELBINDING',
  'PGREQUIREAUTH',
  'PGTARGETSESSIONATTRS',
] as const;

function plan(to: ClientTarget, password: string, { caPath }: Circumstances): Result<TerminalPlan> {
  return succeed({
    runsIn: 'terminal',
    args: [],
    set: libpqVariables(to, caPath),
    unset: libpqUnset,
    secret: { by: 'environment', variable: 'PGPASSWORD', content: `${password}\n` },
  });
}

const methods = (by: LaunchMethod['plan']): readonly LaunchMethod[] => [
  { route: 'gateway', delivery: 'environment', on: everywhere, plan: by },
  { route: 'direct', delivery: 'environment', on: everywhere, plan: by },
];

/** Where PostgreSQL's packages put their programs: Debian and Red Hat, Homebrew (keg-only), MacPorts, Postgres.app, EDB. */
const psqlLocations: Readonly<Record<Platform, readonly InstallLocation[]>> = {
  linux: [
    {
      kind: 'program',
      name: 'psql',
      folders: [
        '/usr/local/bin',
        '/usr/bin',
        '/home/linuxbrew/.linuxbrew/bin',
        '/usr/lib/postgresql/*/bin',
        '/usr/pgsql-*/bin',
        '/home/linuxbrew/.linuxbrew/opt/libpq/bin',
      ],
    },
  ],
  darwin: [
    {
      kind: 'program',
      name: 'psql',
      folders: [
        '/opt/homebrew/bin',
        '/usr/local/bin',
        '/opt/homebrew/opt/libpq/bin',
        '/opt/homebrew/opt/postgresql@*/bin',
        '/usr/local/opt/libpq/bin',
        '/usr/local/opt/postgresql@*/bin',
        '/Applications/Postgres.app/Contents/Versions/*/bin',
        '/Library/PostgreSQL/*/bin',
        '/opt/local/lib/postgresql*/bin',
      ],
    },
  ],
  win32: [{ kind: 'program', name: 'psql', folders: ['{ProgramFiles}\\PostgreSQL\\*\\bin'] }],
};

/** The first major version whose password prompt takes a whole token (PostgreSQL 14's release notes, E.24.3.7). */
const UNCUT_PROMPT = 14;

/**
 * psql's plan. On Windows psql reads its arguments and its environment in the system's code page, which has not every
 * script; a URI is ASCII and is taken for UTF-8 (PostgreSQL documentation, 34.1.1.2 "Connection URIs"). It names the user
 * and the database alone: what it leaves out comes from the variables.
 */
function psqlPlan(to: ClientTarget, password: string, given: Circumstances): Result<TerminalPlan> {
  const planned = plan(to, password, given);
  const { dbUser, database } = to;
  if (!planned.ok || given.platform !== 'win32' || /^[\x20-\x7e]*$/.test(dbUser + database)) return planned;
  const uri = `postgresql://${percentEncoded(dbUser)}@/${percentEncoded(database)}`;
  return succeed({ ...planned.value, args: [`--dbname=${uri}`, ...planned.value.args] });
}

/** psql, PostgreSQL's own client. */
export const psql: ClientDefinition = {
  id: 'psql',
  name: 'psql',
  runsIn: 'terminal',
  families: ['postgres'],
  locations: psqlLocations,
  install: {
    darwin: 'brew install libpq',
    win32: 'install PostgreSQL’s command line tools from postgresql.org',
    linux: 'install the package postgresql-client (Debian, Ubuntu) or postgresql (Fedora)',
  },
  version: /\(PostgreSQL\) (\S+)/,
  methods: methods(psqlPlan),
  caution(_platform, version) {
    const major = Number.parseInt(version ?? '', 10);
    if (Number.isNaN(major) || major >= UNCUT_PROMPT) return null;
    return `psql ${version} cuts a password that is typed or pasted at 100 characters; opened from here it is whole.`;
  },
};

/**
 * The backend that keeps nothing, for programs that use the Python package keyring (its documentation,
 * "Specify default keyring by environment"); without that package it is not looked at.
 */
export const NO_KEYRING = { PYTHON_KEYRING_BACKEND: 'keyring.backends.null.Keyring' } as const;

/**
 * pgcli takes libpq's variables as psql does, but for three things (`auth.py`, `cli` and `connect` in `main.py` of
 * dbcli/pgcli; tried with 3.5.0). After every login it puts the password into the keyring, under a name without the
 * port, also one that came from PGPASSWORD (`keyring = True` unless configured): a token would lie there, hence no
 * keyring. A database name that looks like a connection string is one to it, and could lead to another server. And DSN
 * names an entry of its own.
 */
function pgcliPlan(to: ClientTarget, password: string, given: Circumstances): Result<TerminalPlan> {
  if (/=|:\/\//.test(to.database))
    return cannotTake('pgcli', `the database name ${to.database}`, 'Open it with psql.');
  const planned = plan(to, password, given);
  if (!planned.ok) return planned;
  const { set, unset } = planned.value;
  return succeed({ ...planned.value, set: { ...set, ...NO_KEYRING }, unset: [...unset, 'DSN'] });
}

/** pgcli, with libpq's variables. */
export const pgcli: ClientDefinition = {
  id: 'pgcli',
  name: 'pgcli',
  runsIn: 'terminal',
  families: ['postgres'],
  locations: {
    linux: [{ kind: 'program', name: 'pgcli', folders: ['{home}/.local/bin', '/usr/local/bin', '/usr/bin'] }],
    darwin: [
      {
        kind: 'program',
        name: 'pgcli',
        folders: ['/opt/homebrew/bin', '/usr/local/bin', '{home}/.local/bin'],
      },
    ],
    win32: [{ kind: 'program', name: 'pgcli', folders: ['{LOCALAPPDATA}\\Programs\\Python\\*\\Scripts'] }],
  },
  install: {
    darwin: 'brew install pgcli',
    win32: 'pip install pgcli',
    linux: 'install the package pgcli, or pipx install pgcli',
  },
  version: /[Vv]ersion:? (\S+)/,
  methods: methods(pgcliPlan),
};
