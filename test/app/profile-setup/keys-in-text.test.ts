import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keysInText } from '../../../app/profile-setup/keys-in-text.ts';
import { anyText } from '../any-text.ts';

const id = 'AKIAIOSFODNN7EXAMPLE';
const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const token = 'IQoJb3JpZ2luX2VjEXAMPLE/+token==';

const found = (text: string) => {
  const keys = keysInText(text);
  return keys && [keys.accessKeyId, keys.secretAccessKey.reveal(), keys.sessionToken?.reveal() ?? null];
};

describe('an access key is found', () => {
  it.each([
    [
      'the console’s CSV file',
      `\uFEFFAccess key ID,Secret access key\r\n${id},${secret}\r\n`,
      [id, secret, null],
    ],
    ['the secret alone', ` ${secret}\n`, [null, secret, null]],
    [
      'lines for a shell',
      `export AWS_ACCESS_KEY_ID="${id}"\nexport AWS_SECRET_ACCESS_KEY="${secret}"\nexport AWS_SESSION_TOKEN="${token}"`,
      [id, secret, token],
    ],
    [
      'lines for Windows',
      `SET AWS_ACCESS_KEY_ID=${id}\r\nSET AWS_SECRET_ACCESS_KEY=${secret}`,
      [id, secret, null],
    ],
    [
      'lines for PowerShell',
      `$Env:AWS_ACCESS_KEY_ID="${id}"\n$Env:AWS_SECRET_ACCESS_KEY="${secret}"`,
      [id, secret, null],
    ],
    [
      'a section',
      `[1234_Reader]\naws_access_key_id=${id}\naws_secret_access_key=${secret}\naws_session_token=${token}`,
      [id, secret, token],
    ],
    [
      'JSON',
      JSON.stringify({ AccessKey: { AccessKeyId: id, SecretAccessKey: secret, Status: 'Active' } }, null, 2),
      [id, secret, null],
    ],
    [
      'JSON of STS',
      JSON.stringify({ Credentials: { AccessKeyId: id, SecretAccessKey: secret, SessionToken: token } }),
      [id, secret, token],
    ],
  ])('in %s', (_what, text, keys) => {
    expect(found(text)).toEqual(keys);
  });
});

it('nothing else is taken for one', () => {
  for (const text of [
    '',
    'hello',
    'a'.repeat(41),
    `${secret} ${secret}`,
    'x'.repeat(30_000),
    `secret_access_key=${'a'.repeat(200)}`,
  ]) {
    expect(keysInText(text)).toBeNull();
  }
  fc.assert(
    fc.property(anyText, (text) => {
      const keys = keysInText(text);
      expect(keys === null || text.includes(keys.secretAccessKey.reveal())).toBe(true);
    }),
  );
});

it('the secret is not in what is printed of it', () => {
  expect(JSON.stringify(keysInText(secret))).not.toContain(secret);
});
