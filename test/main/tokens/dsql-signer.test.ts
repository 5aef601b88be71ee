import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Credentials } from '../../../app/profiles/model.ts';
import { signToken } from '../../../main/tokens/sign-token.ts';
import { verifyToken } from '../../sandbox/token-verifier.ts';

const credentials: Credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  sessionToken: null,
  expiry: { kind: 'never' },
};
const request = { host: 'foo0bar1baz2quux3quuux4abc.dsql.us-east-2.on.aws', port: 5432, region: 'us-east-2' };

/** What a cluster says to a token for this user, whose identity may do this one thing. */
function verdict(token: string, user: string, allowed: string) {
  return verifyToken(token, {
    ...request,
    user,
    service: 'dsql',
    account: '123456789012',
    resourceId: 'foo0bar1baz2quux3quuux4abc',
    now: Date.now(),
    identities: (accessKeyId) => ({
      accessKeyId,
      secretAccessKey: credentials.secretAccessKey,
      account: '123456789012',
      arn: 'arn:aws:iam::123456789012:user/a',
      userId: 'AIDA',
      may: (action, resource) =>
        action === allowed &&
        resource === 'arn:aws:dsql:us-east-2:123456789012:cluster/foo0bar1baz2quux3quuux4abc',
    }),
  });
}

it.each([
  ['admin', 'dsql:DbConnectAdmin', 'dsql:DbConnect'],
  ['app_readonly', 'dsql:DbConnect', 'dsql:DbConnectAdmin'],
])('%s needs %s, and a token of the other kind does not do', async (dbUser, action, other) => {
  const { token } = await signToken({ ...request, dbUser }, credentials);
  expect(verdict(token, dbUser, action)).toMatchObject({ ok: true });
  expect(verdict(token, dbUser, other)).toEqual({ ok: false, reason: 'not-allowed' });
  expect(verdict(token, dbUser === 'admin' ? 'app' : 'admin', action)).toEqual({
    ok: false,
    reason: 'bad-action',
  });
});

it('says when the token was signed and how long it is good for', async () => {
  const before = Math.floor(Date.now() / 1_000) * 1_000;
  const { signedAt, validUntil } = await signToken({ ...request, dbUser: 'admin' }, credentials);
  expect(signedAt).toBeGreaterThanOrEqual(before);
  expect(validUntil - signedAt).toBe(900_000);
});

it('whoever the user is, no database of RDS takes the token, and no cluster takes one of RDS', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('admin', 'app', 'weird user'), async (dbUser) => {
      const { token } = await signToken({ ...request, dbUser }, credentials);
      const rds = await signToken(
        { ...request, host: 'orders.c9q2.us-east-2.rds.amazonaws.com', dbUser },
        credentials,
      );
      expect(verdict(rds.token, dbUser, 'dsql:DbConnect').ok).toBe(false);
      expect(token).not.toContain('DBUser');
    }),
    { numRuns: 6 },
  );
});
