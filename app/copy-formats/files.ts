import type { Formatted, FormatInput } from './format-input.ts';
import { textOf } from './format-input.ts';
import { optionFileValue, pgpassField } from '../common/text/config-files.ts';
import { shown } from '../common/text/plain-text.ts';

/**
 * A line of libpq's password file (PostgreSQL documentation, 34.16 "The Password File") for the gateway, whose
 * local password stays right. Without a database it is one for all of them.
 */
export function pgpassEntry({
  name,
  host,
  connectAddress,
  dbUser,
  database,
  secret,
}: FormatInput): Formatted {
  const fields = [
    pgpassField(host),
    String(connectAddress.port),
    database === '' ? '*' : pgpassField(database),
    pgpassField(dbUser),
    pgpassField(secret ?? ''),
  ];
  return {
    text: textOf(`# ${shown(name)}, through Latchkey's gateway`, fields.join(':')),
    note: 'Goes into ~/.pgpass (%APPDATA%\\postgresql\\pgpass.conf on Windows), which libpq reads only where nobody else may: chmod 600.',
  };
}

/**
 * Groups of a MySQL option file for the gateway, chosen by `--defaults-group-suffix` (MySQL 8.4 Reference
 * Manual, 6.2.2.2 "Using Option Files"), so that they change nothing for other databases. MariaDB's clients
 * alone read `[client-mariadb]` (MariaDB documentation, "Configuring MariaDB with Option Files"): since 11.4
 * they ask for TLS, which the gateway's local side does not have.
 */
export function optionFileEntry({
  name,
  host,
  connectAddress,
  dbUser,
  database,
  secret,
}: FormatInput): Formatted {
  const suffix = `_${slugOf(name)}`;
  return {
    text: textOf(
      `# ${shown(name)}, through Latchkey's gateway: mysql --defaults-group-suffix=${suffix}`,
      `[client${suffix}]`,
      `host=${host}`,
      `port=${connectAddress.port}`,
      'protocol=TCP',
      `user=${optionFileValue(dbUser)}`,
      `password=${optionFileValue(secret ?? '')}`,
      '',
      ...(database === '' ? [] : [`[mysql${suffix}]`, `database=${optionFileValue(database)}`, '']),
      `[client-mariadb${suffix}]`,
      'skip-ssl',
    ),
    note: 'Goes into ~/.my.cnf, which others should not be able to read: chmod 600.',
  };
}

/** A name as a label of DNS (RFC 1123) that starts with a letter, for names that programs give their own meaning. */
export function slugOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^[-0-9]+|-+$/g, '');
  return slug === '' ? 'database' : slug;
}
