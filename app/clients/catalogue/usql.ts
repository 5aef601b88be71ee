import { fail, succeed, type Result } from '../../common/result.ts';
import { connectionUrl } from '../connection-url.ts';
import type { ClientTarget } from '../ports.ts';
import type { Circumstances, ClientDefinition, TerminalPlan, LaunchMethod } from './definition.ts';
import { libpqUnset } from './libpq.ts';
import { cannotTake, everywhere } from './window.ts';

/**
 * Plans usql: an address without a password (xo/usql README, "Connection Strings"), and the password and the CA file in
 * libpq's variables, which its PostgreSQL drivers read too (lib/pq, `connector.go`; pgx, `pgconn`). The address becomes
 * `key=value` pairs without quotes (xo/dburl, `GenPostgres`), so that a value with a blank, a quote or a backslash
 * would be read as more than itself. USQLPASS names no file: an entry of the user's own for any host would win
 * (xo/dburl, `passfile.go`). lib/pq stops at the variables of libpq's that it does not know, PGHOSTADDR among them.
 *
 * @returns `connect-host-unsupported` where the socket is to go elsewhere than to the host: the drivers have no such pair
 */
function plan(to: ClientTarget, password: string, { caPath }: Circumstances): Result<TerminalPlan> {
  if (/[\s'"\\]/.test(`${to.dbUser}${to.database}`)) {
    return cannotTake(
      'usql',
      'a blank, a quote or a backslash in the user’s or the database’s name',
      'Use psql or pgcli.',
    );
  }
  if (to.hostaddr !== null) {
    return fail(
      'connect-host-unsupported',
      `usql verifies the name that it connects to, and ${to.hostaddr} is not it.`,
      {
        hint: 'Use psql, or the connection’s gateway.',
      },
    );
  }
  return succeed({
    runsIn: 'terminal',
    args: [connectionUrl(to)],
    set: {
      ...(to.route === 'gateway' ? {} : { PGSSLROOTCERT: caPath }),
      USQLPASS: `${caPath}.no-usqlpass`,
    },
    unset: [...libpqUnset, 'PGSSLCERT', 'PGSSLKEY', 'PGREQUIRESSL'],
    secret: { by: 'environment', variable: 'PGPASSWORD', content: `${password}\n` },
  });
}

const methods: readonly LaunchMethod[] = [
  { route: 'gateway', delivery: 'environment', on: everywhere, plan },
  { route: 'direct', delivery: 'environment', on: everywhere, plan },
];

/** usql, for PostgreSQL: its MySQL driver takes a password in the address only, and no CA file at all. */
export const usql: ClientDefinition = {
  id: 'usql',
  name: 'usql',
  runsIn: 'terminal',
  families: ['postgres'],
  locations: {
    linux: [
      {
        kind: 'program',
        name: 'usql',
        folders: [
          '{home}/go/bin',
          '{home}/.local/bin',
          '/usr/local/bin',
          '/usr/bin',
          '/home/linuxbrew/.linuxbrew/bin',
        ],
      },
    ],
    darwin: [
      { kind: 'program', name: 'usql', folders: ['/opt/homebrew/bin', '/usr/local/bin', '{home}/go/bin'] },
    ],
    win32: [
      { kind: 'program', name: 'usql', folders: ['{home}\\scoop\\apps\\usql\\current', '{home}\\go\\bin'] },
    ],
  },
  install: {
    darwin: 'brew install xo/xo/usql',
    win32: 'scoop install usql',
    linux: 'download it from github.com/xo/usql/releases',
  },
  version: /usql (\S+)/,
  methods,
};
