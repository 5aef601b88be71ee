import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endpointsFrom } from '../../../app/endpoints/from-descriptions.ts';
import { membersOf } from '../../../app/endpoints/members.ts';
import { mergeKeyOf, type WayChoice } from '../../../app/endpoints/merge.ts';
import { createMergedViews, type MergedViews } from '../../../app/endpoints/merged-views.ts';
import type { Endpoint, Scan } from '../../../app/endpoints/model.ts';
import { cluster, instance } from './descriptions.ts';

const region = 'eu-west-1';
const profiles = ['a', 'b', 'c', 'd'];
const choice: WayChoice = { only: null, preferred: {}, rankOf: (profile) => profiles.indexOf(profile) };

const scanOf = (profile: string, endpoints: readonly Endpoint[], at = region): Scan => ({
  profile,
  region: at,
  status: 'done',
  endpoints: [...endpoints],
  problems: [],
  finishedAt: 1,
});

/** What a profile sees of one region. */
const seen = (
  profile: string,
  instances: ReadonlyArray<Parameters<typeof instance>>,
  clusters: ReadonlyArray<Parameters<typeof cluster>> = [],
): Scan =>
  scanOf(
    profile,
    endpointsFrom(
      { profile, region },
      instances.map((one) => instance(...one)),
      clusters.map((one) => cluster(...one)),
    ),
  );

const merge = (scans: readonly Scan[], by = choice): MergedViews => createMergedViews().update(scans, by);
const shownOf = ({ scans }: MergedViews): Endpoint[] => scans.flatMap(({ endpoints }) => endpoints);
const texts = (endpoints: readonly Endpoint[]): string[] =>
  endpoints.map(({ profile, name, role }) => `${profile} ${name} ${role}`);
const waysOf = ({ ways }: MergedViews): string[][] => [...ways.values()].map(texts);
const first = ({ endpoints }: Scan): Endpoint => {
  const [one] = endpoints;
  if (one === undefined) throw new Error('no endpoint');
  return one;
};

describe('two profiles that see the same database', () => {
  const [b, a] = [seen('b', [['billing'], ['orders']]), seen('a', [['orders']])] as const;

  it('show it once, by the first of them, with both ways in', () => {
    const merged = merge([b, a]);
    expect(texts(shownOf(merged))).toEqual(['b billing instance', 'a orders instance']);
    expect(waysOf(merged)).toEqual([['a orders instance', 'b orders instance']]);
    expect(b.endpoints.map((one) => (merged.hidden.get(one) ?? one).profile)).toEqual(['b', 'a']);
  });

  it('show it by the one that was chosen, even where that one cannot be used', () => {
    const preferred = { [mergeKeyOf(first(a))]: 'b' };
    const rankOf = (profile: string): number => (profile === 'b' ? 9 : 0);
    expect(texts(shownOf(merge([b, a], { ...choice, rankOf, preferred })))).toEqual([
      'b billing instance',
      'b orders instance',
    ]);
  });

  it('show it by the one that the list is narrowed to, whichever was chosen', () => {
    const preferred = { [mergeKeyOf(first(a))]: 'a' };
    expect(texts(shownOf(merge([b, a], { ...choice, only: 'b', preferred })))).toContain('b orders instance');
  });

  it('show it by the one for which nothing is in the way', () => {
    const off = seen('a', [['orders', { iam: false }]]);
    expect(texts(shownOf(merge([off, b])))).toEqual(['b billing instance', 'b orders instance']);
  });

  it('show it once while it has no address', () => {
    const creating = (profile: string) => seen(profile, [['new', { address: null, status: 'creating' }]]);
    expect(texts(shownOf(merge([creating('b'), creating('a')])))).toEqual(['a new instance']);
  });
});

describe('what is not the same database', () => {
  const orders = first(seen('a', [['orders']]));
  const other = { ...orders, profile: 'b', id: 'b', account: '210987654321' };
  const unknown = { ...orders, profile: 'c', id: 'c', account: null, arn: '' };
  const elsewhere = { ...orders, address: { host: 'orders.xyz.eu-west-1.rds.amazonaws.com', port: 5432 } };

  it('an address that two accounts claim stays two, and a view of an unknown account stays apart', () => {
    const scans = [scanOf('a', [orders]), scanOf('b', [other]), scanOf('c', [unknown])];
    expect(texts(shownOf(merge(scans)))).toHaveLength(3);
    expect(merge(scans).ways.size).toBe(0);
  });

  it('an unknown account is the same where the address is, and another where it is not', () => {
    expect(shownOf(merge([scanOf('a', [orders]), scanOf('c', [unknown])]))).toEqual([orders]);
    const apart = { ...unknown, address: elsewhere.address };
    expect(shownOf(merge([scanOf('a', [orders]), scanOf('c', [apart])]))).toHaveLength(2);
  });

  it('another port, another partition', () => {
    const port = { ...orders, profile: 'b', id: 'b', address: { ...elsewhere.address, port: 5433 } };
    const china = { ...orders, profile: 'b', id: 'b', partition: 'aws-cn' as const };
    expect(shownOf(merge([scanOf('a', [orders]), scanOf('b', [port])]))).toHaveLength(2);
    expect(shownOf(merge([scanOf('a', [orders]), scanOf('b', [china])]))).toHaveLength(2);
  });
});

it('a global endpoint that one profile sees in two regions is one way', () => {
  const orders = first(seen('a', [['orders']]));
  const again = { ...orders, status: 'modifying' };
  const scans = [scanOf('a', [orders]), scanOf('a', [again], 'us-east-1')];
  expect(shownOf(merge(scans))).toHaveLength(1);
  expect(merge(scans).ways.size).toBe(0);
  expect(shownOf(merge(scans.toReversed()))).toEqual(shownOf(merge(scans)));
});

describe('the members of a cluster', () => {
  const member: Parameters<typeof instance> = [
    'orders-1',
    { cluster: 'orders', engine: 'aurora-postgresql' },
  ];
  const denied = seen('a', [member]);
  const allowed = seen('b', [member], [['orders', { members: [{ name: 'orders-1', writer: true }] }]]);

  it('are shown by a profile that may not see the cluster, and not beside a cluster that another sees', () => {
    expect(texts(shownOf(merge([denied])))).toEqual(['a orders-1 member']);
    const both = ['b orders writer', 'b orders reader'];
    expect(texts(shownOf(merge([denied, allowed])))).toEqual(both);
    const views = createMergedViews();
    expect(texts(shownOf(views.update([allowed], choice)))).toEqual(both);
    expect(texts(shownOf(views.update([allowed, denied], choice)))).toEqual(both);
    expect(texts(shownOf(views.update([denied], choice)))).toEqual(['a orders-1 member']);
  });

  it('are shown where the list is narrowed to that profile', () => {
    expect(texts(shownOf(merge([denied, allowed], { ...choice, only: 'a' })))).toContain('a orders-1 member');
    expect(texts(shownOf(merge([denied, allowed], { ...choice, only: 'b' })))).not.toContain(
      'a orders-1 member',
    );
  });

  it('are there on request, with every way in, used as the cluster is unless one was chosen', () => {
    const merged = merge([denied, allowed]);
    const [writer] = shownOf(merged);
    if (writer === undefined) throw new Error('no cluster');
    expect(merged.membersBehind(writer).map(texts)).toEqual([['b orders-1 member', 'a orders-1 member']]);
    expect(merged.membersBehind(writer)[0]?.[0]).toMatchObject({ policyResourceId: 'cluster-orders' });
    const [of] = membersOf(writer);
    if (of === undefined) throw new Error('no member');
    const chosen = merge([denied, allowed], { ...choice, preferred: { [mergeKeyOf(of)]: 'a' } });
    expect(chosen.membersBehind(writer).map(texts)).toEqual([['a orders-1 member', 'b orders-1 member']]);
  });
});

const anyScans: fc.Arbitrary<readonly Scan[]> = fc
  .array(
    fc.record({
      profile: fc.constantFrom(...profiles),
      at: fc.constantFrom('eu-west-1', 'us-east-1'),
      names: fc.uniqueArray(fc.constantFrom('orders', 'billing', 'search', 'ledger'), { maxLength: 4 }),
      iam: fc.boolean(),
      isKnown: fc.boolean(),
      hasInstances: fc.boolean(),
      account: fc.constantFrom('123456789012', '210987654321', ''),
    }),
    { maxLength: 7 },
  )
  .map((given) =>
    // a profile sees a region once
    [...new Map(given.map((one) => [`${one.profile} ${one.at}`, one])).values()].map(
      ({ profile, at, names, iam, isKnown, hasInstances, account }) => {
        const found = endpointsFrom(
          { profile, region: at },
          names
            .filter(() => hasInstances)
            .map((name) =>
              instance(`${name}-1`, {
                arn: account === '' ? '' : `arn:aws:rds:${at}:${account}:db:${name}-1`,
                cluster: name,
                iam,
                engine: 'aurora-postgresql',
                address: { host: `${name}-1.${at}.example`, port: 5432 },
              }),
            ),
          names
            .filter(() => isKnown)
            .map((name) =>
              cluster(name, {
                arn: account === '' ? '' : `arn:aws:rds:${at}:${account}:cluster:${name}`,
                iam,
                writer: `${name}.${at}.example`,
                reader: null,
                members: [{ name: `${name}-1`, writer: true }],
              }),
            ),
        );
        return scanOf(profile, found, at);
      },
    ),
  );
const anyChoice: fc.Arbitrary<WayChoice> = fc
  .record({
    only: fc.option(fc.constantFrom(...profiles), { nil: null }),
    preferred: fc.option(fc.constantFrom(...profiles), { nil: null }),
    order: fc.shuffledSubarray(profiles, { minLength: profiles.length }),
  })
  .map(({ only, preferred, order }) => ({
    only,
    preferred: new Proxy({}, { get: () => preferred ?? undefined }),
    rankOf: (profile) => order.indexOf(profile),
  }));
/** Everything that a merge says, whatever the order of the scans. */
const told = (merged: MergedViews) => ({
  shown: shownOf(merged)
    .map(({ id }) => id)
    .toSorted(),
  ways: waysOf(merged).toSorted((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1)),
});

it('the order of arrival does not matter', () => {
  fc.assert(
    fc.property(
      anyScans.chain((scans) =>
        fc.tuple(fc.constant(scans), fc.shuffledSubarray([...scans], { minLength: scans.length })),
      ),
      anyChoice,
      ([scans, arrived], by) => {
        expect(told(merge(arrived, by))).toEqual(told(merge(scans, by)));
      },
    ),
  );
});

it('nothing is lost and nothing is shown twice', () => {
  fc.assert(
    fc.property(anyScans, anyChoice, (scans, by) => {
      const merged = merge(scans, by);
      const once = shownOf(merged);
      expect(new Set(once).size).toBe(once.length);
      // of one address there is one row for each account
      const places = once.map((one) => `${mergeKeyOf(one)} ${one.account}`);
      expect(new Set(places).size).toBe(places.length);
      const reachable = new Set([
        ...once,
        ...once.flatMap((one) => merged.ways.get(one) ?? []),
        ...once.flatMap((one) => merged.membersBehind(one).flat()),
      ]);
      const keys = new Set([...reachable].map((one) => `${one.profile} ${mergeKeyOf(one)}`));
      for (const one of scans.flatMap(({ endpoints }) => endpoints)) {
        // what is not shown is a way into what is, or a member behind it
        expect(keys).toContain(`${one.profile} ${mergeKeyOf(one)}`);
      }
      for (const [one, ways] of merged.ways) {
        expect(ways[0]).toBe(one);
        expect(
          new Set(ways.map(({ account }) => account).filter((known) => known !== null)).size,
        ).toBeLessThan(2);
      }
    }),
  );
});

it('what was merged step by step is what is merged at once', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyScans, anyChoice), { minLength: 1, maxLength: 5 }), (steps) => {
      const views = createMergedViews();
      for (const [scans, by] of steps) {
        const merged = views.update(scans, by);
        expect(told(merged)).toEqual(told(merge(scans, by)));
        expect(merged.scans).toEqual(merge(scans, by).scans);
      }
    }),
  );
});

describe('ten thousand databases that three profiles see', () => {
  /** Counts how often a way is ranked, which is what deciding costs. */
  function counted() {
    let count = 0;
    const by: WayChoice = {
      ...choice,
      rankOf(profile) {
        count += 1;
        return profiles.indexOf(profile);
      },
    };
    const taken = (): number => [count, (count = 0)][0] ?? 0;
    return { by, taken };
  }
  const many = (size: number): Scan[] =>
    ['a', 'b', 'c'].map((profile) => {
      const one = first(seen(profile, [['orders']]));
      const at = (n: number): Endpoint => ({
        ...one,
        id: `${profile}|${n}`,
        address: { host: `db-${n}.abc.eu-west-1.rds.amazonaws.com`, port: 5432 },
      });
      return scanOf(
        profile,
        Array.from({ length: size }, (_, n) => at(n)),
      );
    });

  it('cost three times as many rankings, and twice as many databases twice as much', () => {
    const { by, taken } = counted();
    expect(shownOf(merge(many(500), by))).toHaveLength(500);
    expect(taken()).toBe(1_500);
    expect(shownOf(merge(many(1_000), by))).toHaveLength(1_000);
    expect(taken()).toBe(3_000);
  });

  it('are not looked at again where one of them has changed, and all else stays the very objects', () => {
    const { by, taken } = counted();
    const views = createMergedViews();
    const scans = many(10_000);
    const before = views.update(scans, by);
    taken();
    const [a, b, c] = scans;
    if (a === undefined || b === undefined || c === undefined) throw new Error('no scans');
    const [changed, ...rest] = b.endpoints;
    if (changed === undefined) throw new Error('no endpoint');
    const now = { ...b, endpoints: [{ ...changed, status: 'stopped' }, ...rest] };
    const after = views.update([a, now, c], by);
    expect(taken()).toBe(3);
    expect(after.scans[0]).toBe(before.scans[0]);
    expect(after.scans[1]?.endpoints).toBe(before.scans[1]?.endpoints);
    // nor where a profile is chosen for one
    const preferred = { [mergeKeyOf(changed)]: 'c' };
    const chosen = views.update([a, now, c], { ...by, preferred });
    expect(taken()).toBe(3);
    expect(chosen.scans[2]?.endpoints).toHaveLength(1);
    views.update([a, now, c], by);
    taken();
    // a scan that changes nothing changes nothing
    const same = views.update([a, { ...now, finishedAt: 2 }, c], by);
    expect(taken()).toBe(0);
    expect(same.scans[0]?.endpoints).toBe(after.scans[0]?.endpoints);
  });
});
