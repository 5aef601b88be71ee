import { clusterResource, connectResource, type Identity } from './identity.ts';
import {
  ALGORITHM,
  EMPTY_BODY_SHA256,
  type CredentialScope,
  parseAmzDate,
  parseQuery,
  parseScope,
  sameText,
  signature,
} from './sigv4.ts';

/** Every way to refuse a token. Only tests and logs see which: a client gets the database's own words. */
export const refusalReasons = [
  'malformed',
  'bad-action',
  'bad-service',
  'wrong-user',
  'wrong-host',
  'wrong-port',
  'wrong-region',
  'unknown-key',
  'wrong-session-token',
  'bad-signature',
  'not-yet-valid',
  'expired',
  'credentials-expired',
  'not-allowed',
] as const;

/** One of {@link refusalReasons}. */
export type RefusalReason = (typeof refusalReasons)[number];

/** The database that checks a token, and what it knows at that moment. */
export interface Expected {
  /** The database user in the client's startup packet. */
  readonly user: string;
  /** The database's canonical name. */
  readonly host: string;
  readonly port: number;
  readonly region: string;
  /** The account that owns the database, 12 digits. */
  readonly account: string;
  /** `db-…`, `cluster-…` or `prx-…`. */
  readonly resourceId: string;
  /** `aws` unless said. */
  readonly partition?: string;
  /** Aurora DSQL's tokens name neither port nor user, and its administrator has an action of its own. */
  readonly service?: 'rds-db' | 'dsql';
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Looks an identity up by its access key id. */
  readonly identities: (accessKeyId: string) => Identity | undefined;
}

/** What {@link verifyToken} says. */
export type Verdict =
  { readonly ok: true; readonly identity: Identity } | { readonly ok: false; readonly reason: RefusalReason };

/** RDS tokens live this long at most, in seconds (RDS User Guide, "Connecting … using IAM authentication"). */
export const MAX_TOKEN_SECONDS = 900;
/** How far a signer's clock may run ahead, in milliseconds. */
export const MAX_SKEW_MS = 5 * 60_000;

/**
 * Decides over an RDS IAM authentication token as RDS does: a presigned SigV4 GET of
 * `HOST:PORT/?Action=connect&DBUser=USER` for the service `rds-db`, by an identity that may connect; or over one for
 * Aurora DSQL: `HOST/?Action=DbConnect` for the service `dsql`.
 * Pure: the time and the identities are handed in.
 */
export function verifyToken(token: string, expected: Expected): Verdict {
  const { service = 'rds-db' } = expected;
  const read = readToken(token, service);
  if (!read) return refuse('malformed');
  if (read.action !== actionFor(service, expected.user)) return refuse('bad-action');
  if (read.scope.service !== service) return refuse('bad-service');
  if (service === 'rds-db' && read.user !== expected.user) return refuse('wrong-user');
  if (read.host.toLowerCase() !== expected.host.toLowerCase()) return refuse('wrong-host');
  if (service === 'rds-db' && read.port !== expected.port) return refuse('wrong-port');
  if (read.scope.region !== expected.region) return refuse('wrong-region');

  const identity = expected.identities(read.scope.accessKeyId);
  if (!identity) return refuse('unknown-key');
  if (!sameText(read.sessionToken ?? '', identity.sessionToken ?? '')) return refuse('wrong-session-token');
  const request = {
    method: 'GET',
    path: '/',
    query: read.signedQuery,
    headers: [['host', service === 'dsql' ? read.host : `${read.host}:${read.port}`]] as const,
    payloadHash: EMPTY_BODY_SHA256,
  };
  if (!sameText(signature(request, read.scope, identity.secretAccessKey, read.amzDate), read.signature)) {
    return refuse('bad-signature');
  }

  if (read.signedAt > expected.now + MAX_SKEW_MS) return refuse('not-yet-valid');
  if (read.signedAt + read.seconds * 1000 < expected.now) return refuse('expired');
  if (identity.expiresAt !== undefined && identity.expiresAt <= expected.now) {
    return refuse('credentials-expired');
  }
  const [action, resource] =
    service === 'dsql'
      ? [`dsql:${read.action}`, clusterResource(expected)]
      : ['rds-db:connect', connectResource(expected)];
  if (!identity.may(action, resource)) return refuse('not-allowed');
  return { ok: true, identity };
}

/** https://docs.aws.amazon.com/aurora-dsql/latest/userguide/authentication-authorization.html */
function actionFor(service: 'rds-db' | 'dsql', user: string): string {
  if (service === 'rds-db') return 'connect';
  return user === 'admin' ? 'DbConnectAdmin' : 'DbConnect';
}

function refuse(reason: RefusalReason): Verdict {
  return { ok: false, reason };
}

interface ReadToken {
  readonly host: string;
  readonly port: number;
  readonly action: string;
  readonly user: string | undefined;
  readonly scope: CredentialScope;
  readonly amzDate: string;
  readonly signedAt: number;
  readonly seconds: number;
  readonly sessionToken: string | undefined;
  readonly signature: string;
  readonly signedQuery: Array<[string, string]>;
}

/**
 * By hand and not with `URL`, which would trim, lower-case, and drop the port 443: each would forgive a
 * token that RDS refuses.
 */
function readToken(token: string, service: 'rds-db' | 'dsql'): ReadToken | undefined {
  // the AWS SDK for Go signs the same request, and writes it without the slash
  const match = /^([A-Za-z0-9._-]+)(?::(\d{1,5}))?\/?\?([\x21-\x7e]+)$/.exec(token);
  const [, host = '', port = '', queryText = ''] = match ?? [];
  if (!match || (port === '') !== (service === 'dsql')) return undefined;
  const query = parseQuery(queryText);
  if (!query) return undefined;
  const fields = new Map(query);
  if (fields.size !== query.length) return undefined; // a repeated parameter can mean two things

  const scope = parseScope(fields.get('X-Amz-Credential') ?? '');
  const amzDate = fields.get('X-Amz-Date') ?? '';
  const signedAt = parseAmzDate(amzDate);
  const secondsText = fields.get('X-Amz-Expires') ?? '';
  const seconds = /^\d{1,3}$/.test(secondsText) ? Number(secondsText) : 0;
  const signatureText = fields.get('X-Amz-Signature') ?? '';
  const action = fields.get('Action');
  const user = fields.get('DBUser');
  if (
    !scope ||
    signedAt === undefined ||
    scope.day !== amzDate.slice(0, 8) ||
    seconds < 1 ||
    seconds > MAX_TOKEN_SECONDS ||
    fields.get('X-Amz-Algorithm') !== ALGORITHM ||
    fields.get('X-Amz-SignedHeaders') !== 'host' ||
    !/^[0-9a-f]{64}$/.test(signatureText) ||
    action === undefined ||
    (user === undefined && service === 'rds-db')
  ) {
    return undefined;
  }
  return {
    host,
    port: Number(port),
    action,
    user,
    scope,
    amzDate,
    signedAt,
    seconds,
    sessionToken: fields.get('X-Amz-Security-Token'),
    signature: signatureText,
    signedQuery: query.filter(([name]) => name !== 'X-Amz-Signature'),
  };
}
