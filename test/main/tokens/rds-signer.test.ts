import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Credentials } from '../../../app/profiles/model.ts';
import { signWithRdsSigner } from '../../../main/tokens/rds-signer.ts';
import { verifyToken } from '../../sandbox/token-verifier.ts';

const credentials: Credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  sessionToken: null,
  expiry: { kind: 'never' },
};
const request = { host: 'orders.abc.eu-west-1.rds.amazonaws.com', port: 5432, region: 'eu-west-1' };

/** What a database that belongs to the credentials' owner says. */
function verdict(token: string, dbUser: string, keys = credentials, at = request) {
  return verifyToken(token, {
    ...at,
    user: dbUser,
    account: '123456789012',
    resourceId: 'db-ORDERS',
    now: Date.now(),
    identities: (accessKeyId) =>
      accessKeyId === keys.accessKeyId
        ? {
            accessKeyId,
            secretAccessKey: keys.secretAccessKey,
            ...(keys.sessionToken === null ? {} : { sessionToken: keys.sessionToken }),
            account: '123456789012',
            arn: 'arn:aws:iam::123456789012:user/a',
            userId: 'AIDA',
            may: () => true,
          }
        : undefined,
  });
}

it('says when the token was signed and how long it is good for', async () => {
  const before = Math.floor(Date.now() / 1_000) * 1_000;
  const { token, signedAt, validUntil } = await signWithRdsSigner(
    { ...request, dbUser: 'alice' },
    credentials,
  );
  expect(signedAt).toBeGreaterThanOrEqual(before);
  expect(signedAt).toBeLessThanOrEqual(Date.now());
  expect(validUntil - signedAt).toBe(900_000);
  const stamp = new Date(signedAt).toISOString().replaceAll(/[-:]|\.000/g, '');
  expect(token).toContain(`X-Amz-Date=${stamp}&`);
});

it.each([
  'alice',
  'alice@corp.com',
  'a+b',
  'team/app',
  'two words',
  '100%',
  'a%2Bb',
  'a&DBUser=b',
  'ünïcode',
  '名前',
  '😀',
  "o'brien*(!)~",
])('signs in as %s', async (dbUser) => {
  const { token } = await signWithRdsSigner({ ...request, dbUser }, credentials);
  expect(verdict(token, dbUser)).toMatchObject({ ok: true });
  expect(verdict(token, `${dbUser}x`)).toMatchObject({ ok: false });
});

it('whatever the user, host and port, the token names them and is accepted', async () => {
  const character = fc.oneof(
    fc.integer({ min: 0x20, max: 0x7e }),
    fc.integer({ min: 0xa0, max: 0xd7ff }),
    fc.integer({ min: 0x1f300, max: 0x1f5ff }),
  );
  const user = fc.string({
    unit: character.map((code) => String.fromCodePoint(code)),
    minLength: 1,
    maxLength: 60,
  });
  const host = fc.stringMatching(/^[a-z][a-z0-9-]{0,30}\.[a-z0-9]{4,12}\.us-east-2\.rds\.amazonaws\.com$/);
  const session = fc.option(fc.base64String({ minLength: 4, maxLength: 900 }));
  await fc.assert(
    fc.asyncProperty(
      user,
      host,
      fc.integer({ min: 1, max: 65_535 }),
      session,
      async (dbUser, name, port, sessionToken) => {
        const at = { host: name, port, region: 'us-east-2' };
        const keys = { ...credentials, sessionToken };
        const { token } = await signWithRdsSigner({ ...at, dbUser }, keys);
        const read = new URL(`https://${token}`);
        expect(read.hostname).toBe(name);
        expect(Number(read.port === '' ? 443 : read.port)).toBe(port);
        expect(read.searchParams.getAll('DBUser')).toEqual([dbUser]);
        expect(read.searchParams.get('X-Amz-Security-Token')).toBe(sessionToken);
        expect(token).not.toMatch(/\s|^https?:/);
        expect(verdict(token, dbUser, keys, at)).toMatchObject({ ok: true });
      },
    ),
    { numRuns: 60 },
  );
}, 30_000);
