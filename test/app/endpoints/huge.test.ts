import { expect, it } from 'vitest';
import { endpointsContract } from '../../../app/endpoints/contract.ts';
import { endpointsFrom } from '../../../app/endpoints/from-descriptions.ts';
import { createKnownScans } from '../../../app/endpoints/known-scans.ts';
import { createWindowRows, ROWS_AT_ONCE, WINDOW_LIMITS } from '../../../app/endpoints/window-rows.ts';
import { instance } from './descriptions.ts';

const SCOPES = 10_000;
const ROWS = 20;

it('ten thousand scopes with two hundred thousand endpoints: the window opens, and is told what is left out', () => {
  const known = createKnownScans();
  let shown = 0;
  let events = 0;
  const rows = createWindowRows({
    known,
    onChange(change) {
      const { changed } = endpointsContract.events.scanned.parse(change);
      events += 1;
      shown += changed.length;
    },
    onRemoved: () => undefined,
  });
  // the same rows everywhere, each with an id of its own
  const sample = endpointsFrom(
    { profile: 'p', region: 'eu-west-1' },
    Array.from({ length: ROWS }, (_, row) => instance(`db-${row}`)),
    [],
  );
  for (let at = 0; at < SCOPES; at += 1) {
    const scope = { profile: `p${Math.floor(at / 20)}`, region: `eu-west-${at % 20}` };
    const endpoints = sample.map((one) => ({ ...one, ...scope, id: `${at} ${one.id}` }));
    known.set({ ...scope, status: 'done', endpoints, problems: [], finishedAt: 1 });
  }
  const first = endpointsContract.snapshot.scans.parse(rows.open());
  shown += first.reduce((sum, { endpoints }) => sum + endpoints.length, 0);
  expect(shown).toBe(ROWS_AT_ONCE);
  let pieces = 0;
  while (rows.more()) pieces += 1;
  expect(shown).toBe(WINDOW_LIMITS.scopes * ROWS);
  expect(first.length + events).toBe(WINDOW_LIMITS.scopes);
  expect(rows.leftOut()).toEqual({
    scopes: SCOPES - WINDOW_LIMITS.scopes,
    endpoints: (SCOPES - WINDOW_LIMITS.scopes) * ROWS,
  });
  // no piece is long
  expect(pieces).toBeGreaterThan((WINDOW_LIMITS.scopes * ROWS) / ROWS_AT_ONCE);
}, 60_000);
