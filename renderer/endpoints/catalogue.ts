import type { Endpoint, Scan } from '../../app/endpoints/model.ts';
import { whatItIs } from './describe.ts';

/** An endpoint with what searching needs, worked out once for each scan that main sends. */
export interface Entry {
  readonly endpoint: Endpoint;
  readonly name: string;
  /** Everything that the search looks into, in lower case. */
  readonly text: string;
}

const roleOrder = ['writer', 'instance', 'reader', 'replica', 'custom', 'member'];
const entries = new WeakMap<Scan, readonly Entry[]>();
const byId = new WeakMap<Scan, ReadonlyMap<string, Endpoint>>();

/** A scan's endpoints by name, then role: an order that does not depend on when they arrived. */
export function entriesOf(scan: Scan): readonly Entry[] {
  const known = entries.get(scan);
  if (known !== undefined) return known;
  const made = scan.endpoints.map(entryOf).sort(compare);
  entries.set(scan, made);
  return made;
}

/** Finds an endpoint by its id over all scans. */
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
  return null;
}

/** How many endpoints there are over all scans. */
export function countEndpoints(scans: readonly Scan[]): number {
  return scans.reduce((sum, scan) => sum + scan.endpoints.length, 0);
}

function entryOf(endpoint: Endpoint): Entry {
  const { name, address, engine, environment, profile, account, region, role } = endpoint;
  const words = [
    name,
    address?.host,
    engine,
    whatItIs(endpoint),
    environment?.label,
    profile,
    account,
    region,
    role,
  ];
  return { endpoint, name: name.toLowerCase(), text: words.filter(Boolean).join('\n').toLowerCase() };
}

function compare(a: Entry, b: Entry): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  const byRole = roleOrder.indexOf(a.endpoint.role) - roleOrder.indexOf(b.endpoint.role);
  if (byRole !== 0) return byRole;
  return a.endpoint.id < b.endpoint.id ? -1 : 1;
}
