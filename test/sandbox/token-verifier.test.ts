import { createHash } from 'node:crypto';
import { Signer } from '@aws-sdk/rds-signer';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayConnect, type Identity } from './identity.ts';
import { runProgram } from './run-program.ts';
import { EMPTY_BODY_SHA256, formatAmzDate, signature, uriEncode } from './sigv4.ts';
import { verifyToken, type Expected, type RefusalReason } from './token-verifier.ts';
import { AWS_PROGRAM } from './aws-program.ts';

const host = 'orders.cluster-c9q2xexample.us-east-1.rds.amazonaws.com';
const resource = 'arn:aws:rds-db:us-east-1:482011780031:dbuser:cluster-ABC';
const longLived: Identity = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  account: '482011780031',
  arn: 'arn:aws:iam::482011780031:user/dana',
  userId: 'AIDAEXAMPLE',
  may: mayConnect([`${resource}/*`]),
};
const session: Identity = {
  ...longLived,
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  sessionToken: `IQoJ${'b3JpZ2lu+/=='.repeat(80)}`,
  expiresAt: Date.now() + 3_600_000,
};
const only: Identity = { ...longLived, accessKeyId: 'AKIAONLYAPP', may: mayConnect([`${resource}/app`]) };

function expected(change: Partial<Expected> = {}): Expected {
  return {
    user: 'app_readonly',
    host,
    port: 5432,
    region: 'us-east-1',
    account: '482011780031',
    resourceId: 'cluster-ABC',
    now: Date.now(),
    identities: (id) => [longLived, session, only].find((one) => one.accessKeyId === id),
    ...change,
  };
}

function sign(identity: Identity, username = 'app_readonly'): Promise<string> {
  const { accessKeyId, secretAccessKey, sessionToken } = identity;
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
  return new Signer({
    hostname: host,
    port: 5432,
    region: 'us-east-1',
    username,
    credentials,
  }).getAuthToken();
}

/** Signs any parameters, also such as no real signer would. */
function forge(change: Record<string, string> = {}, service = 'rds-db', time = Date.now()): string {
  const date = formatAmzDate(time);
  const scope = { accessKeyId: longLived.accessKeyId, day: date.slice(0, 8), region: 'us-east-1', service };
  const fields = {
    Action: 'connect',
    DBUser: 'app_readonly',
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${scope.accessKeyId}/${scope.day}/${scope.region}/${service}/aws4_request`,
    'X-Amz-Date': date,
    'X-Amz-Expires': '900',
    'X-Amz-SignedHeaders': 'host',
    ...change,
  };
  const query = Object.entries(fields);
  const request = {
    method: 'GET',
    path: '/',
    query,
    headers: [['host', `${host}:5432`]] as const,
    payloadHash: EMPTY_BODY_SHA256,
  };
  const signed = signature(request, scope, longLived.secretAccessKey, date);
  const text = query.map(([name, value]) => `${name}=${uriEncode(value)}`).join('&');
  return `${host}:5432/?${text}&X-Amz-Signature=${signed}`;
}

describe('verifyToken', () => {
  it('knows the hash of an empty body', () => {
    expect(createHash('sha256').digest('hex')).toBe(EMPTY_BODY_SHA256);
  });

  it('accepts what the SDK signs, with long-lived and with session keys, and what it signs itself', async () => {
    expect(verifyToken(await sign(longLived), expected())).toEqual({ ok: true, identity: longLived });
    expect(verifyToken(await sign(session), expected())).toEqual({ ok: true, identity: session });
    expect(verifyToken(forge(), expected()).ok).toBe(true);
  });

  it.each([longLived, session])('accepts what the AWS CLI signs ($accessKeyId)', async (identity) => {
    const made = await runProgram(
      AWS_PROGRAM,
      ['rds', 'generate-db-auth-token', '--hostname', host, '--port', '5432', '--username', 'app_readonly'],
      {
        PATH: process.env['PATH'] ?? '',
        HOME: '/nonexistent',
        AWS_REGION: 'us-east-1',
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: identity.accessKeyId,
        AWS_SECRET_ACCESS_KEY: identity.secretAccessKey,
        ...(identity.sessionToken && { AWS_SESSION_TOKEN: identity.sessionToken }),
      },
    );
    expect(verifyToken(made.stdout.trim(), expected()).ok).toBe(true);
  });

  it('accepts users with odd characters, and none under another name', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'grapheme', minLength: 1 }),
          fc.constantFrom('a@b.c+d/e f', '%2F', "o'hara*"),
        ),
        async (user) => {
          const token = await sign(longLived, user);
          expect(verifyToken(token, expected({ user })).ok).toBe(true);
          expect(verifyToken(token, expected({ user: `${user}x` }))).toMatchObject({ reason: 'wrong-user' });
        },
      ),
      { numRuns: 100 },
    );
  });

  it('accepts the form of the AWS SDK for Go, which has no slash before the query', async () => {
    const token = (await sign(longLived)).replace('/?', '?');
    expect(token).toMatch(/^[^/?]+:5432\?Action=connect/);
    expect(verifyToken(token, expected())).toMatchObject({ ok: true });
  });

  const minutes = 60_000;
  const refusals: ReadonlyArray<[RefusalReason, () => Promise<string> | string, Partial<Expected>]> = [
    ['malformed', () => 'hunter2', {}],
    ['malformed', () => `https://${forge()}`, {}],
    ['malformed', () => `${forge()}\n`, {}],
    ['malformed', () => `${forge()}&Action=connect`, {}],
    ['malformed', () => forge({ 'X-Amz-Expires': '901' }), {}],
    ['malformed', () => forge({ 'X-Amz-SignedHeaders': 'host;date' }), {}],
    ['bad-action', () => forge({ Action: 'drop' }), {}],
    ['bad-service', () => forge({}, 'rds'), {}],
    ['wrong-user', () => sign(longLived), { user: 'app' }],
    ['wrong-host', () => sign(longLived), { host: 'localhost' }],
    ['wrong-port', () => sign(longLived), { port: 5433 }],
    ['wrong-region', () => sign(longLived), { region: 'eu-west-1' }],
    ['unknown-key', () => sign({ ...longLived, accessKeyId: 'AKIANOBODY' }), {}],
    ['wrong-session-token', () => sign({ ...session, sessionToken: 'other' }), {}],
    ['wrong-session-token', () => sign({ ...longLived, sessionToken: 'uncalled-for' }), {}],
    ['bad-signature', () => sign({ ...longLived, secretAccessKey: 'other' }), {}],
    [
      'bad-signature',
      async () => (await sign(longLived)).replace('app_readonly', 'admin'),
      { user: 'admin' },
    ],
    ['bad-signature', async () => (await sign(longLived)).replace(':5432', ':5433'), { port: 5433 }],
    ['not-yet-valid', () => sign(longLived), { now: Date.now() - 6 * minutes }],
    ['expired', () => sign(longLived), { now: Date.now() + 16 * minutes }],
    ['expired', () => forge({ 'X-Amz-Expires': '60' }), { now: Date.now() + 2 * minutes }],
    [
      'credentials-expired',
      () => sign(session),
      { identities: () => ({ ...session, expiresAt: Date.now() - 1000 }) },
    ],
    ['not-allowed', () => sign(only), {}],
    ['not-allowed', () => sign(longLived), { resourceId: 'cluster-XYZ' }],
    ['not-allowed', () => sign(longLived), { account: '773100429918' }],
  ];
  it.each(refusals)('refuses as %s (%#)', async (reason, make, change) => {
    expect(verifyToken(await make(), expected(change))).toEqual({ ok: false, reason });
  });

  it('holds to the second: 900 s of age and five minutes of skew', () => {
    const time = Date.parse('2026-01-02T03:04:05Z');
    const token = forge({}, 'rds-db', time);
    expect(verifyToken(token, expected({ now: time + 900_000 })).ok).toBe(true);
    expect(verifyToken(token, expected({ now: time + 900_001 }))).toMatchObject({ reason: 'expired' });
    expect(verifyToken(token, expected({ now: time - 300_000 })).ok).toBe(true);
    expect(verifyToken(token, expected({ now: time - 300_001 }))).toMatchObject({ reason: 'not-yet-valid' });
  });
});
