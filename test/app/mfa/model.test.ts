import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mfaCode, mfaDevice } from '../../../app/mfa/model.ts';

const PARTITIONS = [
  'aws',
  'aws-cn',
  'aws-us-gov',
  'aws-iso',
  'aws-iso-b',
  'aws-iso-e',
  'aws-iso-f',
  'aws-eusc',
];

/** Any characters; made by hand, because fast-check takes seconds to know all of Unicode. */
const anyText = fc
  .array(fc.integer({ min: 1, max: 0x10_ff_ff }), { maxLength: 300 })
  .map((points) => String.fromCodePoint(...points));

describe('an MFA device', () => {
  it.each(PARTITIONS)('of the partition %s goes by its own name', (partition) => {
    const arn = (resource: string) => mfaDevice(`arn:${partition}:iam::482011780031:${resource}`);
    expect(arn('mfa/dana')).toEqual({ kind: 'code', name: 'mfa/dana' });
    expect(arn('mfa/root-account-mfa-device')).toEqual({ kind: 'code', name: 'mfa/root-account-mfa-device' });
    expect(arn('sms-mfa/dana')).toEqual({ kind: 'code', name: 'sms-mfa/dana' });
    expect(arn('u2f/user/dana/key-AAAABBBB')).toEqual({
      kind: 'security-key',
      name: 'u2f/user/dana/key-AAAABBBB',
    });
    expect(arn('u2f/root-account/key-AAAABBBB')).toMatchObject({ kind: 'security-key' });
  });

  it.each(['GAHT12345678', '123456789', 'u2f/user/dana'])('of hardware goes by its number: %s', (serial) => {
    expect(mfaDevice(serial)).toEqual({ kind: 'code', name: serial });
  });

  it('is named by the end of what the profile says, whatever that is', () => {
    fc.assert(
      fc.property(anyText, (serial) => {
        const { name } = mfaDevice(serial);
        expect(serial.endsWith(name)).toBe(true);
        expect(name === '' && serial !== '').toBe(false);
      }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...PARTITIONS),
        fc.constantFrom('mfa/', 'u2f/user/'),
        fc.string({
          minLength: 1,
          maxLength: 64,
          unit: fc.constantFrom('a', 'Z', '9', '_', '+', '=', '/', ',', '.', '@', '-'),
        }),
        (partition, kind, name) => {
          expect(mfaDevice(`arn:${partition}:iam::482011780031:${kind}${name}`)).toEqual({
            kind: kind === 'mfa/' ? 'code' : 'security-key',
            name: `${kind}${name}`,
          });
        },
      ),
    );
  });
});

describe('a code', () => {
  it('is six digits and nothing else', () => {
    fc.assert(fc.property(fc.stringMatching(/^[0-9]{6}$/), (digits) => mfaCode.safeParse(digits).success));
    fc.assert(
      fc.property(
        fc.string({ maxLength: 8 }).filter((text) => !/^[0-9]{6}$/.test(text)),
        (text) => !mfaCode.safeParse(text).success,
      ),
    );
    // digits of other scripts, and a line end, which `$` would let through in other languages
    for (const text of ['١٢٣٤٥٦', '123456\n', ' 123456', '12345', '1234567', '']) {
      expect(mfaCode.safeParse(text).success).toBe(false);
    }
  });
});
