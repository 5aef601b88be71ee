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
  switch (state.error.code) {
    case 'sign-in-needed':
      return { word: 'Sign in', tone: 'soon' };
    case 'mfa-needed':
      return { word: 'MFA', tone: 'quiet' };
    case 'credentials-expired':
      return { word: 'Expired', tone: 'soon' };
    case 'unreachable':
      return { word: 'Offline', tone: 'quiet' };
    default:
      return { word: 'Error', tone: 'bad' };
  }
}

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
