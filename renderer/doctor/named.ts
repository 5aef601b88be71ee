import { databaseProblem, signInFor, userProblem } from '../endpoints/sign-in.ts';
import type { State } from '../store.ts';
import type { Subject, SubjectRef } from '../subject.ts';

const made = new WeakMap<Subject, SubjectRef>();

/**
 * How a request names a subject as it is filled in now; null for an endpoint without a database user. The same object
 * while nothing changes, so that it can be selected from the store.
 */
export function namedBy(
  state: Pick<State, 'drafts' | 'signIns' | 'scans'>,
  subject: Subject,
): SubjectRef | null {
  const next = refOf(state, subject);
  if (next === null) return null;
  const known = made.get(subject);
  if (known !== undefined && JSON.stringify(known) === JSON.stringify(next)) return known;
  made.set(subject, next);
  return next;
}

function refOf(
  state: Pick<State, 'drafts' | 'signIns' | 'scans'>,
  { connection, endpoint }: Subject,
): SubjectRef | null {
  if (connection !== null) return { connectionId: connection.id };
  if (endpoint === null) return null;
  const { dbUser, database } = signInFor(state, endpoint);
  if (userProblem(dbUser) !== null || databaseProblem(database) !== null) return null;
  return { endpointId: endpoint.id, dbUser, database };
}
