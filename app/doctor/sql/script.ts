import type { EngineFamily } from '../../endpoints/model.ts';
import { fail, succeed, type Result } from '../../common/result.ts';

/** What understands a script. */
export type SqlEngine = EngineFamily | 'dsql';

/** SQL for whoever administers the database, and what is to be known before it is run. */
export interface SqlScript {
  readonly sql: string;
  /** Takes back what the script does; null where only people know how it was before. */
  readonly undo: string | null;
  readonly notes: readonly SqlNote[];
}

/** What is to be known before a script is run. */
export interface SqlNote {
  readonly code: 'password-ends' | 'master-user' | 'everybody' | 'no-undo' | 'drops-user';
  readonly message: string;
}

/**
 * The longest name of a user: PostgreSQL cuts longer ones and logs in as somebody else.
 * https://www.postgresql.org/docs/17/limits.html
 * https://dev.mysql.com/doc/refman/8.4/en/user-names.html
 * https://mariadb.com/kb/en/identifier-names/#maximum-length
 */
const MAX_USER_LENGTH: Record<SqlEngine, { readonly unit: 'bytes' | 'characters'; readonly most: number }> = {
  postgres: { unit: 'bytes', most: 63 },
  dsql: { unit: 'bytes', most: 63 },
  mysql: { unit: 'characters', most: 32 },
  mariadb: { unit: 'characters', most: 128 },
};

/**
 * Checks that an engine can have a user of this name.
 *
 * @returns `invalid-input` for a name that is empty, too long, or holds control characters
 */
export function checkedUser(engine: SqlEngine, user: string): Result<string> {
  const { unit, most } = MAX_USER_LENGTH[engine];
  const characters = user.replaceAll(/\p{Surrogate}/gu, '\ufffd');
  const length =
    unit === 'bytes' ? encodeURIComponent(characters).replaceAll(/%../g, 'x').length : characters.length;
  if (length > most) {
    return fail('invalid-input', `The name of a user has at most ${most} ${unit} here.`, {
      hint: 'Choose a shorter name.',
    });
  }
  if (user === '' || /\p{Cc}/u.test(user)) {
    return fail('invalid-input', 'The name of a user must not be empty or hold control characters.', {
      hint: 'Choose another name.',
    });
  }
  return succeed(user);
}

/** Statements, each ended, one a line. */
export function script(...statements: readonly string[]): string {
  return statements.map((statement) => `${statement};\n`).join('');
}
