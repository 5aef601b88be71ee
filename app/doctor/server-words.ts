import { shown } from '../common/text/plain-text.ts';
import type { EngineFamily } from '../endpoints/model.ts';

/** A server's own error. */
export interface ServerRefusal {
  /** SQLSTATE in PostgreSQL, the error's number in MySQL and MariaDB. */
  readonly code: string;
  readonly message: string;
  /** Empty where there is none. */
  readonly hint: string;
}

/** The longest words of others that are shown, in characters. */
const MAX_WORDS = 500;

/**
 * Somebody else's words as they may be shown and copied: on one line, in their order, not without end, and without
 * what a client may have quoted of a token.
 */
export function shownWords({ code, message, hint }: ServerRefusal): ServerRefusal {
  const masked = (words: string): string =>
    shown(words.replaceAll(/(?:X-Amz-[\w-]+|Action|DBUser)(?:=|%3D)[^\s'"&]*&?/gi, '…'), MAX_WORDS);
  return { code, message: masked(message), hint: masked(hint) };
}

/** What a server means by an error, as a closed set. */
export type RefusalMeaning =
  | 'token-refused'
  | 'password-refused'
  | 'empty-password'
  | 'no-login'
  | 'locked'
  | 'connection-limit'
  | 'full'
  | 'slots-reserved'
  | 'no-tls'
  | 'no-entry'
  | 'host-blocked'
  | 'database-missing'
  | 'database-denied'
  | 'starting'
  | 'cleartext-off'
  | 'proxy-token-refused'
  | 'proxy-no-secret'
  | 'proxy-no-iam'
  | 'dsql-not-authorized'
  | 'dsql-expired'
  | 'dsql-wrong-action'
  | 'dsql-refused'
  | 'unknown';

/** Any code, or any words. */
const ANY = /^/;

type Rule = readonly [code: RegExp, words: RegExp, meaning: RefusalMeaning];

/**
 * RDS Proxy's words are the same for both protocols.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.troubleshooting.html
 */
const PROXY: readonly Rule[] = [
  [ANY, /IAM authentication failed for (?:the role|user)/i, 'proxy-token-refused'],
  [ANY, /RDS proxy has no credentials for/i, 'proxy-no-secret'],
  [ANY, /password that was provided for the (?:role|user) .* is wrong/i, 'proxy-no-iam'],
  [ANY, /RDS Proxy requires TLS/i, 'no-tls'],
];

/**
 * Sources: PostgreSQL's `auth.c`, `hba.c`, `miscinit.c`, `postinit.c`, `proc.c`; for Aurora DSQL, logs that
 * people have published (AWS documents the statements, not the words).
 */
const POSTGRES: readonly Rule[] = [
  [/^08006$/, /not authorized to perform: dsql:/i, 'dsql-not-authorized'],
  [/^08006$/, /signature expired/i, 'dsql-expired'],
  [/^08006$/, /wrong user to action mapping/i, 'dsql-wrong-action'],
  [/^08006$/, /access denied/i, 'dsql-refused'],
  [/^28000$/, /PAM authentication failed/i, 'token-refused'],
  [/^28000$/, /not permitted to log in/i, 'no-login'],
  [/^28000$/, /pg_hba\.conf.*(?:no encryption|SSL off)/is, 'no-tls'],
  [/^28000$/, /pg_hba\.conf/i, 'no-entry'],
  [/^28P01$/, /empty password/i, 'empty-password'],
  [/^28P01$/, ANY, 'password-refused'],
  [/^53300$/, /for (?:role|database) "/i, 'connection-limit'],
  [/^53300$/, /reserved/i, 'slots-reserved'],
  [/^53300$/, ANY, 'full'],
  [/^3D000$/, ANY, 'database-missing'],
  [/^42501$/, ANY, 'database-denied'],
  [/^57P0[123]$/, ANY, 'starting'],
];

/**
 * https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html
 * https://mariadb.com/kb/en/mariadb-error-code-reference/
 */
const MYSQL: readonly Rule[] = [
  [ANY, /mysql_clear_password/i, 'cleartext-off'],
  [/^1045$/, ANY, 'token-refused'],
  [/^1698$/, ANY, 'token-refused'],
  [/^(?:3118|4151)$/, ANY, 'locked'],
  [/^(?:1226|1203)$/, ANY, 'connection-limit'],
  [/^1040$/, ANY, 'full'],
  [/^3159$/, ANY, 'no-tls'],
  [/^(?:1129|1130)$/, ANY, 'host-blocked'],
  [/^1049$/, ANY, 'database-missing'],
  [/^1044$/, ANY, 'database-denied'],
  [/^(?:1053|1927)$/, ANY, 'starting'],
  [/^(?:1251|2059|2061)$/, ANY, 'cleartext-off'],
];

/** What a server means by an error. */
export function meaningOf(family: EngineFamily, { code, message, hint }: ServerRefusal): RefusalMeaning {
  const words = `${message}\n${hint}`;
  const rules = [...PROXY, ...(family === 'postgres' ? POSTGRES : MYSQL)];
  // a client's words may come without the code: then only those count that say something by themselves
  const fits = ([codes, text]: Rule): boolean =>
    code === '' ? text !== ANY && text.test(words) : codes.test(code) && text.test(words);
  return rules.find(fits)?.[2] ?? 'unknown';
}

/** Errors that a server gives only to those whom it has let in: they prove that IAM works. */
const AFTER_TOKEN: ReadonlySet<RefusalMeaning> = new Set([
  'no-login',
  'connection-limit',
  'slots-reserved',
  'database-missing',
  'database-denied',
]);

/** Whether an error comes only after a token was accepted. */
export function provesIam(meaning: RefusalMeaning): boolean {
  return AFTER_TOKEN.has(meaning);
}
