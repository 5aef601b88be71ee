import type { Clock } from '../common/clock.ts';
import { scopeKey } from './known-scans.ts';
import type { Scan } from './model.ts';
import type { CacheChange, ScanCache, ScanScope } from './ports.ts';

/** How long a write waits for more to write, in milliseconds: many regions answer within a second or two. */
const GATHER_MS = 1_000;

/** What the cache needs from outside. */
export interface CachePorts {
  readonly file: ScanCache;
  readonly clock: Pick<Clock, 'every'>;
}

/**
 * Keeps what discovery found for the next start. Only what has changed is written, at most once in a second and one
 * write at a time. That it could not be written is not said: it will only be found again.
 */
export function createCache({ file, clock }: CachePorts) {
  let due = new Map<string, CacheChange>();
  /** The rows of each scope that were written, or are due. */
  const kept = new Map<string, Scan['endpoints']>();
  let writing: Promise<unknown> | null = null;
  let stop: (() => void) | null = null;

  function write(): Promise<unknown> {
    const changes = [...due.values()];
    due = new Map();
    writing = file
      .save(changes)
      .catch(() => undefined)
      .finally(() => {
        writing = null;
      });
    return writing;
  }

  function tick(): void {
    if (writing !== null) return;
    if (due.size > 0) return void write();
    stop?.();
    stop = null;
  }

  function change(key: string, what: CacheChange): void {
    due.set(key, what);
    stop ??= clock.every(GATHER_MS, tick);
  }

  return {
    /** What was kept, as scans that are done. */
    async load(): Promise<Scan[]> {
      const scans = (await file.load()).map(worthKeeping);
      for (const scan of scans) kept.set(scopeKey(scan), scan.endpoints);
      return scans;
    },
    /** A scope was scanned to its end; it is written soon, as a whole where a row is different. */
    scanned(scan: Scan, finishedAt: number): void {
      const key = scopeKey(scan);
      const { profile, region, endpoints } = scan;
      const isConfirmed = kept.get(key) === endpoints && due.get(key)?.kind !== 'scanned';
      kept.set(key, endpoints);
      if (isConfirmed) change(key, { kind: 'confirmed', scope: { profile, region }, finishedAt });
      else change(key, { kind: 'scanned', scan: worthKeeping(scan) });
    },
    /** A scope is no longer looked into. */
    removed(scope: ScanScope): void {
      kept.delete(scopeKey(scope));
      change(scopeKey(scope), { kind: 'removed', scope });
    },
    /** Writes at once what is to be written. */
    async stop(): Promise<void> {
      stop?.();
      stop = null;
      await writing;
      if (due.size > 0) await write();
    },
  };
}

/** Problems are of their moment. */
function worthKeeping(scan: Scan): Scan {
  return { ...scan, status: 'done', problems: [] };
}
