/**
 * A value of libpq's keyword/value string: in single quotes, `'` and `\` with a backslash (PostgreSQL
 * documentation, 34.1.1.1 "Keyword/Value Connection Strings").
 */
export function conninfoValue(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replace(/['\\]/g, '\\$&')}'`;
}

/** A field of libpq's password file: `:` and `\` with a backslash (PostgreSQL documentation, 34.16); a bare `*` would be any. */
export function pgpassField(value: string): string {
  return value === '*' ? '\\*' : value.replace(/[:\\]/g, '\\$&');
}

/**
 * A value of a MySQL option file: in double quotes; what would end them or the line, and what stands for such,
 * with a backslash (MySQL 8.4 Reference Manual, 6.2.2.2 "Using Option Files").
 */
export function optionFileValue(value: string): string {
  const quoted = value.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `"${quoted}"`;
}

/** A value of curl's configuration: in double quotes, with the escapes that it knows there (curl(1), `--config`). */
export function curlValue(value: string): string {
  const escapes: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '\v': '\\v' };
  return `"${value.replace(/["\\]/g, '\\$&').replace(/[\t\n\r\v]/g, (found) => escapes[found] ?? found)}"`;
}

/** A field of the comma-separated value that Docker's `--mount` takes, in quotes where it holds a comma or a quote (RFC 4180). */
export function mountField(field: string): string {
  return /[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
