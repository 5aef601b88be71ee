import { succeed, type Result } from '../../common/result.ts';
import { mysqlAccount, postgresName, postgresString } from './quoting.ts';
import { checkedUser, script, type SqlEngine, type SqlNote, type SqlScript } from './script.ts';

/** A user who is to log in with IAM. */
export interface IamUser {
  readonly engine: SqlEngine;
  readonly user: string;
  /** The instance's or cluster's master user; null where it is not known. */
  readonly masterUser: string | null;
  /** The IAM role or user that signs, as an ARN of IAM; Aurora DSQL keeps it. */
  readonly identityArn: string;
}

/** How MySQL and MariaDB check a user by IAM. */
const BY_IAM = "IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL";

/**
 * Makes a user who logs in with IAM.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.DBAccounts.html
 * https://docs.aws.amazon.com/aurora-dsql/latest/userguide/using-database-and-iam-roles.html
 *
 * @returns `invalid-input` for a name that this engine cannot have
 */
export function createIamUser({ engine, user, identityArn }: IamUser): Result<SqlScript> {
  const checked = checkedUser(engine, user);
  if (!checked.ok) return checked;
  const name = postgresName(user);
  const arn = postgresString(identityArn);
  const notes = [{ code: 'drops-user', message: 'Undoing it removes the user.' }] as const;
  switch (engine) {
    case 'postgres':
      return succeed({
        sql: script(`CREATE USER ${name}`, `GRANT rds_iam TO ${name}`),
        undo: script(`DROP USER ${name}`),
        notes,
      });
    case 'dsql':
      return succeed({
        sql: script(`CREATE ROLE ${name} WITH LOGIN`, `AWS IAM GRANT ${name} TO ${arn}`),
        undo: script(`AWS IAM REVOKE ${name} FROM ${arn}`, `DROP ROLE ${name}`),
        notes,
      });
    default:
      return succeed({
        sql: script(`CREATE USER ${mysqlAccount(user)} ${BY_IAM}`),
        undo: script(`DROP USER ${mysqlAccount(user)}`),
        notes,
      });
  }
}

/**
 * Lets a user who exists log in with IAM.
 *
 * @returns `invalid-input` for a name that this engine cannot have
 */
export function switchToIam({ engine, user, masterUser, identityArn }: IamUser): Result<SqlScript> {
  const checked = checkedUser(engine, user);
  if (!checked.ok) return checked;
  const name = postgresName(user);
  const arn = postgresString(identityArn);
  switch (engine) {
    case 'postgres':
      return succeed({
        sql: script(`GRANT rds_iam TO ${name}`),
        undo: script(`REVOKE rds_iam FROM ${name}`),
        notes: notesOnGrant(user, masterUser),
      });
    case 'dsql':
      return succeed({
        sql: script(`AWS IAM GRANT ${name} TO ${arn}`),
        undo: script(`AWS IAM REVOKE ${name} FROM ${arn}`),
        notes: [],
      });
    default:
      return succeed({
        sql: script(`ALTER USER ${mysqlAccount(user)} ${BY_IAM}`),
        undo: null,
        notes: [
          PASSWORD_ENDS,
          ...(user === masterUser ? [MASTER_USER] : []),
          { code: 'no-undo', message: 'Going back takes a new password: ALTER USER … IDENTIFIED BY.' },
        ],
      });
  }
}

const PASSWORD_ENDS: SqlNote = {
  code: 'password-ends',
  message: 'The password of this user stops working: with IAM there is no other way to log in.',
};

const MASTER_USER: SqlNote = {
  code: 'master-user',
  message: 'This is the master user. Make a user of its own for IAM, and keep this one for emergencies.',
};

/** The role that all administrators of RDS for PostgreSQL are members of. */
export const POSTGRES_ADMINISTRATORS = 'rds_superuser';

function notesOnGrant(user: string, masterUser: string | null): readonly SqlNote[] {
  if (user === POSTGRES_ADMINISTRATORS) {
    const message =
      'All members of rds_superuser get rds_iam with it, the master user too: their passwords stop working.';
    return [{ code: 'everybody', message }];
  }
  return [PASSWORD_ENDS, ...(user === masterUser ? [MASTER_USER] : [])];
}
