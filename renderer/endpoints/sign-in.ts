import { databaseName, databaseUser, type Endpoint } from '../../app/endpoints/model.ts';
import type { State } from '../store.ts';
import { findEndpoint } from './catalogue.ts';
import type { Draft } from './state.ts';

/**
 * What to log in with: what is being typed, else what was last used, else what was last used on
 * another name of the same cluster or with another profile, else nobody and the database that AWS created.
 */
export function signInFor(state: Pick<State, 'drafts' | 'signIns' | 'scans'>, endpoint: Endpoint): Draft {
  return (
    state.drafts[endpoint.id] ??
    state.signIns[endpoint.id] ??
    siblingSignIn(state, endpoint) ?? { dbUser: '', database: endpoint.defaultDatabase ?? '' }
  );
}

/** What is wrong with a database user, in words; null where nothing is. */
export function userProblem(dbUser: string): string | null {
  if (dbUser === '') return 'Enter the database user. A token is for one user.';
  if (databaseUser.safeParse(dbUser).success) return null;
  return dbUser.length > 128
    ? 'A database user has at most 128 characters.'
    : 'This contains a character that a user name cannot have.';
}

/** What is wrong with a database name, in words; null where nothing is. */
export function databaseProblem(database: string): string | null {
  if (databaseName.safeParse(database).success) return null;
  return database.length > 128
    ? 'A database name has at most 128 characters.'
    : 'This contains a character that a database name cannot have.';
}

/** Users that were used before, the most used first; to choose from, not to force. */
export function knownUsers(signIns: State['signIns']): readonly string[] {
  const uses = new Map<string, number>();
  for (const { dbUser } of Object.values(signIns)) uses.set(dbUser, (uses.get(dbUser) ?? 0) + 1);
  return [...uses]
    .toSorted(([a, usesOfA], [b, usesOfB]) => usesOfB - usesOfA || a.localeCompare(b))
    .slice(0, 20)
    .map(([user]) => user);
}

function siblingSignIn(
  { signIns, scans }: Pick<State, 'signIns' | 'scans'>,
  endpoint: Endpoint,
): Draft | null {
  let byOther: Draft | null = null;
  for (const [id, signIn] of Object.entries(signIns)) {
    const other = findEndpoint(scans, id);
    if (other === null || other.account !== endpoint.account || other.region !== endpoint.region) continue;
    if (databaseOf(other) === '' || databaseOf(other) !== databaseOf(endpoint)) continue;
    if (other.profile === endpoint.profile) return signIn;
    byOther ??= signIn;
  }
  return byOther;
}

/** What a database user belongs to: a cluster for its members. */
function databaseOf({ policyResourceId, resourceId }: Endpoint): string {
  return policyResourceId ?? resourceId;
}
