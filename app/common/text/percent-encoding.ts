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
