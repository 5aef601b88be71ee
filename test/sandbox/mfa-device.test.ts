import { describe, expect, it } from 'vitest';
import { makeMfaDevice, mfaPage, totp } from './mfa-device.ts';

const SECRET = Buffer.from('12345678901234567890');

describe('the sandbox’s MFA device', () => {
  // RFC 6238, appendix B, SHA-1; of its eight digits the last six
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('shows at %d s what RFC 6238 says', (seconds, code) => {
    expect(makeMfaDevice('device', SECRET).code(seconds * 1_000)).toBe(code);
    expect(totp(SECRET, Math.floor(seconds / 30))).toBe(code);
  });

  it('takes a code once, and none from before it', () => {
    const device = makeMfaDevice('device', SECRET);
    const now = 1_234_567_890_000;
    expect(device.accepts(device.wrongCode(now), now)).toBe(false);
    expect(device.accepts(device.code(now - 60_000), now)).toBe(false);
    expect(device.accepts(device.code(now + 30_000), now)).toBe(true);
    expect(device.accepts(device.code(now + 30_000), now)).toBe(false);
    expect(device.accepts(device.code(now), now)).toBe(false);
    device.forget();
    expect(device.accepts(device.code(now), now)).toBe(true);
  });

  it('is shown on a page', () => {
    const page = mfaPage(makeMfaDevice('arn:aws:iam::773100429918:mfa/dana.reyes', SECRET), 59_000);
    expect(page).toContain('287 082');
    expect(page).toContain('mfa/dana.reyes');
    expect(page).toContain('content="1"');
  });
});
