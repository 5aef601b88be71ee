import type { SignedToken } from '../../app/tokens/model.ts';

/**
 * Reads back from a token when it was signed and how long it is good for, so that what is shown is what the database will
 * check.
 */
export function signedToken(token: string): SignedToken {
  const query = new URLSearchParams(token.slice(token.indexOf('?')));
  const signedAt = parseAmzDate(query.get('X-Amz-Date') ?? '');
  return { token, signedAt, validUntil: signedAt + Number(query.get('X-Amz-Expires')) * 1_000 };
}

/** Milliseconds since the epoch of `YYYYMMDDTHHMMSSZ` (Signature Version 4's date). */
function parseAmzDate(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}
