/**
 * Percent-encodes everything but the unreserved characters (RFC 3986, 2.3). A lone surrogate is no character and has no
 * encoding: it becomes U+FFFD.
 */
export function percentEncoded(value: string): string {
  return encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\u{fffd}')).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * A database's name in the JDBC URL of its own driver: MariaDB Connector/J takes each part as it stands (`UrlParser` of
 * 2.7, `Configuration` of 3), the others decode it.
 */
export function jdbcDatabase(family: 'postgres' | 'mysql' | 'mariadb', database: string): string {
  return family === 'mariadb' ? database : percentEncoded(database);
}
