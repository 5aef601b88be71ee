import type { Scan } from '../../app/endpoints/model.ts';
import type { Profile } from '../../app/profiles/model.ts';
import { problemsIn } from './region-problems.ts';

/**
 * Whether AWS cannot be reached at all. The scans know best: every one of them ended with nothing but
 * that. Before there are any, the profiles do.
 */
export function isOffline(scans: readonly Scan[], profiles: readonly Profile[]): boolean {
  if (scans.length > 0) {
    return scans.every(
      ({ status, problems }) =>
        status === 'done' &&
        problems.length > 0 &&
        problems.every(({ error }) => error.code === 'unreachable'),
    );
  }
  // a profile that needs a sign-in says nothing about the network
  const codes = profiles.flatMap(({ state }) => (state.status === 'unusable' ? [state.error.code] : []));
  return codes.includes('unreachable') && profiles.every(({ state }) => state.status === 'unusable');
}

/** Keys of the list rows that tell of a problem, in the order of the scans; one for each that there is to do about. */
export function problemKeys(scans: readonly Scan[]): readonly string[] {
  return [...new Set(problemsIn(scans).map(({ key }) => key))];
}
