import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scan } from '../../app/endpoints/model.ts';
import { accountText, engineName, statusWord, whatItIs } from '../../renderer/endpoints/describe.ts';
import { countsOf } from '../../renderer/endpoints/counts.ts';
import { noFilters, type Filters } from '../../renderer/endpoints/filter.ts';
import type { ListRows, Row } from '../../renderer/endpoints/list-layout.ts';
import { listRows, type ListInput } from '../../renderer/endpoints/list-rows.ts';
import { problemKeys } from '../../renderer/endpoints/health.ts';
import { company, endpoint, scan } from './samples.ts';

function rowsFor(query: string, filters: Partial<Filters> = {}, change: Partial<ListInput> = {}) {
  const { scans, profiles, signIns } = company();
  return listRows({
    scans,
    profiles: profiles.profiles,
    signIns,
    preferred: {},
    openClusters: new Set(),
    query,
    filters: { ...noFilters, ...filters },
    groupBy: 'place',
    sortBy: 'name',
    ...change,
  });
}

function allOf(rows: ListRows): readonly Row[] {
  return Array.from({ length: rows.count }, (_, index) => rows.rowAt(index)).filter(
    (row) => row !== undefined,
  );
}

function keysOf(rows: ListRows): readonly string[] {
  return allOf(rows).map(({ key }) => key);
}

function ofScans(scans: readonly Scan[], change: Partial<ListInput> = {}): ListRows {
  return rowsFor('', {}, { scans, profiles: [], signIns: {}, ...change });
}

const denied = { code: 'access-denied', message: 'Not authorized.' } as const;
const silent = { code: 'unreachable', message: 'No answer.' } as const;

describe('the rows of the list', () => {
  it('stand in the same order whichever scan came first', () => {
    const { scans } = company();
    const keys = keysOf(rowsFor(''));
    expect(keysOf(rowsFor('', {}, { scans: scans.toReversed() }))).toEqual(keys);
    const groups = keys.filter((key) => key.startsWith('group') && key.split('\n').length === 3);
    expect(groups.map((key) => key.split('\n').slice(1).join(' '))).toEqual([
      'platform-prod eu-central-1',
      'platform-prod eu-west-1',
      'platform-prod us-east-1',
      'platform-dev us-east-1',
    ]);
  });

  it('tell of a problem at the heading of its region, and once where many regions have it', () => {
    const problems = [
      { call: 'DescribeDBClusters', error: denied },
      { call: 'DescribeDBInstances', error: denied },
    ] as const;
    const at = (region: string, more: Partial<Scan> = {}) =>
      scan([], { profile: 'p', region, problems: [...problems], ...more });
    const one = ofScans([at('eu-west-1'), scan([endpoint({ name: 'a', profile: 'p' })])]);
    expect(one.groups.map(({ details, problems: told }) => [details.at(-1), told.length])).toEqual([
      ['eu-west-1', 1],
      ['us-east-1', 0],
    ]);
    const many = [
      at('eu-west-1'),
      at('eu-west-2'),
      at('eu-west-3', { problems: [{ call: 'DescribeDBInstances', error: silent }] }),
    ];
    const rows = ofScans(many);
    const told = rows.groups.flatMap(({ details, problems: some }) =>
      some.map(({ error, calls }) => [details.at(-1), error.code, calls.length]),
    );
    expect(told).toEqual([
      ['eu-west-3', 'unreachable', 1],
      ['2 regions', 'access-denied', 2],
    ]);
    // the status line leads to each of them
    expect(new Set(problemKeys(many).map((key) => rows.indexOf(key)))).toEqual(new Set([0, 1]));
  });

  it('leave problems out while something in particular is asked for', () => {
    const hasProblem = (rows: ListRows): boolean => rows.groups.some(({ problems }) => problems.length > 0);
    expect(hasProblem(rowsFor(''))).toBe(true);
    expect(hasProblem(rowsFor('orders'))).toBe(false);
    expect(hasProblem(rowsFor('', { iamReady: true }))).toBe(false);
    expect(hasProblem(rowsFor('', { profile: 'platform-dev' }))).toBe(false);
  });

  it('are one line for all regions of a profile that have not answered yet', () => {
    const scanning = { status: 'scanning', finishedAt: null } as const;
    const at = (region: string) => scan([], { profile: 'p', region, ...scanning });
    expect(allOf(ofScans([at('eu-west-1')])).map(({ kind }) => kind)).toEqual(['group', 'progress']);
    const [group] = ofScans(['eu-west-1', 'eu-west-2', 'eu-west-3'].map(at)).groups;
    expect(group).toMatchObject({ title: 'p', details: ['3 regions'], isScanning: true, isWaiting: true });
  });

  it('are narrowed by every filter', () => {
    expect(rowsFor('', { mysql: true }).shown).toBe(4);
    expect(rowsFor('', { mysql: true, iamReady: true }).shown).toBe(3);
    expect(rowsFor('', { postgres: true, mysql: true }).shown).toBe(14);
    expect(rowsFor('', { region: 'eu-west-1' }).shown).toBe(2);
    expect(rowsFor('', { environment: 'staging' }).shown).toBe(1);
    const scans = [
      scan([
        endpoint({ name: 'a', tags: { team: 'x', 'a: b': 'c' }, publiclyAccessible: true }),
        endpoint({ name: 'b', tags: { team: 'y' }, publiclyAccessible: false }),
        endpoint({ name: 'c', kind: 'dsql' }),
        endpoint({ name: 'd', engine: 'mysql' }),
      ]),
    ];
    const shown = (filters: Partial<Filters>) => rowsFor('', filters, { scans }).shown;
    expect([shown({ tag: 'team: x' }), shown({ tag: 'team: z' }), shown({ tag: 'a: b: c' })]).toEqual([
      1, 0, 1,
    ]);
    expect([shown({ network: 'public' }), shown({ network: 'private' })]).toEqual([1, 1]);
    expect([shown({ postgres: true }), shown({ dsql: true })]).toEqual([2, 1]);
    expect(shown({ postgres: true, dsql: true, mysql: true })).toBe(4);
    const counts = countsOf(scans);
    expect([counts.postgres, counts.dsql, counts.mysql]).toEqual([2, 1, 1]);
    expect([...counts.networks]).toEqual([
      ['private', 1],
      ['public', 1],
    ]);
    expect(rowsFor('', { account: '773100429918' }).shown).toBe(
      company()
        .scans.flatMap(({ endpoints }) => endpoints)
        .filter(({ account }) => account === '773100429918').length,
    );
  });

  it('are as many as the filters say', () => {
    const { scans } = company();
    const counts = countsOf(scans);
    expect(rowsFor('').shown).toBe(counts.total);
    expect(rowsFor('', { iamReady: true }).shown).toBe(counts.iamReady);
    expect(rowsFor('', { postgres: true }).shown).toBe(counts.postgres);
    expect(rowsFor('', { mysql: true }).shown).toBe(counts.mysql);
    for (const [region, many] of counts.regions) expect(rowsFor('', { region }).shown).toBe(many);
    for (const [account, many] of counts.accounts) expect(rowsFor('', { account }).shown).toBe(many);
    for (const [environment, many] of counts.environments)
      expect(rowsFor('', { environment }).shown).toBe(many);
    expect([...counts.environments.keys()]).toEqual(['prod', 'staging', 'dev', 'team-blue']);
  });

  it('can be grouped and sorted', () => {
    const titles = (change: Partial<ListInput>) =>
      rowsFor('', {}, change)
        .groups.filter(({ endpoints }) => endpoints.length > 0)
        .map(({ title }) => title);
    expect(titles({ groupBy: 'region' })).toEqual(['eu-west-1', 'us-east-1']);
    expect(titles({ groupBy: 'environment' })).toEqual(['prod', 'staging', 'dev', 'team-blue']);
    expect(titles({ groupBy: 'account' })).toEqual(['4820-1178-0031', '7731-0042-9918']);
    const named = ['482011780031', '773100429918'].map((account) =>
      scan([endpoint({ name: `a-${account}`, profile: `p-${account}`, account, accountName: 'Acme' })]),
    );
    const { groups } = ofScans(named, { groupBy: 'account' });
    expect(groups.map(({ title, details }) => [title, ...details])).toEqual([
      ['Acme', '4820-1178-0031'],
      ['Acme', '7731-0042-9918'],
    ]);
    expect(titles({ groupBy: 'engine' })[0]).toBe('Aurora MySQL');
    expect(titles({ groupBy: 'none' })).toEqual(['']);
    const [flat] = rowsFor('', {}, { groupBy: 'none', sortBy: 'engine' }).groups;
    const engines = flat?.endpoints.map((one) => engineName(one.engine)) ?? [];
    expect(engines).toEqual(engines.toSorted((a, b) => (a < b ? -1 : 1)));
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
      const { best: id } = ofScans([scan(list)], { query });
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
    const scans = [many];
    const search = (query: string) => ofScans(scans, { query });
    search('warm');
    const times = ['service-2995', 'service-2996', 'service-2997', 'service-2998', 'service-2999'].map(
      (query) => {
        const start = performance.now();
        expect(search(query).shown).toBe(11);
        return performance.now() - start;
      },
    );
    // the best of five: what the code costs, not what else the machine is doing
    expect(Math.min(...times)).toBeLessThan(100);
  });
});

describe('where a row is', () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 8 });
  const groupings = fc.constantFrom('place', 'region', 'engine', 'none');

  function listOf(ofRegions: readonly number[], groupBy: ListInput['groupBy']): ListRows {
    const scans = ofRegions.map((many, n) =>
      scan(
        Array.from({ length: many }, (_, at) =>
          endpoint({ name: `d${at}`, profile: 'p', region: `eu-west-${n + 1}` }),
        ),
        {
          profile: 'p',
          region: `eu-west-${n + 1}`,
          problems: n % 3 === 0 ? [{ call: 'DescribeDBClusters', error: denied }] : [],
        },
      ),
    );
    return ofScans(scans, { groupBy });
  }

  it('is the same by its height, by its key and by counting', () => {
    fc.assert(
      fc.property(sizes, groupings, (ofRegions, groupBy) => {
        const rows = listOf(ofRegions, groupBy);
        let top = 0;
        for (const [index, row] of allOf(rows).entries()) {
          expect(rows.topOf(index)).toBe(top);
          expect(rows.indexAt(top)).toBe(index);
          expect(rows.indexOf(row.key)).toBe(index);
          top += row.kind === 'group' ? 32 : 48;
          expect(rows.indexAt(top - 1)).toBe(index);
        }
        expect(rows.height).toBe(top);
      }),
    );
  });

  it('is reached by steps, over headings, from end to end', () => {
    fc.assert(
      fc.property(sizes, groupings, (ofRegions, groupBy) => {
        const rows = listOf(ofRegions, groupBy);
        const ids = allOf(rows).flatMap((row) => (row.kind === 'endpoint' ? row.key : []));
        const down: string[] = [];
        for (
          let at = rows.stepFrom(null, 1);
          at !== null && down.at(-1) !== at.id;
          at = rows.stepFrom(at.id, 1)
        )
          down.push(at.id);
        expect(down).toEqual(ids);
        expect(rows.stepFrom(null, -1)?.id).toBe(ids.at(-1));
        expect(rows.stepFrom(ids[0] ?? null, Infinity)?.id).toBe(ids.at(-1));
        expect(rows.stepFrom(null, -Infinity)?.id).toBe(ids[0]);
      }),
    );
  });
});

describe('what is listed', () => {
  const name = fc.stringMatching(/^[a-z]{1,4}(-[a-z0-9]{1,4}){0,2}$/);
  const regions = fc.constantFrom('eu-west-1', 'us-east-1', 'ap-south-1');
  const one = fc.record({ name, region: regions, profile: fc.constantFrom('a', 'b') });
  const many = fc.uniqueArray(one, { maxLength: 24, selector: (each) => JSON.stringify(each) });
  const views = fc.record({
    query: fc.oneof(name, fc.string({ maxLength: 12 }), fc.constant('')),
    groupBy: fc.constantFrom('place', 'account', 'region', 'environment', 'engine', 'none'),
    sortBy: fc.constantFrom('name', 'environment', 'engine'),
  });

  it('does not depend on what arrived first, and nothing is lost or shown twice', () => {
    fc.assert(
      fc.property(many, views, fc.infiniteStream(fc.nat()), (given, view, order) => {
        const all = given.map((each) => endpoint(each));
        const scansOf = (list: readonly (typeof all)[number][]): readonly Scan[] => {
          const places = new Map<string, (typeof all)[number][]>();
          for (const each of list) {
            const key = `${each.profile} ${each.region}`;
            places.set(key, [...(places.get(key) ?? []), each]);
          }
          return [...places.values()].map((endpoints) => scan(endpoints, { finishedAt: 1 }));
        };
        const shuffled = all
          .map((each) => ({ each, at: order.next().value }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ each }) => each);
        const rows = ofScans(scansOf(all), view);
        expect(keysOf(ofScans(scansOf(shuffled), view))).toEqual(keysOf(rows));
        const ids = allOf(rows).flatMap((row) => (row.kind === 'endpoint' ? row.key : []));
        expect(new Set(ids).size).toBe(ids.length);
        if (view.query.trim() === '') expect(ids.toSorted()).toEqual(all.map(({ id }) => id).toSorted());
      }),
    );
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
