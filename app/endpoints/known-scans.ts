import { isSameJson } from '../common/same-json.ts';
import { findMember } from './members.ts';
import { scopeOfId, type Endpoint, type Scan } from './model.ts';
import type { ScanScope } from './ports.ts';

/** What names a scope. */
export function scopeKey({ profile, region }: ScanScope): string {
  return `${profile}\n${region}`;
}

/**
 * What discovery knows, by scope. An endpoint that a scan finds as it was stays the very object, so that whoever
 * follows sees at once what is different.
 */
export function createKnownScans() {
  const scans = new Map<string, Scan>();
  const byId = new Map<string, Endpoint>();

  /** An endpoint is in its scope no more; a global cluster's may still be in another. */
  function forget(id: string): void {
    const known = byId.get(id);
    byId.delete(id);
    if (known?.kind !== 'global-cluster') return;
    for (const { endpoints } of scans.values()) {
      const other = endpoints.find((one) => one.id === id);
      if (other !== undefined) return void byId.set(id, other);
    }
  }

  /** A member of a cluster is not listed, and can be used by those who ask for it. */
  function member(id: string): Endpoint | undefined {
    const scope = scopeOfId(id);
    return scope === null ? undefined : findMember(scans.get(scopeKey(scope))?.endpoints ?? [], id);
  }

  return {
    all: (): Scan[] => [...scans.values()],
    count: (): number => scans.size,
    /** How many endpoints there are in all scopes. */
    countEndpoints: (): number => byId.size,
    of: (scope: ScanScope): Scan | undefined => scans.get(scopeKey(scope)),
    /** An endpoint, or a cluster's member that has this ID. */
    endpoint: (id: string): Endpoint | undefined => byId.get(id) ?? member(id),
    /** Takes what a scan has found in place of what was known; returns it as it is kept, the very rows where none is different. */
    set(scan: Scan): Scan {
      const before = scans.get(scopeKey(scan))?.endpoints ?? [];
      const endpoints = sameWhereEqual(scan.endpoints, before);
      const kept = endpoints === scan.endpoints ? scan : { ...scan, endpoints };
      scans.set(scopeKey(scan), kept);
      if (endpoints === before) return kept;
      const ids = new Set(endpoints.map(({ id }) => id));
      for (const { id } of before) if (!ids.has(id)) forget(id);
      for (const one of endpoints) byId.set(one.id, one);
      return kept;
    },
    /** Forgets a scope; returns whether it was known. */
    remove(scope: ScanScope): boolean {
      const gone = scans.get(scopeKey(scope))?.endpoints ?? [];
      const wasKnown = scans.delete(scopeKey(scope));
      for (const { id } of gone) forget(id);
      return wasKnown;
    },
  };
}

/** What is known. */
export type KnownScans = ReturnType<typeof createKnownScans>;

/** The endpoints found, with the known object for each that is as it was; the very list where nothing is different. */
function sameWhereEqual(found: Endpoint[], before: Endpoint[]): Endpoint[] {
  const known = new Map(before.map((one) => [one.id, one]));
  const made = found.map((one) => {
    const old = known.get(one.id);
    return old !== undefined && isSameJson(old, one) ? old : one;
  });
  const is = (other: readonly Endpoint[]): boolean =>
    made.length === other.length && made.every((one, index) => one === other[index]);
  return is(before) ? before : is(found) ? found : made;
}
