import { findMember } from '../../app/endpoints/members.ts';
import { scopeOfId, type Endpoint, type Scan } from '../../app/endpoints/model.ts';
import { engineName } from './describe.ts';

/** What the endpoints of a group are sorted by. */
export type SortBy = 'name' | 'environment' | 'engine';

const roleOrder = ['writer', 'instance', 'reader', 'replica', 'custom', 'member'];
const kindOrder = ['prod', 'staging', 'dev', 'other'];
const sorted: Record<SortBy, WeakMap<readonly Endpoint[], readonly Endpoint[]>> = {
  name: new WeakMap(),
  environment: new WeakMap(),
  engine: new WeakMap(),
};
const byId = new WeakMap<Scan, ReadonlyMap<string, Endpoint>>();

/** What comes before name and role in the order. */
const before: Readonly<Record<SortBy, (endpoint: Endpoint) => string>> = {
  name: () => '',
  environment: ({ environment }) =>
    environment === null
      ? String(kindOrder.length)
      : `${kindOrder.indexOf(environment.kind)}${environment.label}`,
  engine: ({ engine }) => engineName(engine),
};

/**
 * Endpoints in an order that does not depend on when they arrived: by what is said, then by name, then by role.
 *
 * @returns the same array for the same array
 */
export function inOrder(endpoints: readonly Endpoint[], by: SortBy = 'name'): readonly Endpoint[] {
  const known = sorted[by].get(endpoints);
  if (known !== undefined) return known;
  // one text for each, made once: comparing part by part costs a frame where there are thousands
  const made = endpoints
    .map((endpoint) => ({ endpoint, place: placeOf(endpoint, by) }))
    .sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0))
    .map(({ endpoint }) => endpoint);
  sorted[by].set(endpoints, made);
  return made;
}

/** Finds an endpoint by its id over all scans, or the member of a cluster that has it. */
export function findEndpoint(scans: readonly Scan[], id: string | null): Endpoint | null {
  if (id === null) return null;
  for (const scan of scans) {
    let index = byId.get(scan);
    if (index === undefined) {
      index = new Map(scan.endpoints.map((endpoint) => [endpoint.id, endpoint]));
      byId.set(scan, index);
    }
    const found = index.get(id);
    if (found !== undefined) return found;
  }
  const scope = scopeOfId(id);
  if (scope === null) return null;
  for (const { profile, region, endpoints } of scans) {
    if (profile === scope.profile && region === scope.region) return findMember(endpoints, id) ?? null;
  }
  return null;
}

/** How many endpoints there are over all scans. */
export function countEndpoints(scans: readonly Scan[]): number {
  return scans.reduce((sum, scan) => sum + scan.endpoints.length, 0);
}

/** A text by which endpoints sort; what separates its parts sorts before every letter. */
function placeOf(endpoint: Endpoint, by: SortBy): string {
  const { name, role, id } = endpoint;
  return [before[by](endpoint), name.toLowerCase(), roleOrder.indexOf(role), id].join('\0');
}
