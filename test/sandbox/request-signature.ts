import type { Identity } from './identity.ts';
import type { Answer } from './query-protocol.ts';
import { ALGORITHM, parseAmzDate, parseQuery, parseScope, sameText, sha256Hex, signature } from './sigv4.ts';

/** An HTTP request as it came in; header names in lower case. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
}

/** Who signed, and for which service and region. */
export interface Signer {
  readonly identity: Identity;
  readonly service: string;
  readonly region: string;
}

/** The scope that a request claims, before anything is verified. */
export function claimedScope(request: SignedRequest): { readonly service: string; readonly region: string } {
  const scope = parseScope(authorization(request)?.get('Credential') ?? '');
  return { service: scope?.service ?? '', region: scope?.region ?? '' };
}

/**
 * Verifies the SigV4 signature in a request's headers.
 * Errors, in AWS's codes and words: MissingAuthenticationToken, IncompleteSignature, InvalidClientTokenId,
 * ExpiredToken, SignatureDoesNotMatch (also for a clock that is more than five minutes off).
 * Source: RDS API Reference, "Common error types", and what the services answer.
 */
export function verifyRequest(
  request: SignedRequest,
  find: (accessKeyId: string) => Identity | undefined,
  now: number,
): { readonly ok: true; readonly signer: Signer } | Extract<Answer, { ok: false }> {
  const fields = authorization(request);
  if (!fields) return refuse('MissingAuthenticationToken', 'Request is missing Authentication Token');
  const scope = parseScope(fields.get('Credential') ?? '');
  const amzDate = header(request, 'x-amz-date') ?? '';
  const signedAt = parseAmzDate(amzDate);
  const [path = '/', queryText = ''] = request.target.split('?', 2);
  const query = parseQuery(queryText);
  const names = (fields.get('SignedHeaders') ?? '').split(';');
  if (
    !scope ||
    signedAt === undefined ||
    !query ||
    !names.includes('host') ||
    !names.includes('x-amz-date')
  ) {
    return refuse('IncompleteSignature', 'The request signature does not conform to AWS standards.', 400);
  }
  const identity = find(scope.accessKeyId);
  const sessionToken = header(request, 'x-amz-security-token');
  if (!identity || !sameText(sessionToken ?? '', identity.sessionToken ?? '')) {
    return scope.service === 'ec2'
      ? refuse('AuthFailure', 'AWS was not able to validate the provided access credentials', 401)
      : refuse('InvalidClientTokenId', 'The security token included in the request is invalid.');
  }
  const payloadHash = sha256Hex(request.body);
  const claimedHash = header(request, 'x-amz-content-sha256') ?? payloadHash;
  const headers = names.map((name) => [name, header(request, name) ?? ''] as const);
  const expected = signature(
    { method: request.method, path, query, headers, payloadHash },
    scope,
    identity.secretAccessKey,
    amzDate,
  );
  if (claimedHash !== payloadHash || !sameText(expected, fields.get('Signature') ?? '')) {
    return refuse(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret ' +
        'Access Key and signing method. Consult the service documentation for details.',
    );
  }
  if (Math.abs(now - signedAt) > 5 * 60_000) {
    return refuse(
      'SignatureDoesNotMatch',
      `Signature ${signedAt < now ? 'expired' : 'not yet current'}: ${amzDate}`,
    );
  }
  if (identity.expiresAt !== undefined && identity.expiresAt <= now) {
    return refuse('ExpiredToken', 'The security token included in the request is expired');
  }
  return { ok: true, signer: { identity, service: scope.service, region: scope.region } };
}

function refuse(code: string, message: string, status = 403): Extract<Answer, { ok: false }> {
  return { ok: false, error: { code, message, status } };
}

function header(request: SignedRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

/** The fields of `Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`. */
function authorization(request: SignedRequest): Map<string, string> | undefined {
  const value = header(request, 'authorization');
  if (!value?.startsWith(`${ALGORITHM} `)) return undefined;
  return new Map(
    value
      .slice(ALGORITHM.length + 1)
      .split(',')
      .map((field) => field.trim())
      .map((field) => [field.slice(0, field.indexOf('=')), field.slice(field.indexOf('=') + 1)]),
  );
}
