import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The sandbox's own reading of AWS Signature Version 4, on node:crypto alone. It is a referee for the AWS
 * SDK and the AWS CLI, so it shares no code with either.
 * Source: AWS IAM User Guide, "Create a signed AWS API request".
 */

/** SHA-256 of an empty body, in hex: what a presigned GET carries as its payload hash. */
export const EMPTY_BODY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** The one signing algorithm accepted here. */
export const ALGORITHM = 'AWS4-HMAC-SHA256';

/** The parts of `AKID/20260102/us-east-1/rds-db/aws4_request`. */
export interface CredentialScope {
  readonly accessKeyId: string;
  /** `YYYYMMDD` */
  readonly day: string;
  readonly region: string;
  readonly service: string;
}

/** What a signature is made over, apart from the secret. */
export interface CanonicalRequest {
  readonly method: string;
  readonly path: string;
  readonly query: ReadonlyArray<readonly [name: string, value: string]>;
  /** Signed headers with lower-case names, values as received. */
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
  /** Hex SHA-256 of the body. */
  readonly payloadHash: string;
}

/** Hex SHA-256 of `data`. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Percent-encodes everything but RFC 3986's unreserved characters, as SigV4 wants it. */
export function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Splits a query string into decoded pairs; `undefined` when the percent-encoding is broken. */
export function parseQuery(text: string): Array<[name: string, value: string]> | undefined {
  if (text === '') return [];
  try {
    return text.split('&').map((pair) => {
      const cut = pair.indexOf('=');
      return cut < 0
        ? [decodeURIComponent(pair), '']
        : [decodeURIComponent(pair.slice(0, cut)), decodeURIComponent(pair.slice(cut + 1))];
    });
  } catch {
    return undefined;
  }
}

/** Reads a credential scope; `undefined` when it has not exactly the five parts. */
export function parseScope(text: string): CredentialScope | undefined {
  const [accessKeyId, day, region, service, terminator, ...rest] = text.split('/');
  if (!accessKeyId || !day || !region || !service || terminator !== 'aws4_request' || rest.length > 0) {
    return undefined;
  }
  return { accessKeyId, day, region, service };
}

/** Reads `YYYYMMDDTHHMMSSZ` into milliseconds since the epoch; `undefined` for anything else. */
export function parseAmzDate(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : time;
}

/** Milliseconds since the epoch as `YYYYMMDDTHHMMSSZ`. */
export function formatAmzDate(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** The hex signature of `request` for this scope, secret and `X-Amz-Date`. */
export function signature(
  request: CanonicalRequest,
  scope: CredentialScope,
  secretAccessKey: string,
  amzDate: string,
): string {
  const query = request.query
    .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    .sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const headers = [...request.headers].sort((a, b) => compare(a[0], b[0]));
  const canonical = [
    request.method,
    request.path,
    query,
    ...headers.map(([name, value]) => `${name}:${value.trim().replace(/ +/g, ' ')}`),
    '',
    headers.map(([name]) => name).join(';'),
    request.payloadHash,
  ].join('\n');
  const scopeText = `${scope.day}/${scope.region}/${scope.service}/aws4_request`;
  const toSign = [ALGORITHM, amzDate, scopeText, sha256Hex(canonical)].join('\n');
  const key = [scope.day, scope.region, scope.service, 'aws4_request'].reduce<Buffer>(
    (secret, part) => hmac(secret, part),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
  return hmac(key, toSign).toString('hex');
}

/** Whether two strings are equal, in time that tells nothing about where they differ. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** By code unit: encoded names are ASCII, where that is the byte order that SigV4 asks for. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
