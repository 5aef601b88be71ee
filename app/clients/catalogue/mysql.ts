import { fail, succeed, type Result } from '../../common/result.ts';
import { mysqlArguments } from './mysql-arguments.ts';
import type { Platform } from '../model.ts';
import type { ClientTarget } from '../ports.ts';
import { optionFileValue } from '../../common/text/config-files.ts';
import type { Circumstances, ClientDefinition, TerminalPlan, LaunchMethod } from './definition.ts';

/**
 * The longest line of an option file that MariaDB and MySQL read whole, in bytes without the line's
 * end: their buffer of 4,096 bytes holds 4,094 of it (`my_default.c`; tried with my_print_defaults,
 * which splits the next longer one).
 */
const LONGEST_OPTION_LINE = 4_093;

/** Whose options a program takes: one named `mysql` may be MariaDB's, as on Debian, and then says so. */
export function dialectOf(name: 'mysql' | 'mariadb', said: string): 'mysql' | 'mariadb' {
  return name === 'mariadb' || /mariadb/i.test(said) ? 'mariadb' : 'mysql';
}

/**
 * Plans MySQL's and MariaDB's clients. `--defaults-file` and not `--defaults-extra-file`, for a password in
 * `~/.my.cnf` would win over the latter (MySQL 8.4 Reference Manual, 6.2.2.2, order of option files); the user's
 * file is included before ours instead. `.mylogin.cnf` is read last of all by MySQL's client, unless
 * MYSQL_TEST_LOGIN_FILE names another (6.6.7 mysql_config_editor).
 */
function byFile(name: 'mysql' | 'mariadb') {
  return (to: ClientTarget, password: string, given: Circumstances): Result<TerminalPlan> => {
    // a token is ASCII, and so is a local password: characters are bytes
    const line = `password=${optionFileValue(password)}`;
    if (line.length > LONGEST_OPTION_LINE) {
      return fail(
        'launch-failed',
        `The token is ${password.length} characters long: ${name} would cut it off.`,
        {
          hint: `Option files take lines of ${LONGEST_OPTION_LINE} characters. Use the connection’s gateway, or sign with a profile whose session token is shorter.`,
        },
      );
    }
    const include = given.ownOptionFile === null ? '' : `!include ${given.ownOptionFile}\n`;
    return succeed({
      runsIn: 'terminal',
      ...shared(name, to, given),
      secret: { by: 'file', argument: '--defaults-file=', content: `${include}[client]\n${line}\n` },
    });
  };
}

/**
 * Windows has no `/dev/fd`; MYSQL_PWD leaves no file behind. The character set is said, for the console is UTF-8's and
 * so are the names: MySQL's client makes UTF-8 of its arguments (MySQL worklog 5331; `client/mysql.cc`), MariaDB's since
 * 10.8 (MDEV-26713; an older one has the system's code page, which lacks some characters).
 */
function byEnvironment(name: 'mysql' | 'mariadb') {
  return (to: ClientTarget, password: string, given: Circumstances): Result<TerminalPlan> => {
    const { args, ...rest } = shared(name, to, given);
    return succeed({
      runsIn: 'terminal',
      ...rest,
      args: ['--no-defaults', '--default-character-set=utf8mb4', ...args],
      secret: { by: 'environment', variable: 'MYSQL_PWD', content: `${password}\n` },
    });
  };
}

function shared(name: 'mysql' | 'mariadb', to: ClientTarget, { said, caPath }: Circumstances) {
  const dialect = dialectOf(name, said);
  const set: Record<string, string> =
    dialect === 'mysql' ? { MYSQL_TEST_LOGIN_FILE: `${caPath}.no-login-file` } : {};
  return { args: mysqlArguments(to, dialect, caPath), set, unset: [] };
}

const posix: readonly Platform[] = ['darwin', 'linux'];

function methods(name: 'mysql' | 'mariadb'): readonly LaunchMethod[] {
  return [
    { route: 'gateway', delivery: 'file', on: posix, plan: byFile(name) },
    { route: 'gateway', delivery: 'environment', on: ['win32'], plan: byEnvironment(name) },
    { route: 'direct', delivery: 'file', on: posix, plan: byFile(name) },
    { route: 'direct', delivery: 'environment', on: ['win32'], plan: byEnvironment(name) },
  ];
}

const usual = ['/usr/local/bin', '/usr/bin', '/home/linuxbrew/.linuxbrew/bin'];
const brew = ['/opt/homebrew/bin', '/usr/local/bin'];

/** mysql, MySQL's own client, or MariaDB's under that name. */
export const mysql: ClientDefinition = {
  id: 'mysql',
  name: 'mysql',
  runsIn: 'terminal',
  families: ['mysql', 'mariadb'],
  locations: {
    linux: [{ kind: 'program', name: 'mysql', folders: [...usual, '/usr/local/mysql/bin'] }],
    darwin: [
      {
        kind: 'program',
        name: 'mysql',
        folders: [
          ...brew,
          ...['/opt/homebrew', '/usr/local'].flatMap((prefix) => [
            `${prefix}/opt/mysql-client/bin`,
            `${prefix}/opt/mysql-client@*/bin`,
            `${prefix}/opt/mysql/bin`,
          ]),
          '/usr/local/mysql/bin',
          '/opt/local/lib/mysql*/bin',
        ],
      },
    ],
    win32: [
      {
        kind: 'program',
        name: 'mysql',
        folders: ['{ProgramFiles}\\MySQL\\MySQL Server *\\bin', '{ProgramFiles}\\MySQL\\MySQL Workbench *'],
      },
    ],
  },
  install: {
    darwin: 'brew install mysql-client',
    win32: 'install MySQL from dev.mysql.com',
    linux: 'install the package mysql-client (Ubuntu), default-mysql-client (Debian) or mysql (Fedora)',
  },
  // MariaDB's own version follows that of the protocol's client
  version: /(?:Distrib |Ver (?!.*Distrib )|from )(\d[\w.-]*)/,
  methods: methods('mysql'),
};

/** mariadb, MariaDB's own client. */
export const mariadb: ClientDefinition = {
  id: 'mariadb',
  name: 'mariadb',
  runsIn: 'terminal',
  families: ['mariadb', 'mysql'],
  locations: {
    linux: [{ kind: 'program', name: 'mariadb', folders: usual }],
    darwin: [
      {
        kind: 'program',
        name: 'mariadb',
        folders: [
          ...brew,
          '/opt/homebrew/opt/mariadb/bin',
          '/usr/local/opt/mariadb/bin',
          '/opt/local/lib/mariadb*/bin',
        ],
      },
    ],
    win32: [{ kind: 'program', name: 'mariadb', folders: ['{ProgramFiles}\\MariaDB *\\bin'] }],
  },
  install: {
    darwin: 'brew install mariadb',
    win32: 'install MariaDB from mariadb.org',
    linux: 'install the package mariadb-client (Debian, Ubuntu) or mariadb (Fedora)',
  },
  version: /(?:Distrib |from )(\d[\w.-]*)/,
  methods: methods('mariadb'),
};
