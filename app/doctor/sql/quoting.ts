/** A quoted name of PostgreSQL, and of Aurora DSQL (PostgreSQL documentation, 4.1.1 "Identifiers and Key Words"). */
export function postgresName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A string of PostgreSQL; with a backslash in the form whose escapes no setting changes (4.1.2.2). */
export function postgresString(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}

/** A quoted name of MySQL and MariaDB, in which no setting makes the backslash mean anything. */
export function mysqlName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/**
 * A database in a GRANT of MySQL and MariaDB, where `_` and `%` would stand for others too (MySQL 8.4 Reference
 * Manual, 15.7.1.6 "GRANT Statement").
 */
export function mysqlGrantDatabase(name: string): string {
  return mysqlName(name.replaceAll(/[_%\\]/g, '\\$&'));
}

/**
 * An account of MySQL and MariaDB, from any host. In quotes as AWS writes it; as a name where it has a backslash,
 * which means different things in a string (`NO_BACKSLASH_ESCAPES`).
 * https://dev.mysql.com/doc/refman/8.4/en/account-names.html
 */
export function mysqlAccount(user: string): string {
  return `${user.includes('\\') ? mysqlName(user) : `'${user.replaceAll("'", "''")}'`}@'%'`;
}
