import { fail, succeed, type Result } from '../failure.ts';
import { mysqlArguments } from './client-arguments.ts';
import type { ClientId } from './model.ts';
import type { ClientTarget } from './ports.ts';
import { optionFileValue } from './quoting.ts';

/** How a client is started: nothing in it but `secret` holds the token. */
export interface LaunchPlan {
  readonly args: readonly string[];
  /** Environment variables to set. */
  readonly set: Readonly<Record<string, string>>;
  /** Environment variables to take away, so that the user's own cannot lead elsewhere. */
  readonly unset: readonly string[];
  /**
   * How the client gets the token: in an environment variable of its own, or in an option file that
   * goes before all other arguments.
   */
  readonly secret:
    { readonly by: 'environment'; readonly variable: string; readonly content: string } | OptionFile;
}

/** A MySQL option file that holds the token. */
export interface OptionFile {
  readonly by: 'option-file';
  readonly content: string;
}

/** What the plan depends on beside the target. */
export interface PlanCircumstances {
  /** Whose options the program takes: `mysql` may be MariaDB's. */
  readonly dialect: ClientId;
  /** The PEM file to verify with. */
  readonly caPath: string;
  /** Whether an open file can be handed to a client as `/dev/fd/N`: everywhere but on Windows. */
  readonly fileDescriptors: boolean;
  /** The user's own MySQL option file, to keep their prompt and pager; null where there is none. */
  readonly ownOptionFile: string | null;
}

/**
 * The longest line of an option file that MariaDB and MySQL read whole, in bytes without the line's
 * end: their buffer of 4,096 bytes holds 4,094 of it (`my_default.c`; tried with my_print_defaults,
 * which splits the next longer one).
 */
const LONGEST_OPTION_LINE = 4_093;

/**
 * Plans how a client is started, signed in: with TLS verified, or through the gateway, which verifies it.
 *
 * psql: libpq's environment variables (PostgreSQL documentation, 34.15), the values of which are never
 * taken apart. PGSERVICE and PGHOSTADDR would win over them, and GSSAPI encryption would be used in
 * place of TLS.
 *
 * MySQL and MariaDB: `--defaults-file` and not `--defaults-extra-file`, for a password in `~/.my.cnf`
 * would win over the latter (MySQL 8.4 Reference Manual, 6.2.2.2, order of option files); the user's
 * file is included before ours instead. `.mylogin.cnf` is read last of all by MySQL's client, unless
 * MYSQL_TEST_LOGIN_FILE names another (6.6.7 mysql_config_editor). On Windows, which has no `/dev/fd`,
 * MYSQL_PWD leaves no file behind.
 *
 * @returns `launch-failed` for a token too long for an option file; `internal` for one that no signer
 *   makes
 */
export function launchPlan(
  target: ClientTarget,
  token: string,
  given: PlanCircumstances,
): Result<LaunchPlan> {
  if (!/^[\x21-\x7e]+$/.test(token)) return fail('internal', 'The token holds characters that no token has.');
  const { dialect, caPath } = given;
  if (dialect === 'psql') {
    return succeed({
      args: [],
      set: {
        PGHOST: target.host,
        ...(target.hostaddr === null ? {} : { PGHOSTADDR: target.hostaddr }),
        PGPORT: String(target.port),
        PGUSER: target.dbUser,
        ...(target.database === '' ? {} : { PGDATABASE: target.database }),
        ...(target.way === 'gateway'
          ? { PGSSLMODE: 'disable' }
          : { PGSSLMODE: 'verify-full', PGSSLROOTCERT: caPath }),
        PGGSSENCMODE: 'disable',
      },
      unset: ['PGSERVICE', 'PGSERVICEFILE', 'PGHOSTADDR', 'PGDATABASE'],
      secret: { by: 'environment', variable: 'PGPASSWORD', content: `${token}\n` },
    });
  }
  const args = mysqlArguments(target, dialect, caPath);
  const set: Record<string, string> =
    dialect === 'mysql' ? { MYSQL_TEST_LOGIN_FILE: `${caPath}.no-login-file` } : {};
  if (!given.fileDescriptors) {
    const secret = { by: 'environment', variable: 'MYSQL_PWD', content: `${token}\n` } as const;
    return succeed({ args: ['--no-defaults', ...args], set, unset: [], secret });
  }
  // a token is ASCII, so characters are bytes
  const line = `password=${optionFileValue(token)}`;
  if (line.length > LONGEST_OPTION_LINE) {
    return fail(
      'launch-failed',
      `The token is ${token.length} characters long: ${dialect} would cut it off.`,
      {
        hint: `Option files take lines of ${LONGEST_OPTION_LINE} characters. Sign with a profile whose session token is shorter.`,
      },
    );
  }
  const include = given.ownOptionFile === null ? '' : `!include ${given.ownOptionFile}\n`;
  return succeed({
    args,
    set,
    unset: [],
    secret: { by: 'option-file', content: `${include}[client]\n${line}\n` },
  });
}
