import { describe, expect, it } from 'vitest';
import type { FailureCode } from '../../../app/common/result.ts';
import { isDue } from '../../../app/profiles/due.ts';
import type { ProfileKind, ProfileState } from '../../../app/profiles/model.ts';

const now = Date.UTC(2026, 0, 1);
const unusable = (code: FailureCode): ProfileState => ({
  status: 'unusable',
  error: { code, message: 'No.' },
});
const until = (ms: number): ProfileState => ({ status: 'usable', expiry: { kind: 'at', time: now + ms } });

describe('a profile', () => {
  it.each<[FailureCode, ProfileKind, number | null]>([
    ['sign-in-needed', 'sso', 15_000],
    ['unreachable', 'static', 15_000],
    ['not-aws', 'assume-role', 15_000],
    ['clock-wrong', 'static', 15_000],
    ['throttled', 'assume-role', 60_000],
    ['credentials-expired', 'web-identity', 60_000],
    ['credentials-expired', 'session', null],
    ['mfa-needed', 'assume-role', null],
    ['process-failed', 'process', null],
    ['profile-unusable', 'incomplete', null],
    ['role-denied', 'assume-role', null],
    ['endpoint-unconfirmed', 'static', null],
  ])('that is unusable for %s, as %s, is looked at again after %s ms', (code, kind, after) => {
    const profile = { state: unusable(code), kind };
    expect(isDue(profile, (after ?? 86_400_001) - 1, now)).toBe(false);
    expect(isDue(profile, after ?? 86_400_000, now)).toBe(after !== null);
  });

  it('that can be used is looked at in its last five minutes alone, a program not too often', () => {
    const { profile } = { profile: (ms: number, kind: ProfileKind) => ({ state: until(ms), kind }) };
    expect(isDue(profile(300_000, 'sso'), 86_400_000, now)).toBe(false);
    expect(isDue(profile(299_999, 'sso'), 15_000, now)).toBe(true);
    expect(isDue(profile(299_999, 'process'), 15_000, now)).toBe(false);
    expect(isDue(profile(299_999, 'process'), 60_000, now)).toBe(true);
    expect(
      isDue({ state: { status: 'usable', expiry: { kind: 'unstated' } }, kind: 'session' }, 86_400_000, now),
    ).toBe(false);
    expect(isDue({ state: { status: 'checking' }, kind: 'sso' }, 86_400_000, now)).toBe(false);
  });
});
