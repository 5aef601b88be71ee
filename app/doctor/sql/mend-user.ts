import { fail, succeed, type Result } from '../../common/result.ts';
import { mysqlAccount, mysqlGrantDatabase, postgresName } from './quoting.ts';
import { checkedUser, script, type SqlEngine, type SqlScript } from './script.ts';

/** What keeps a user out whose token was good. */
export type UserObstacle = 'no-login' | 'locked' | 'connection-limit';

/**
 * Lets a user in whom IAM has let in and the database has not.
 *
 * @returns `invalid-input` for a name or an obstacle that this engine cannot have
 */
export function letIn(engine: SqlEngine, user: string, obstacle: UserObstacle): Result<SqlScript> {
  const checked = checkedUser(engine, user);
  if (!checked.ok) return checked;
  const pair = (sql: string, undo: string | null): Result<SqlScript> =>
    succeed({ sql: script(sql), undo: undo === null ? null : script(undo), notes: [] });
  if (engine === 'postgres' || engine === 'dsql') {
    const role = `ALTER ROLE ${postgresName(user)}`;
    if (obstacle === 'no-login') return pair(`${role} LOGIN`, `${role} NOLOGIN`);
    if (obstacle === 'connection-limit') return pair(`${role} CONNECTION LIMIT -1`, null);
  } else {
    const account = `ALTER USER ${mysqlAccount(user)}`;
    if (obstacle === 'locked') return pair(`${account} ACCOUNT UNLOCK`, `${account} ACCOUNT LOCK`);
    if (obstacle === 'connection-limit') return pair(`${account} WITH MAX_USER_CONNECTIONS 0`, null);
  }
  return fail('invalid-input', 'This database keeps nobody out in this way.');
}

/**
 * Lets a user into a database: to connect where that is a privilege of its own, else to read.
 *
 * @returns `invalid-input` for a name that this engine cannot have
 */
export function letIntoDatabase(engine: SqlEngine, user: string, database: string): Result<SqlScript> {
  const checked = checkedUser(engine, user);
  if (!checked.ok) return checked;
  const isPostgres = engine === 'postgres' || engine === 'dsql';
  const what = isPostgres
    ? `CONNECT ON DATABASE ${postgresName(database)}`
    : `SELECT ON ${mysqlGrantDatabase(database)}.*`;
  const whom = isPostgres ? postgresName(user) : mysqlAccount(user);
  return succeed({
    sql: script(`GRANT ${what} TO ${whom}`),
    undo: script(`REVOKE ${what} FROM ${whom}`),
    notes: [],
  });
}

/** Takes rds_iam from a role that must not have it, so that the passwords of its members work again. */
export function takeIamFrom(role: string): Result<SqlScript> {
  const checked = checkedUser('postgres', role);
  if (!checked.ok) return checked;
  const name = postgresName(role);
  return succeed({
    sql: script(`REVOKE rds_iam FROM ${name}`),
    undo: script(`GRANT rds_iam TO ${name}`),
    notes: [],
  });
}
