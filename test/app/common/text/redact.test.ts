import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../../../app/common/text/redact.ts';
import { signWithRdsSigner } from '../../../../main/tokens/rds-signer.ts';

const base64 = fc.base64String({ minLength: 24, maxLength: 600 });

it('no signature, session token or access key of a token survives, whatever stands around it', async () => {
  await fc.assert(
    fc.asyncProperty(
      base64,
      fc.stringMatching(/^[A-Z0-9]{16}$/),
      fc.string(),
      async (session, id, around) => {
        const keys = {
          accessKeyId: id,
          secretAccessKey: 'x',
          sessionToken: session,
          expiry: { kind: 'never' },
        } as const;
        const request = { host: 'h.rds.amazonaws.com', port: 1, region: 'r', dbUser: 'u' };
        const { token } = await signWithRdsSigner(request, keys);
        const signature = /X-Amz-Signature=([0-9a-f]{64})/.exec(token)?.[1] ?? 'none';
        for (const text of [
          `${around}${token}${around}`,
          inspect(new Error(`psql: ${token}`)),
          inspect({ deep: { list: [token] } }),
          JSON.stringify({ token }),
        ]) {
          const said = redact(text);
          expect(said).not.toContain(signature);
          expect(said).not.toContain(encodeURIComponent(session));
          expect(said).not.toContain(`${id}%2F`);
        }
      },
    ),
    { numRuns: 60 },
  );
}, 30_000);

describe('a secret by its name', () => {
  it.each([
    'aws_secret_access_key = HIDDEN',
    'aws_session_token=HIDDEN',
    'PGPASSWORD=HIDDEN psql',
    "MYSQL_PWD='HIDDEN'",
    'password="HIDDEN"',
    inspect({ secretAccessKey: 'HIDDEN', sessionToken: 'HIDDEN' }),
    JSON.stringify({ SecretAccessKey: 'HIDDEN', SessionToken: 'HIDDEN' }),
    inspect({ headers: { 'x-amz-security-token': 'HIDDEN' } }),
    'authorization: AWS4-HMAC-SHA256 SignedHeaders=host, Signature=HIDDEN',
  ])('is taken out of %s', (text) => {
    expect(redact(text)).not.toContain('HIDDEN');
    expect(redact(text)).toContain('[redacted]');
  });
});

it('other text stays as it is', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('region', 'eu-west-1', 'AccessDenied:', '127.0.0.1:5432', 'db.t4g')),
      (words) => {
        expect(redact(words.join(' '))).toBe(words.join(' '));
      },
    ),
  );
});
