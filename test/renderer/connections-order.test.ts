import { describe, expect, it } from 'vitest';
import type { Connection } from '../../app/connections/model.ts';
import { connectionRows } from '../../renderer/connections/connection-rows.ts';
import { importSummary } from '../../renderer/connections/import-summary.ts';
import { shownConnections } from '../../renderer/connections/list-order.ts';
import { positionAfterStep, positionBeside } from '../../renderer/connections/reorder.ts';
import { company, connection, endpoint, orders } from './samples.ts';

const make = (name: string, given: Partial<Connection> = {}) => connection(orders, { name, ...given });
const savedId = '5e1f0c7a-0000-4000-8000-000000000099';
const names = (list: readonly Connection[]) => list.map(({ name }) => name);

describe('the order of the connections', () => {
  const list = [
    make('never'),
    make('old', { usedAt: 1 }),
    make('pinned second place', { pinned: true }),
    make('new', { usedAt: 2 }),
    make('pinned', { pinned: true, usedAt: 3 }),
    make('never either'),
  ];

  it('is pinned as they were put, then used last, then the others', () => {
    expect(names(shownConnections({ connections: list, query: '' }))).toEqual([
      'pinned second place',
      'pinned',
      'new',
      'old',
      'never',
      'never either',
    ]);
  });

  it('is worked out once for the same list and query', () => {
    const one = shownConnections({ connections: list, query: 'pin' });
    expect(shownConnections({ connections: list, query: 'pin' })).toBe(one);
    expect(shownConnections({ connections: [...list], query: 'pin' })).not.toBe(one);
  });

  it('has headings only where there are pinned ones and others', () => {
    const headings = (shown: readonly Connection[], isSearching = false) =>
      connectionRows(shown, isSearching).flatMap((row) => (row.kind === 'heading' ? row.text : []));
    expect(headings(shownConnections({ connections: list, query: '' }))).toEqual([
      'Pinned',
      'Recently used',
      'Not used yet',
    ]);
    expect(headings(list.filter(({ pinned }) => pinned))).toEqual([]);
    expect(headings(list.filter(({ pinned }) => !pinned))).toEqual([]);
    expect(headings(list, true)).toEqual([]);
  });
});

describe('the search in connections', () => {
  const { connections } = company();
  const find = (query: string) => names(shownConnections({ connections, query }));

  it.each([
    ['host', 'cluster-ro', ['orders reporting']],
    ['Connect host', '127.0.0.1', ['orders reporting']],
    ['user', 'billing_rw', ['billing']],
    ['profile', 'platform-production', ['ledger audit']],
    ['environment', 'team-blue', ['scratch']],
    ['notes', 'bastion', ['orders reporting']],
    ['engine', 'MySQL', ['billing', 'payments ledger, primary, for the month-end reconciliation only']],
  ])('looks into the %s', (_what, query, expected) => {
    expect(find(query)).toEqual(expected);
  });

  it('wants every word, and puts a match on the name first', () => {
    expect(find('orders dev')).toEqual(['orders']);
    expect(find('orders nothing')).toEqual([]);
    const tail = make('zeta', { notes: 'orders', pinned: true });
    const head = make('orders', { usedAt: null });
    expect(names(shownConnections({ connections: [tail, head], query: 'orders' }))).toEqual([
      'orders',
      'zeta',
    ]);
  });

  it('stays quick with as many as there may be', () => {
    const many = Array.from({ length: 5_000 }, (_, n) => connection(endpoint({ name: `service-${n}` })));
    shownConnections({ connections: many, query: 'warm' });
    const times = ['service-49', 'service-499', 'us-east', 'zzz', 'app_ro'].map((query) => {
      const start = performance.now();
      shownConnections({ connections: many, query });
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(50);
  });
});

describe('moving among the pinned ones', () => {
  const list = ['a', 'x', 'b', 'y', 'c', 'z'].map((name) =>
    make(name, { pinned: ['a', 'b', 'c'].includes(name) }),
  );
  const id = (name: string) => list.find((one) => one.name === name)?.id ?? '';
  const nameOf = (position: { before: string | null } | null) =>
    position === null ? null : (list.find((one) => one.id === position.before)?.name ?? 'the end');

  it('goes one place up or down, past whatever lies between', () => {
    expect(nameOf(positionAfterStep(list, id('b'), -1))).toBe('a');
    expect(nameOf(positionAfterStep(list, id('a'), 1))).toBe('y');
    expect(nameOf(positionAfterStep(list, id('b'), 1))).toBe('z');
    expect(positionAfterStep(list, id('c'), 1)).toBeNull();
    expect(positionAfterStep(list, id('a'), -1)).toBeNull();
    expect(positionAfterStep(list, id('x'), 1)).toBeNull();
  });

  it('can be put beside another, and nowhere where it is already', () => {
    expect(nameOf(positionBeside(list, id('a'), id('c'), 'below'))).toBe('z');
    expect(nameOf(positionBeside(list, id('c'), id('a'), 'above'))).toBe('a');
    expect(positionBeside(list, id('a'), id('b'), 'above')).toBeNull();
    expect(positionBeside(list, id('c'), id('b'), 'below')).toBeNull();
    expect(positionBeside(list, id('a'), id('a'), 'below')).toBeNull();
    expect(nameOf(positionBeside(list.slice(0, 3), id('a'), id('b'), 'below'))).toBe('the end');
  });
});

describe('the sentence of an import', () => {
  const of = (outcomes: string, refused = 0) =>
    importSummary({
      entries: outcomes.split('').map((letter) => ({
        id: savedId,
        name: 'x',
        target: 'x',
        environment: null,
        outcome: ({ a: 'add', c: 'change', s: 'same' } as const)[letter] ?? 'older',
        changes: [],
      })),
      refused: Array.from({ length: refused }, () => ({ which: 'x', why: 'y' })),
    });

  it('counts what will happen', () => {
    expect(of('aaaacsssssss', 1)).toBe('4 will be added, 1 changed, 7 are already here, 1 cannot be used.');
    expect(of('c')).toBe('1 will be changed.');
    expect(of('so')).toBe('1 is already here, 1 is newer here.');
    expect(of('')).toBe('The file contains no connections.');
  });
});
