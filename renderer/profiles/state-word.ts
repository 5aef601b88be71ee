import type { Failure } from '../api.ts';
import type { Profile } from '../../app/profiles/model.ts';

/** How a profile stands, for its dot: with colour goes always a word. */
export type Tone = 'good' | 'soon' | 'bad' | 'quiet';

/** A profile's state in one word, and its tone. */
export interface StateWord {
  readonly word: string;
  readonly tone: Tone;
}

const minute = 60_000;
const hour = 60 * minute;

/** What is left of credentials, short: `5 h`, `42 min`. */
export function timeLeft(ms: number): string {
  if (ms <= 0) return 'Expired';
  if (ms < minute) return '<1 min';
  if (ms < hour) return `${Math.floor(ms / minute)} min`;
  return ms < 48 * hour ? `${Math.floor(ms / hour)} h` : `${Math.floor(ms / (24 * hour))} days`;
}

/**
 * A profile's state in one word.
 *
 * @param now milliseconds since the epoch
 */
export function stateWord({ state, kind }: Pick<Profile, 'state' | 'kind'>, now: number): StateWord {
  if (state.status === 'checking') return { word: '…', tone: 'quiet' };
  if (state.status === 'usable') {
    if (state.expiry.kind !== 'at') {
      return { word: kind === 'static' && state.expiry.kind === 'never' ? 'keys' : '', tone: 'good' };
    }
    const left = state.expiry.time - now;
    return { word: timeLeft(left), tone: left > 10 * minute ? 'good' : left > 0 ? 'soon' : 'bad' };
  }
  if (state.at !== undefined && state.error.code === 'profile-unusable') {
    return { word: `Line ${state.at.line}`, tone: 'bad' };
  }
  return failureWords[state.error.code] ?? { word: 'Error', tone: 'bad' };
}

/** Why a profile cannot be used, in a word. Those that are not here are told in their own words on a click. */
const failureWords: Partial<Record<Failure['code'], StateWord>> = {
  'sign-in-needed': { word: 'Sign in', tone: 'soon' },
  'mfa-needed': { word: 'MFA', tone: 'quiet' },
  'credentials-expired': { word: 'Expired', tone: 'soon' },
  'credentials-invalid': { word: 'Refused', tone: 'bad' },
  'role-denied': { word: 'Denied', tone: 'bad' },
  'access-denied': { word: 'Denied', tone: 'bad' },
  'process-failed': { word: 'Failed', tone: 'bad' },
  'clock-wrong': { word: 'Clock', tone: 'bad' },
  'not-aws': { word: 'Blocked', tone: 'soon' },
  'proxy-unreachable': { word: 'Proxy', tone: 'soon' },
  'proxy-refused': { word: 'Proxy', tone: 'bad' },
  'proxy-auth-required': { word: 'Proxy', tone: 'soon' },
  'proxy-intercepts': { word: 'Proxy', tone: 'bad' },
  'endpoint-unconfirmed': { word: 'Confirm', tone: 'soon' },
  throttled: { word: 'Throttled', tone: 'quiet' },
  unreachable: { word: 'Offline', tone: 'quiet' },
};

/** How a profile gets its credentials, in words. */
export const kindText: Readonly<Record<Profile['kind'], string>> = {
  static: 'Long-lived keys',
  session: 'Session keys',
  'assume-role': 'Assumed role',
  sso: 'SSO',
  'web-identity': 'Web identity',
  process: 'Credential process',
  login: 'AWS login',
  incomplete: 'No credentials',
};
