import { z } from 'zod';
import type { SqlEngine } from './script.ts';

/** How many users are read at most. */
const MAX_USERS = 1_000;

/**
 * Asks who can log in with IAM; reads and changes nothing. In PostgreSQL any user may ask; MySQL and MariaDB
 * want SELECT on the `mysql` database. Nested roles count, and those that do not inherit: so RDS decides.
 */
export const IAM_USERS_QUERY: Record<SqlEngine, string> = {
  postgres: [
    'SELECT rolname AS name,',
    "pg_has_role(r.oid, to_regrole('rds_superuser')::oid, 'MEMBER') AS administrator",
    'FROM pg_roles r',
    "WHERE rolcanlogin AND NOT rolsuper AND to_regrole('rds_iam') IS NOT NULL",
    "AND pg_has_role(r.oid, to_regrole('rds_iam')::oid, 'MEMBER')",
    `ORDER BY 1 LIMIT ${MAX_USERS}`,
  ].join(' '),
  mysql: mysqlQuery(),
  mariadb: mysqlQuery(),
  dsql: `SELECT pg_role_name AS name, arn FROM sys.iam_pg_role_mappings ORDER BY 1 LIMIT ${MAX_USERS}`,
};

function mysqlQuery(): string {
  return `SELECT user AS name, host AS host FROM mysql.user WHERE plugin = 'AWSAuthenticationPlugin' ORDER BY 1 LIMIT ${MAX_USERS}`;
}

/** Somebody who can log in with IAM. */
export interface IamUserFound {
  readonly name: string;
  /** Whether the user is a member of rds_superuser, so that administrators' passwords do not work. */
  readonly isAdministrator: boolean;
  /** From where, in MySQL and MariaDB; empty elsewhere. */
  readonly host: string;
  /** Which identity, in Aurora DSQL; empty elsewhere. */
  readonly arn: string;
}

const row = z.object({
  name: z.string().min(1),
  administrator: z.boolean().nullish(),
  host: z.string().nullish(),
  arn: z.string().nullish(),
});

/** Reads the rows that the query gave; rows of another form are left out. */
export function iamUsersFrom(rows: readonly unknown[]): readonly IamUserFound[] {
  return rows.slice(0, MAX_USERS).flatMap((one) => {
    const found = row.safeParse(one);
    if (!found.success) return [];
    const { name, administrator, host, arn } = found.data;
    return [{ name, isAdministrator: administrator === true, host: host ?? '', arn: arn ?? '' }];
  });
}
