import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKnownScans, scopeKey } from '../../../app/endpoints/known-scans.ts';
import type { Endpoint, Scan } from '../../../app/endpoints/model.ts';
import type { ScanChange } from '../../../app/endpoints/scan-change.ts';
import { createWindowRows, ROWS_AT_ONCE, type WindowLimits } from '../../../app/endpoints/window-rows.ts';
import { endpointsFrom } from '../../../app/endpoints/from-descriptions.ts';
import { instance, scope } from './descriptions.ts';

function rowsOf(names: readonly string[], region = scope.region, status = 'available'): Endpoint[] {
  const at = { profile: scope.profile, region };
  return endpointsFrom(
    at,
    names.map((name) => instance(name, { status })),
    [],
  );
}

function scanOf(endpoints: Endpoint[], given: Partial<Scan> = {}): Scan {
  return { ...scope, status: 'done', endpoints, problems: [], finishedAt: 1, ...given };
}

/** The same endpoint with its fields in reverse order. */
function backwards(endpoint: Endpoint): Endpoint {
  const made = { ...endpoint };
  for (const key of Object.keys(endpoint).toReversed()) {
    const value: unknown = Reflect.get(endpoint, key);
    Reflect.deleteProperty(made, key);
    Reflect.set(made, key, value);
  }
  return made;
}

/** A window beside main: it has what it was given at the start, and what was told since. */
function windowOf(limits?: WindowLimits) {
  const known = createKnownScans();
  const changes: ScanChange[] = [];
  const seen = new Map<string, Map<string, Endpoint>>();
  const rows = createWindowRows({
    known,
    ...(limits === undefined ? {} : { limits }),
    onChange(change) {
      changes.push(change);
      const mine = seen.get(scopeKey(change)) ?? new Map<string, Endpoint>();
      seen.set(scopeKey(change), mine);
      for (const id of change.gone) mine.delete(id);
      for (const one of change.changed) mine.set(one.id, one);
    },
    onRemoved: (gone) => void seen.delete(scopeKey(gone)),
  });
  return {
    known,
    rows,
    changes,
    find: (scan: Scan) => rows.tell(known.set(scan)),
    open() {
      seen.clear();
      for (const scan of rows.open()) {
        seen.set(scopeKey(scan), new Map(scan.endpoints.map((one) => [one.id, one])));
      }
    },
    /** Ids by scope, as the window has them. */
    shown: () =>
      new Map([...seen].map(([key, mine]) => [key, [...mine.keys()].toSorted((a, b) => a.localeCompare(b))])),
    count: () => [...seen.values()].reduce((sum, mine) => sum + mine.size, 0),
  };
}

describe('the window is told', () => {
  it('what is new or different, and what is gone; nothing where a scan has found what was known', () => {
    const { find, changes } = windowOf();
    find(scanOf(rowsOf(['a', 'b', 'c'])));
    find(scanOf(rowsOf(['a', 'b', 'c']), { status: 'scanning' }));
    find(scanOf(rowsOf(['a', 'b', 'c']), { finishedAt: 2 }));
    expect(changes).toHaveLength(1);
    find(scanOf([...rowsOf(['a']), ...rowsOf(['b'], scope.region, 'stopped')], { finishedAt: 3 }));
    const [, second] = changes;
    expect(second?.changed.map(({ name, status }) => [name, status])).toEqual([['b', 'stopped']]);
    expect(second?.gone).toHaveLength(1);
    expect(second?.gone[0]).toContain('c.abc');
  });

  it('nothing where a row that was kept in a file only has its fields in another order', () => {
    const { find, changes } = windowOf();
    const rows = rowsOf(['a', 'b']);
    find(scanOf(rows.map(backwards)));
    find(scanOf(rows, { finishedAt: 2 }));
    expect(changes).toHaveLength(1);
  });

  it('that a region is being scanned where nothing is known of it, or something went wrong', () => {
    const { find, changes } = windowOf();
    find(scanOf([], { status: 'scanning', finishedAt: null }));
    expect(changes.at(-1)).toMatchObject({ status: 'scanning', changed: [] });
    const problems: Scan['problems'] = [
      { call: 'DescribeDBInstances', error: { code: 'unreachable', message: 'No answer.' } },
    ];
    find(scanOf([], { problems }));
    expect(changes.at(-1)).toMatchObject({ status: 'done', problems });
    find(scanOf([], { status: 'scanning', problems }));
    expect(changes.at(-1)).toMatchObject({ status: 'scanning' });
    find(scanOf([]));
    expect(changes.at(-1)).toMatchObject({ status: 'done', problems: [] });
  });

  it('thousands of rows in pieces', () => {
    const { find, changes, count } = windowOf();
    const names = Array.from({ length: 2 * ROWS_AT_ONCE + 1 }, (_, index) => `db-${index}`);
    find(scanOf(rowsOf(names)));
    expect(changes.map(({ changed }) => changed.length)).toEqual([ROWS_AT_ONCE, ROWS_AT_ONCE, 1]);
    expect(count()).toBe(names.length);
  });
});

describe('a window that opens', () => {
  it('is given a few scopes at once, and the rest piece by piece, with what was found meanwhile', () => {
    const { known, rows, find, open, count } = windowOf();
    for (let serial = 0; serial < 40; serial += 1) {
      const region = `eu-west-${serial}`;
      const names = Array.from({ length: 100 }, (_, index) => `db-${serial}-${index}`);
      known.set(scanOf(rowsOf(names, region), { region }));
    }
    open();
    expect(count()).toBe(ROWS_AT_ONCE);
    find(scanOf(rowsOf(['new'], 'eu-west-39'), { region: 'eu-west-39' }));
    let pieces = 1;
    while (rows.more()) pieces += 1;
    expect(pieces).toBeGreaterThan(5);
    expect(count()).toBe(39 * 100 + 1);
    expect(rows.leftOut()).toEqual({ scopes: 0, endpoints: 0 });
  });

  it('is told of no more than it can show, and of how much is left out', () => {
    const { known, rows, open, count, find } = windowOf({ scopes: 3, endpoints: 250 });
    for (let serial = 0; serial < 5; serial += 1) {
      const region = `eu-west-${serial}`;
      const names = Array.from({ length: 100 }, (_, index) => `db-${serial}-${index}`);
      known.set(scanOf(rowsOf(names, region), { region }));
    }
    open();
    while (rows.more()) expect(count()).toBeLessThanOrEqual(250);
    expect(count()).toBe(250);
    expect(rows.leftOut()).toEqual({ scopes: 2, endpoints: 250 });
    // room is used again
    rows.remove({ ...scope, region: 'eu-west-0' });
    known.remove({ ...scope, region: 'eu-west-0' });
    find(scanOf(rowsOf(['x'], 'eu-west-4'), { region: 'eu-west-4' }));
    expect(count()).toBe(151);
  });
});

it('whatever is found in whatever order, a window shows what main knows, wherever it opens in between', () => {
  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 6 });
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('scan' as const),
      region: fc.constantFrom('eu-west-1', 'eu-west-2', 'eu-west-3'),
      names,
      status: fc.constantFrom('available', 'stopped'),
    }),
    fc.record({ kind: fc.constant('remove' as const), region: fc.constantFrom('eu-west-1', 'eu-west-2') }),
    fc.constant({ kind: 'open' as const }),
    fc.constant({ kind: 'more' as const }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const window = windowOf();
      window.open();
      for (const one of steps) {
        if (one.kind === 'open') window.open();
        else if (one.kind === 'more') window.rows.more();
        else if (one.kind === 'remove') {
          window.known.remove({ ...scope, region: one.region });
          window.rows.remove({ ...scope, region: one.region });
        } else {
          window.find(scanOf(rowsOf(one.names, one.region, one.status), { region: one.region }));
        }
      }
      while (window.rows.more());
      const known = new Map(
        window.known
          .all()
          .map((scan) => [
            scopeKey(scan),
            scan.endpoints.map(({ id }) => id).toSorted((a, b) => a.localeCompare(b)),
          ]),
      );
      expect(window.shown()).toEqual(known);
    }),
  );
});
