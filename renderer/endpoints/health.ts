import type { Scan } from '../../app/endpoints/model.ts';
import type { Profile } from '../../app/profiles/model.ts';
import { groupKey } from './list-rows.ts';

/** Whether AWS cannot be reached at all: everything that was asked says so, and something was asked. */
export function isOffline(scans: readonly Scan[], profiles: readonly Profile[]): boolean {
  const codes = [
    ...scans.flatMap(({ status, problems }) =>
      status === 'scanning'
        ? ['scanning']
        : problems.length === 0
          ? ['fine']
          : problems.map(({ error }) => error.code),
    ),
    ...profiles.flatMap(({ state }) => (state.status === 'unusable' ? [state.error.code] : [])),
  ];
  // a profile that needs a sign-in says nothing about the network
  const telling = codes.filter((code) => !beforeNetwork.has(code));
  return telling.length > 0 && telling.every((code) => code === 'unreachable');
}

const beforeNetwork = new Set<string>([
  'sign-in-needed',
  'mfa-needed',
  'credentials-expired',
  'profile-unusable',
]);

/** Keys of the list rows that tell of a problem, in the order of the scans. */
export function problemKeys(scans: readonly Scan[]): readonly string[] {
  return scans.flatMap((scan) => scan.problems.map((problem) => `${groupKey(scan)}\n${problem.call}`));
}
