import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { ClientSettings } from '../../../app/profiles/plan/client-settings.ts';
import { assumeRoleWithWebIdentity } from '../../../main/profiles/web-identity.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { answering, stsError } from './answering.ts';

const settings = (url: string): ClientSettings => ({
  region: 'eu-west-1',
  useFipsEndpoint: false,
  useDualstackEndpoint: false,
  caBundle: null,
  legacySts: false,
  endpoints: new Map([['sts', { url, readable: false }]]),
});

const leaf = (tokenFile: string) => ({
  kind: 'web-identity' as const,
  profile: 'pod',
  roleArn: 'arn:aws:iam::123456789012:role/r',
  tokenFile,
  roleSessionName: null,
});

function tokenFile(text = 'jwt\n'): string {
  const path = join(temporaryFolder(), 'token');
  writeFileSync(path, text);
  return path;
}

async function assumed(path: string, answer: (reply: ServerResponse) => void) {
  const { url, asked } = await answering((_asked, reply) => answer(reply));
  return { got: await assumeRoleWithWebIdentity('pod', leaf(path), settings(url)), asked };
}

describe('a web identity', () => {
  it.each([
    ['ExpiredTokenException', 'credentials-expired', 'the web identity token in'],
    ['InvalidIdentityToken', 'credentials-invalid', 'does not accept the web identity token'],
    ['AccessDenied', 'role-denied', 'assuming its role with a web identity'],
    ['IDPRejectedClaim', 'role-denied', 'assuming its role with a web identity'],
    ['Throttling', 'throttled', 'assuming its role'],
  ])(
    'that AWS answers with %s is %s',
    async (error, code, message) => {
      const { got } = await assumed(tokenFile(), (reply) => stsError(reply, error, 'Said by AWS.'));
      expect(got).toMatchObject({
        error: { code, message: expect.stringContaining(message), hint: expect.any(String) },
      });
      expect(JSON.stringify(got)).not.toContain('jwt');
    },
    30_000,
  );

  it.each([
    ['is not there', () => join(temporaryFolder(), 'none')],
    ['is empty', () => tokenFile(' \n')],
    ['is too large for a token', () => tokenFile('x'.repeat(100_000))],
    [
      'is not a file',
      () => {
        const path = join(temporaryFolder(), 'folder');
        mkdirSync(path);
        return path;
      },
    ],
  ])('whose token file %s says so, and nobody is asked', async (why, path) => {
    const { got, asked } = await assumed(path(), (reply) => reply.end());
    expect(got).toMatchObject({
      error: { code: 'profile-unusable', message: expect.stringContaining(`${why}.`) },
    });
    expect(asked).toEqual([]);
  });
});
