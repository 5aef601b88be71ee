import type { FailureCode } from '../common/result.ts';
import type { Profile } from './model.ts';

/** Credentials that end within this time are renewed unasked, in milliseconds; a person is told then, too. */
export const AHEAD_MS = 5 * 60_000;

const SOON_MS = 15_000;
/** AWS has asked for patience; and a program may open a browser each time that it runs. */
const PATIENT_MS = 60_000;

/** What may have come right by itself, and how long after one look the next may follow, in milliseconds. */
const LOOK_AGAIN_MS: Partial<Record<FailureCode, number>> = {
  'sign-in-needed': SOON_MS,
  unreachable: SOON_MS,
  'not-aws': SOON_MS,
  'proxy-unreachable': SOON_MS,
  'proxy-refused': PATIENT_MS,
  'proxy-intercepts': PATIENT_MS,
  'clock-wrong': SOON_MS,
  throttled: PATIENT_MS,
};

/**
 * Whether a profile is to be looked at again unasked: credentials about to end are renewed; a sign-in elsewhere, a
 * network that is back and a clock that was set are noticed.
 *
 * @param since how long ago it was looked at, in milliseconds
 * @param now in milliseconds since the epoch
 */
export function isDue({ state, kind }: Pick<Profile, 'state' | 'kind'>, since: number, now: number): boolean {
  if (state.status === 'unusable') {
    const again =
      // the file with the token is written anew by somebody else, and nobody says when
      kind === 'web-identity' && state.error.code === 'credentials-expired'
        ? PATIENT_MS
        : LOOK_AGAIN_MS[state.error.code];
    return again !== undefined && since >= again;
  }
  return endsSoon(state, now) && since >= (kind === 'process' ? PATIENT_MS : SOON_MS);
}

/** Whether a profile can be used, and not for long. */
export function endsSoon(state: Profile['state'], now: number): boolean {
  return state.status === 'usable' && state.expiry.kind === 'at' && state.expiry.time - now < AHEAD_MS;
}
