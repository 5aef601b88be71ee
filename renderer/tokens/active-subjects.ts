import type { Connection } from '../../app/connections/model.ts';
import type { Lease } from '../../app/tokens/model.ts';
import { findEndpoint } from '../endpoints/catalogue.ts';
import type { State } from '../store.ts';
import { leaseKey, subjectOf, subjectOfConnection, type Subject } from '../subject.ts';

type From = Pick<State, 'leases' | 'scans' | 'connections'>;

let last: { readonly from: From; readonly subjects: readonly Subject[] } | null = null;

/**
 * What tokens were made for, newest first: the connection that is saved for the endpoint and the user, else
 * the endpoint. A lease whose endpoint is not known any more has nobody to show it.
 */
export function activeSubjects({ leases, scans, connections }: From): readonly Subject[] {
  if (last?.from.leases === leases && last.from.scans === scans && last.from.connections === connections)
    return last.subjects;
  const saved = new Map(connections.map((one) => [leaseKey(leaseNameOf(one)), one]));
  const found = leases
    .toSorted((a, b) => b.signedAt - a.signedAt)
    .flatMap((lease) => subjectOfLease(lease, saved.get(leaseKey(lease)), scans) ?? []);
  const subjects = [...new Set(found)];
  last = { from: { leases, scans, connections }, subjects };
  return subjects;
}

/** What a lease's connection would be keyed by. */
function leaseNameOf(connection: Connection): Pick<Lease, 'endpointId' | 'dbUser'> {
  return { endpointId: subjectOfConnection(connection).endpointId, dbUser: connection.dbUser };
}

/** The name of what a lease is for, as the lists have it. */
export function nameOfLease(
  lease: Lease,
  { scans, connections }: Pick<From, 'scans' | 'connections'>,
): string {
  const saved = connections.find((one) => leaseKey(leaseNameOf(one)) === leaseKey(lease));
  return subjectOfLease(lease, saved, scans)?.name ?? lease.dbUser;
}

function subjectOfLease(lease: Lease, saved: Connection | undefined, scans: State['scans']): Subject | null {
  if (saved !== undefined) return subjectOfConnection(saved);
  const endpoint = findEndpoint(scans, lease.endpointId);
  return endpoint === null ? null : subjectOf(endpoint);
}
