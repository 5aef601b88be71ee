import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDefect, formatLine } from '../../../main/log/format-line.ts';

/** Stands at both ends of a secret: however the rest is escaped, an end that is left is seen. */
const MARK = 'hIdDeN';

const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.string());
const secret = text.map((middle) => `${MARK}${middle}${MARK}`);

const name = fc
  .tuple(
    fc.constantFrom('', 'db', 'local', 'AWS_', 'x-amz-', 'x-amz-security-'),
    fc.constantFrom(
      'password',
      'passwd',
      'passphrase',
      'token',
      'secret',
      'secret_access_key',
      'accessKeyId',
    ),
    fc.constantFrom(
      (word: string) => word,
      (word: string) => word.toUpperCase(),
    ),
  )
  .map(([before, word, write]) => `${before}${write(word)}`);

describe('a secret', () => {
  it('never gets through a field that is named for it', () => {
    fc.assert(
      fc.property(name, secret, text, (field, value, other) => {
        expect(formatLine('signed', { before: other, [field]: value, after: 1 })).not.toContain(MARK);
      }),
    );
  });

  it('never gets through a field with another name that quotes where it came from', () => {
    fc.assert(
      fc.property(name, secret, (field, value) => {
        const body = JSON.stringify({ [field]: value });
        expect(formatLine('answered', { body })).not.toContain(MARK);
        expect(formatLine('answered', { body: JSON.stringify({ body }) })).not.toContain(MARK);
      }),
    );
  });

  it('never gets through a defect, wherever in what was thrown it is', () => {
    fc.assert(
      fc.property(name, secret, text, (field, value, other) => {
        const thrown = [
          { [field]: value, other },
          { deep: { [field]: value } },
          new Map([[field, value]]),
          Object.assign(new Error('refused'), { config: { [field]: value } }),
          new Error('refused', { cause: { [field]: value } }),
        ];
        for (const cause of thrown) expect(formatDefect('defect', cause)).not.toContain(MARK);
      }),
    );
  });
});

describe('a line', () => {
  it('is one line, whatever its fields hold', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), text), (fields) => {
        expect(formatLine('event', fields)).not.toMatch(/[\n\r\v\f\u0085\u2028\u2029]/);
      }),
    );
  });

  it('has a name before each value, and quotes where a value could be taken for more', () => {
    expect(formatLine('scan', { profile: 'dev', region: 'eu-west-1', ms: 12, error: null })).toBe(
      'scan profile=dev region=eu-west-1 ms=12 error=null',
    );
    expect(formatLine('scan', { profile: 'dev code=ok', region: '' })).toBe(
      'scan profile="dev code=ok" region=""',
    );
  });

  it.each([
    ['answered', { channel: 'connect:copyToken', code: 'ok', ms: 3 }],
    ['answered', { channel: 'gateway:renewPassword', code: 'key-store-failed', ms: 3 }],
    ['profile', { profile: 'dev/sso', state: 'unusable', code: 'sign-in-needed' }],
    ['session ended', { connection: '8f14e45f-ceea-4e7a-9c1b-2f7d0c1a9b3e', cause: 'no-token', sent: 0 }],
  ])('of ordinary events loses nothing: %s %o', (event, fields) => {
    expect(formatLine(event, fields)).not.toContain('[redacted]');
  });

  it('of a defect goes on, indented', () => {
    expect(formatDefect('request', 'first\nsecond')).toBe("request\n  'first\\nsecond'");
    expect(formatDefect('request', new Error('boom'))).toMatch(/^request\n {2}Error: boom\n {6}at /);
  });
});
