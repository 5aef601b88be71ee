import { succeed, type Result } from '../../common/result.ts';
import type { Platform } from '../model.ts';
import type { ClientTarget } from '../ports.ts';
import type { Circumstances, ClientDefinition, TerminalPlan } from './definition.ts';
import { NO_KEYRING } from './libpq.ts';
import { cannotTake, everywhere } from './window.ts';

const nothing: Readonly<Record<Platform, string>> = { darwin: '/dev/null', linux: '/dev/null', win32: 'NUL' };

/**
 * Plans mycli, to the gateway only. Host and port go by variables, since the host's long option has another name in
 * newer versions (`--help` of 1.26; `cli_args.py` in dbcli/mycli). The user's option files would turn TLS on with a CA
 * of theirs, and `.mylogin.cnf` is read last whatever else is said; newer versions can put passwords into the
 * keyring.
 */
function plan(to: ClientTarget, password: string, { platform, caPath }: Circumstances): Result<TerminalPlan> {
  // a database that looks like an address is one to mycli
  if (to.database.includes('://')) {
    return cannotTake('mycli', `the database name ${to.database}`, 'Use mysql or mariadb.');
  }
  return succeed({
    runsIn: 'terminal',
    args: [
      `--defaults-file=${nothing[platform]}`,
      `--user=${to.dbUser}`,
      ...(to.database === '' ? [] : [`--database=${to.database}`]),
    ],
    set: {
      MYSQL_HOST: to.host,
      MYSQL_TCP_PORT: String(to.port),
      MYSQL_TEST_LOGIN_FILE: `${caPath}.no-login-file`,
      ...NO_KEYRING,
    },
    unset: ['MYSQL_DSN', 'MYSQL_UNIX_PORT', 'MYSQL_UNIX_SOCKET', 'MYSQL_USER'],
    secret: { by: 'environment', variable: 'MYSQL_PWD', content: `${password}\n` },
  });
}

/**
 * mycli. It gets no token: PyMySQL, its driver, goes on without TLS where a server offers none, whatever CA it was
 * given, and answers `mysql_clear_password` all the same (`connections.py`; tried with mycli 1.26.1, PyMySQL 1.0.2 and
 * a server without TLS, which had the password in clear).
 */
export const mycli: ClientDefinition = {
  id: 'mycli',
  name: 'mycli',
  runsIn: 'terminal',
  families: ['mysql', 'mariadb'],
  locations: {
    linux: [{ kind: 'program', name: 'mycli', folders: ['{home}/.local/bin', '/usr/local/bin', '/usr/bin'] }],
    darwin: [
      {
        kind: 'program',
        name: 'mycli',
        folders: ['/opt/homebrew/bin', '/usr/local/bin', '{home}/.local/bin'],
      },
    ],
    win32: [{ kind: 'program', name: 'mycli', folders: ['{LOCALAPPDATA}\\Programs\\Python\\*\\Scripts'] }],
  },
  install: {
    darwin: 'brew install mycli',
    win32: 'pip install mycli',
    linux: 'install the package mycli, or pipx install mycli',
  },
  version: /[Vv]ersion:? (\S+)/,
  methods: [{ route: 'gateway', delivery: 'environment', on: everywhere, plan }],
  whyNoToken: 'mycli would send a token in clear to a server that says it has no TLS.',
};
