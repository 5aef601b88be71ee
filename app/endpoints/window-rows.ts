import { isSameJson } from '../common/same-json.ts';
import { scopeKey, type KnownScans } from './known-scans.ts';
import type { Endpoint, Scan } from './model.ts';
import type { ScanScope } from './ports.ts';
import type { LeftOut, ScanChange } from './scan-change.ts';

/** How much the window is told of: beyond it, it would be slow. What is left out it says. */
export interface WindowLimits {
  readonly scopes: number;
  readonly endpoints: number;
}

/** The usual limits. */
export const WINDOW_LIMITS: WindowLimits = { scopes: 4_000, endpoints: 100_000 };

/** How many rows one event carries: main checks them in a few milliseconds. */
export const ROWS_AT_ONCE = 500;

/** What has been told of a scope. */
interface Told {
  readonly status: Scan['status'];
  readonly problems: Scan['problems'];
  readonly rows: ReadonlyMap<string, Endpoint>;
}

/** Whom the window's rows come from, and where they go. */
export interface WindowRowsPorts {
  readonly known: KnownScans;
  readonly onChange: (change: ScanChange) => void;
  readonly onRemoved: (scope: ScanScope) => void;
  readonly limits?: WindowLimits;
}

/**
 * What the window knows of the scans: it is told what has changed and nothing else. A window that opens is given a few
 * rows, and asks for the others piece by piece.
 */
export function createWindowRows({ known, onChange, onRemoved, limits = WINDOW_LIMITS }: WindowRowsPorts) {
  const told = new Map<string, Told>();
  let rowCount = 0;
  /** Scopes that a window which has just opened is yet to be told of. */
  let waiting: Scan[] = [];

  /** A scan anew of what is known and well is nothing to show. */
  function statusOf({ status, finishedAt, problems }: Scan): Scan['status'] {
    return finishedAt !== null && problems.length === 0 ? 'done' : status;
  }

  /** Tells what is new of a scope; returns how many rows that was. */
  function tell(scan: Scan): number {
    const key = scopeKey(scan);
    const before = told.get(key);
    if (before === undefined && told.size >= limits.scopes) return 0;
    const old = before?.rows ?? new Map<string, Endpoint>();
    const room = limits.endpoints - rowCount + old.size;
    const shown = scan.endpoints.slice(0, room);
    const rows = new Map(shown.map((one) => [one.id, one]));
    const changed = shown.filter((one) => old.get(one.id) !== one);
    const gone = [...old.keys()].filter((id) => !rows.has(id));
    const status = statusOf(scan);
    const isSame =
      before !== undefined && before.status === status && isSameJson(before.problems, scan.problems);
    if (isSame && changed.length === 0 && gone.length === 0) return 0;
    told.set(key, { status, problems: scan.problems, rows });
    rowCount += rows.size - old.size;
    const head = { profile: scan.profile, region: scan.region, status, problems: scan.problems };
    for (let at = 0; at === 0 || at < changed.length; at += ROWS_AT_ONCE) {
      onChange({
        ...head,
        finishedAt: scan.finishedAt,
        changed: changed.slice(at, at + ROWS_AT_ONCE),
        gone: at === 0 ? gone : [],
      });
    }
    return changed.length;
  }

  return {
    tell,
    remove(scope: ScanScope): void {
      const before = told.get(scopeKey(scope));
      told.delete(scopeKey(scope));
      rowCount -= before?.rows.size ?? 0;
      if (before !== undefined) onRemoved(scope);
    },
    /** What a window that opens is given at once; the rest it asks for with `more`. */
    open(): Scan[] {
      told.clear();
      rowCount = 0;
      waiting = known.all();
      const first: Scan[] = [];
      let count = 0;
      while (waiting[0] !== undefined && first.length < Math.min(ROWS_AT_ONCE, limits.scopes)) {
        const [scan] = waiting;
        count += scan.endpoints.length;
        if (count > Math.min(ROWS_AT_ONCE, limits.endpoints)) break;
        const shown = { ...scan, status: statusOf(scan) };
        first.push(shown);
        const rows = new Map(scan.endpoints.map((one) => [one.id, one]));
        told.set(scopeKey(scan), { status: shown.status, problems: scan.problems, rows });
        rowCount += rows.size;
        waiting.shift();
      }
      return first;
    },
    /** Tells the next piece; returns whether there is more. */
    more(): boolean {
      for (let rows = 0; rows < ROWS_AT_ONCE;) {
        const next = waiting.shift();
        if (next === undefined) break;
        const scan = known.of(next);
        // a scope costs something too, were it empty
        if (scan !== undefined) rows += tell(scan) + 1;
      }
      return waiting.length > 0;
    },
    /** What the window is not told of. */
    leftOut: (): LeftOut => ({
      scopes: Math.max(0, known.count() - told.size - waiting.length),
      endpoints: waiting.length > 0 ? 0 : Math.max(0, known.countEndpoints() - rowCount),
    }),
  };
}
