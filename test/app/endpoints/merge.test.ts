import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endpointsFrom } from '../../../app/endpoints/from-descriptions.ts';
import { mergeKeyOf, mergeWays, type WayChoice } from '../../../app/endpoints/merge.ts';
import type { Endpoint } from '../../../app/endpoints/model.ts';
import { cluster, instance } from './descriptions.ts';

const region = 'eu-west-1';
const choice: WayChoice = { preferred: {}, rankOf: (profile) => ['a', 'b', 'c'].indexOf(profile) };

/** What a profile sees of one region. */
const seen = (profile: string, ...given: [Parameters<typeof instance>[], Parameters<typeof cluster>[]?]) => ({
  endpoints: endpointsFrom(
    { profile, region },
    given[0].map((one) => instance(...one)),
    (given[1] ?? []).map((one) => cluster(...one)),
  ),
});

const shown = (scans: readonly { readonly endpoints: readonly Endpoint[] }[], by = choice): Endpoint[] => {
  const { hidden } = mergeWays(
    scans.map(({ endpoints }) => ({ endpoints: [...endpoints] })),
    by,
  );
  return scans.flatMap(({ endpoints }) => endpoints).filter(({ id }) => !hidden.has(id));
};

describe('two profiles that see the same database', () => {
  const scans = [seen('b', [['orders'], ['billing']]), seen('a', [['orders']])];

  it('show it once, by the first of them, with both ways in', () => {
    expect(shown(scans).map(({ profile, name }) => `${profile} ${name}`)).toEqual(['b billing', 'a orders']);
    const { ways } = mergeWays(scans, choice);
    expect([...ways.values()].map((all) => all.map(({ profile }) => profile))).toEqual([['a', 'b']]);
  });

  it('show it by the chosen one', () => {
    const [orders] = scans[1]?.endpoints ?? [];
    if (orders === undefined) throw new Error('no endpoint');
    const preferred = { [mergeKeyOf(orders)]: 'b' };
    expect(shown(scans, { ...choice, preferred }).map(({ profile }) => profile)).toEqual(['b', 'b']);
  });

  it('show it by the one that can be used, where only one can', () => {
    const without = seen('a', [['orders', { iam: false }]]);
    const member = [seen('b', [['orders']]), without];
    expect(shown(member).map(({ profile }) => profile)).toEqual(['b']);
  });
});

it('a member that one profile sees alone is not shown beside the cluster that another sees', () => {
  const member: Parameters<typeof instance> = [
    'orders-1',
    { cluster: 'orders', engine: 'aurora-postgresql' },
  ];
  const denied = seen('a', [member]);
  const allowed = seen('b', [member], [['orders', { members: [{ name: 'orders-1', writer: true }] }]]);
  expect(shown([denied]).map(({ role }) => role)).toEqual(['member']);
  expect(shown([denied, allowed]).map(({ role }) => role)).toEqual(['writer', 'reader']);
  expect(shown([allowed, denied]).map(({ role }) => role)).toEqual(['writer', 'reader']);
});

const anyScans = fc
  .array(
    fc.record({
      profile: fc.constantFrom('a', 'b', 'c', 'd'),
      region: fc.constantFrom('eu-west-1', 'us-east-1'),
      names: fc.uniqueArray(fc.constantFrom('orders', 'billing', 'search', 'ledger'), { maxLength: 4 }),
      iam: fc.boolean(),
      isKnown: fc.boolean(),
    }),
    { maxLength: 6 },
  )
  .map((given) =>
    // a profile sees a region once
    [...new Map(given.map((one) => [`${one.profile} ${one.region}`, one])).values()].map((one) => ({
      endpoints: endpointsFrom(
        { profile: one.profile, region: one.region },
        one.names.map((name) =>
          instance(`${name}-1`, {
            cluster: name,
            iam: one.iam,
            engine: 'aurora-postgresql',
            address: { host: `${name}-1.${one.region}.example`, port: 5432 },
          }),
        ),
        one.isKnown
          ? one.names.map((name) =>
              cluster(name, {
                iam: one.iam,
                writer: `${name}.${one.region}.example`,
                reader: null,
                members: [{ name: `${name}-1`, writer: true }],
              }),
            )
          : [],
      ),
    })),
  );

it('nothing is lost, nothing is shown twice, and the order of arrival does not matter', () => {
  fc.assert(
    fc.property(
      anyScans.chain((scans) =>
        fc.tuple(fc.constant(scans), fc.shuffledSubarray(scans, { minLength: scans.length })),
      ),
      fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { nil: undefined }),
      ([scans, arrived], preferredProfile) => {
        const all = scans.flatMap(({ endpoints }) => endpoints);
        const preferred =
          preferredProfile === undefined
            ? {}
            : Object.fromEntries(all.map((one) => [mergeKeyOf(one), preferredProfile]));
        const by = { ...choice, preferred };
        const once = shown(scans, by);
        const keys = once.map(mergeKeyOf);
        expect(new Set(keys).size).toBe(keys.length);
        expect(
          shown(arrived, by)
            .map(({ id }) => id)
            .toSorted(),
        ).toEqual(once.map(({ id }) => id).toSorted());
        expect(mergeWays(arrived, by)).toEqual(mergeWays(scans, by));
        const members = new Set(
          once.flatMap((one) => one.members.map(({ name }) => `${one.region} ${name}`)),
        );
        for (const one of all) {
          const isNamed = one.role === 'member' && members.has(`${one.region} ${one.name}`);
          expect(isNamed || keys.includes(mergeKeyOf(one))).toBe(true);
        }
      },
    ),
  );
});
