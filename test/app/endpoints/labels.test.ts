import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EnvironmentRule } from '../../../app/endpoints/environment-rules.ts';
import { allEndpoints } from '../../../app/endpoints/all-endpoints.ts';
import { createLabels } from '../../../app/endpoints/labels.ts';
import type { Endpoint } from '../../../app/endpoints/model.ts';
import type { Described } from '../../../app/endpoints/ports.ts';
import { cluster, instance, scope } from './descriptions.ts';
import { endpointsModule } from './endpoints-module.ts';

const prod = { label: 'prod', kind: 'prod' } as const;

function rule(pattern: string, environment: EnvironmentRule['environment'] = prod): EnvironmentRule {
  return { of: 'name', tag: '', pattern, environment };
}

const nothing: Described = {
  instances: [],
  clusters: [],
  proxies: [],
  proxyEndpoints: [],
  globals: [],
  dsql: [],
};

/** What a team's profile without words of its own finds. */
function found(described: Partial<Described>, profile = 'acme'): Endpoint[] {
  return allEndpoints({ ...scope, profile }, { ...nothing, ...described });
}

function labelled(rules: readonly EnvironmentRule[], endpoints: Endpoint[]): readonly string[] {
  return createLabels({ rules: () => rules, accountName: () => null })(endpoints).map(
    ({ name, role, environment }) => `${name} ${role} ${environment?.label ?? '-'}`,
  );
}

describe('the environment of what was found', () => {
  const orders = cluster('orders-stg', {
    custom: ['prod-reports.cluster-custom-abc.eu-west-1.rds.amazonaws.com'],
    reader: null,
    globalCluster: 'orders-global',
  });
  const globalCluster = {
    identifier: 'orders-global',
    arn: 'arn:aws:rds::123456789012:global-cluster:orders-global',
    resourceId: 'cluster-global',
    engine: 'aurora-postgresql',
    engineVersion: '16.4',
    status: 'available',
    database: null,
    host: 'orders-global.global-abc.global.rds.amazonaws.com',
    members: [{ arn: orders.arn, writer: true }],
    tags: {},
  };
  const dsql = {
    identifier: 'abc1dev2prod3xyz',
    arn: 'arn:aws:dsql:eu-west-1:123456789012:cluster/abc1dev2prod3xyz',
    status: 'ACTIVE',
    host: 'abc1dev2prod3xyz.dsql.eu-west-1.on.aws',
    tags: {},
  };
  const proxy = {
    name: 'billing-dev',
    arn: 'arn:aws:rds:eu-west-1:123456789012:db-proxy:prx-1',
    engineFamily: 'POSTGRESQL',
    status: 'available',
    host: 'billing-dev.proxy-abc.eu-west-1.rds.amazonaws.com',
    vpc: null,
    iam: true,
    requiresTls: true,
  };
  const further = {
    ...proxy,
    name: 'readers',
    proxy: 'billing-dev',
    host: 'readers.endpoint.proxy-abc.eu-west-1.rds.amazonaws.com',
    readOnly: true,
    isDefault: false,
  };

  it('is what tags and the names that people gave say', () => {
    const all = found({
      instances: [instance('ledger', { tags: { Stage: 'QA' } }), instance('live')],
      clusters: [orders],
      globals: [globalCluster],
      dsql: [dsql],
      proxies: [proxy],
      proxyEndpoints: [further],
    });
    expect(labelled([], all).toSorted()).toEqual([
      'abc1dev2prod3xyz writer -',
      'billing-dev writer dev',
      'ledger instance dev',
      'live instance prod',
      // its cluster here is what a global cluster without words of its own is
      'orders-global writer staging',
      'orders-stg writer staging',
      'prod-reports custom staging',
      'readers reader dev',
    ]);
    expect(labelled([], found({ dsql: [dsql] }, 'acme-uat'))).toEqual(['abc1dev2prod3xyz writer staging']);
  });

  it('is what the first rule that fits says, over tags and words, and none where it says so', () => {
    const all = found({
      instances: [instance('ledger', { tags: { env: 'dev' } })],
      clusters: [orders],
      globals: [globalCluster],
    });
    expect(labelled([rule('ledger'), rule('orders-*', null)], all)).toEqual([
      'ledger instance prod',
      'orders-global writer -',
      'orders-stg writer -',
      'prod-reports custom -',
    ]);
    // a rule for the cluster holds for a global cluster that nothing else is said of
    expect(labelled([rule('orders-stg')], all)).toContain('orders-global writer prod');
  });

  it('changes no object whose label stays', () => {
    const rules = { now: [] as readonly EnvironmentRule[] };
    const label = createLabels({ rules: () => rules.now, accountName: () => null });
    const first = label(found({ instances: [instance('a'), instance('b-dev')] }));
    expect(label(first)).toBe(first);
    rules.now = [rule('a')];
    const next = label(first);
    expect(next[0]).not.toBe(first[0]);
    expect(next[1]).toBe(first[1]);
  });

  it('does not depend on the order in which the databases came', () => {
    const all = found({
      instances: ['ledger', 'audit-dev', 'a-b', 'b-a'].map((name) => instance(name)),
      clusters: [orders],
      globals: [globalCluster],
    });
    const patterns = fc.constantFrom('a', 'b*', '*-dev', 'orders', '*', 'ledger', 'nothing');
    const anyRules = fc.array(
      fc.tuple(patterns, fc.constantFrom(prod, null)).map(([pattern, to]) => rule(pattern, to)),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(anyRules, fc.shuffledSubarray(all, { minLength: all.length }), (rules, shuffled) => {
        expect(labelled(rules, shuffled).toSorted()).toEqual(labelled(rules, all).toSorted());
      }),
    );
  });
});

describe('a change of the rules', () => {
  const anyRules = fc.array(
    fc
      .tuple(fc.constantFrom('a', 'b', '*-p1', 'a*', 'zzz'), fc.boolean())
      .map(([pattern, isProd]) => rule(pattern, isProd ? prod : null)),
    { maxLength: 3 },
  );

  /** Scans with some rules, and has others before, while or after it. */
  async function scanWith(before: readonly EnvironmentRule[], after: readonly EnvironmentRule[], at: number) {
    const { endpoints, world, opened } = endpointsModule();
    world.rules = before;
    const change = async (now: number): Promise<void> => {
      if (now !== at) return;
      world.rules = after;
      await endpoints.relabel();
    };
    await change(0);
    const scan = endpoints.scanAll();
    const { instances, clusters } = await opened();
    await instances.page(instance('a'), instance('b-p1'));
    await change(1);
    clusters.end();
    await instances.page(instance('a-dev'), instance('c'));
    await change(2);
    instances.end();
    await scan;
    await change(3);
    const [only] = endpoints.scans();
    await endpoints.stop();
    return only?.endpoints;
  }

  it('gives the same list whenever it is made', async () => {
    await fc.assert(
      fc.asyncProperty(anyRules, anyRules, async (before, after) => {
        const expected = await scanWith(after, after, 0);
        for (const at of [0, 1, 2, 3]) expect(await scanWith(before, after, at)).toEqual(expected);
      }),
      { numRuns: 8 },
    );
  });

  it('asks AWS nothing, tells only the scopes that are different, and is kept for the next start', async () => {
    const { endpoints, world, opened, relabelled, asked, saveCache, scans, ...calls } = endpointsModule();
    world.scopes = [scope, { ...scope, region: 'eu-west-2' }];
    const scan = endpoints.scanAll();
    await opened(2);
    const [first, second] = calls.instanceCalls;
    await first?.page(instance('other'));
    await second?.page(instance('ledger'));
    for (const call of [...calls.instanceCalls, ...calls.clusterCalls]) call.end();
    await scan;
    const before = [asked.length, scans.length];
    world.rules = [rule('ledger')];
    await endpoints.relabel();
    expect([asked.length, scans.length]).toEqual(before);
    expect(relabelled.map(({ region }) => region)).toEqual(['eu-west-2']);
    expect(relabelled[0]?.endpoints[0]?.environment).toEqual(prod);
    await endpoints.relabel();
    expect(relabelled).toHaveLength(1);
    await endpoints.stop();
    const written = saveCache.mock.calls.flat(2);
    expect(written).toContainEqual(
      expect.objectContaining({ kind: 'scanned', scan: expect.objectContaining({ region: 'eu-west-2' }) }),
    );
  });
});
