import { describe, expect, it } from 'vitest';
import { accountText, statusWord, whatItIs } from '../../renderer/endpoints/describe.ts';
import { noFilters, type Filters } from '../../renderer/endpoints/filter.ts';
import { listRows, type ListInput } from '../../renderer/endpoints/list-rows.ts';
import { company, endpoint, scan } from './samples.ts';

function rowsFor(query: string, filters: Partial<Filters> = {}, change: Partial<ListInput> = {}) {
  const { scans, profiles, signIns } = company();
  return listRows({
    scans,
    profiles: profiles.profiles,
    signIns,
    query,
    filters: { ...noFilters, ...filters },
    ...change,
  });
}

describe('the rows of the list', () => {
  it('stand in the same order whichever scan came first', () => {
    const { scans } = company();
    const keys = rowsFor('').rows.map(({ key }) => key);
    expect(rowsFor('', {}, { scans: scans.toReversed() }).rows.map(({ key }) => key)).toEqual(keys);
    const groups = keys.filter((key) => key.startsWith('group') && key.split('\n').length === 3);
    expect(groups.map((key) => key.split('\n').slice(1).join(' '))).toEqual([
      'platform-prod eu-central-1',
      'platform-prod eu-west-1',
      'platform-prod us-east-1',
      'platform-dev us-east-1',
    ]);
  });

  it('leave problems out while something in particular is asked for', () => {
    expect(rowsFor('').rows.some(({ kind }) => kind === 'problem')).toBe(true);
    expect(rowsFor('orders').rows.some(({ kind }) => kind === 'problem')).toBe(false);
    expect(rowsFor('', { iamReady: true }).rows.some(({ kind }) => kind === 'problem')).toBe(false);
  });

  it('are narrowed by every filter', () => {
    expect(rowsFor('', { mysql: true }).order).toHaveLength(4);
    expect(rowsFor('', { mysql: true, iamReady: true }).order).toHaveLength(3);
    expect(rowsFor('', { postgres: true, mysql: true }).order).toHaveLength(14);
    expect(rowsFor('', { region: 'eu-west-1' }).order).toHaveLength(2);
    expect(rowsFor('', { environment: 'staging' }).order).toHaveLength(1);
  });

  it('put the best match on a name before a mention elsewhere', () => {
    const at = { profile: 'p', region: 'us-east-1' } as const;
    const list = [
      endpoint({ ...at, name: 'a-reorders' }),
      endpoint({ ...at, name: 'b-orders' }),
      endpoint({ ...at, name: 'orders-archive' }),
      endpoint({ ...at, name: 'orders', iam: 'off' }),
    ];
    const best = (query: string): string | undefined => {
      const { best: id } = listRows({
        scans: [scan(list)],
        profiles: [],
        signIns: {},
        query,
        filters: noFilters,
      });
      return list.find((one) => one.id === id)?.name;
    };
    expect(best('orders')).toBe('orders');
    expect(best('orders a')).toBe('orders-archive');
    expect(best('b ord')).toBe('b-orders');
    expect(best('reor')).toBe('a-reorders');
    expect(best('zzz')).toBeUndefined();
  });

  it('stay quick with tens of thousands of endpoints', { timeout: 60_000 }, () => {
    const many = scan(Array.from({ length: 30_000 }, (_, n) => endpoint({ name: `service-${n}` })));
    const search = (query: string) =>
      listRows({ scans: [many], profiles: [], signIns: {}, query, filters: noFilters });
    search('warm');
    const times = ['service-2995', 'service-2996', 'service-2997', 'service-2998', 'service-2999'].map(
      (query) => {
        const start = performance.now();
        expect(search(query).order).toHaveLength(11);
        return performance.now() - start;
      },
    );
    // the best of five: what the code costs, not what else the machine is doing
    expect(Math.min(...times)).toBeLessThan(100);
  });
});

describe('words', () => {
  it('describe an endpoint as the console does', () => {
    const aurora = { name: 'x', engine: 'aurora-mysql', engineVersion: '8.0.mysql_aurora.3.08.0' } as const;
    expect(whatItIs(endpoint({ ...aurora, role: 'writer' }))).toBe('Aurora MySQL 3.08.0 · writer');
    expect(whatItIs(endpoint({ name: 'x' }))).toBe('PostgreSQL 16.6 · db.r7g.large');
    expect(accountText('482011780031')).toBe('4820-1178-0031');
    expect(statusWord('available')).toBeNull();
    expect(statusWord('storage-full')).toBe('Storage full');
  });
});
