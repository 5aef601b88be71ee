import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endpointsFrom } from '../../../app/endpoints/from-descriptions.ts';
import { endpointFromDsql } from '../../../app/endpoints/from-dsql.ts';
import { withGlobalClusters } from '../../../app/endpoints/from-global-clusters.ts';
import { endpointsFromProxies } from '../../../app/endpoints/from-proxies.ts';
import { findMember, membersOf } from '../../../app/endpoints/members.ts';
import { blockedBy, endpoint, endpointIdOf, type Endpoint } from '../../../app/endpoints/model.ts';
import { createLabels } from '../../../app/endpoints/labels.ts';
import type {
  DescribedDsqlCluster,
  DescribedProxy,
  DescribedProxyEndpoint,
} from '../../../app/endpoints/ports.ts';
import { anyText } from '../any-text.ts';
import { cluster, globalCluster, instance, scope } from './descriptions.ts';

const proxy = (over: Partial<DescribedProxy> = {}): DescribedProxy => ({
  name: 'orders-proxy',
  arn: 'arn:aws:rds:eu-west-1:123456789012:db-proxy:prx-0123456789abcdef0',
  engineFamily: 'POSTGRESQL',
  status: 'available',
  host: 'orders-proxy.proxy-abc.eu-west-1.rds.amazonaws.com',
  vpc: 'vpc-1',
  iam: true,
  requiresTls: true,
  ...over,
});

const further = (over: Partial<DescribedProxyEndpoint> = {}): DescribedProxyEndpoint => ({
  name: 'orders-ro',
  proxy: 'orders-proxy',
  arn: 'arn:aws:rds:eu-west-1:123456789012:db-proxy-endpoint:prx-endpoint-1',
  status: 'available',
  host: 'orders-ro.endpoint.proxy-abc.eu-west-1.rds.amazonaws.com',
  vpc: 'vpc-2',
  readOnly: true,
  isDefault: false,
  ...over,
});

describe('a proxy', () => {
  it('has its default endpoint and its further ones, whose policies name the proxy', () => {
    const own = further({ name: 'default', isDefault: true, readOnly: false, host: proxy().host });
    const found = endpointsFromProxies(scope, [proxy()], [own, further()]);
    expect(found).toMatchObject([
      { name: 'orders-proxy', role: 'writer', kind: 'proxy', vpc: 'vpc-1', tlsForced: true },
      { name: 'orders-ro', role: 'reader', parent: 'orders-proxy', vpc: 'vpc-2' },
    ]);
    for (const one of found) {
      expect(one).toMatchObject({
        policyResourceId: 'prx-0123456789abcdef0',
        iam: 'on',
        address: { port: 5432 },
        publiclyAccessible: false,
        partition: 'aws',
      });
    }
  });

  it('is there without its further endpoints, and those are not there without it', () => {
    expect(endpointsFromProxies(scope, [proxy()], [])).toHaveLength(1);
    expect(endpointsFromProxies(scope, [], [further()])).toEqual([]);
  });

  it.each([
    ['MYSQL', 'mysql', 3306, 'on'],
    ['POSTGRESQL', 'postgres', 5432, 'on'],
    ['SQLSERVER', null, 1433, 'unsupported'],
  ])('of %s listens on its engine’s port', (engineFamily, family, port, iam) => {
    const [found] = endpointsFromProxies(scope, [proxy({ engineFamily })], []);
    expect(found).toMatchObject({ family, iam, address: { port } });
  });

  it('without IAM says how it is required', () => {
    const [found] = endpointsFromProxies(scope, [proxy({ iam: false })], []);
    expect(found === undefined ? null : blockedBy(found)).toMatchObject({
      code: 'iam-off',
      hint: expect.stringContaining('ModifyDBProxy'),
    });
  });

  it('of an engine that nobody knows has no address', () => {
    const [found] = endpointsFromProxies(scope, [proxy({ engineFamily: 'ORACLE' })], []);
    expect(found).toMatchObject({ address: null, iam: 'unsupported' });
  });
});

describe('a global cluster', () => {
  const local = cluster('ledger-eu', { globalCluster: 'ledger', port: 5433 });
  const seen = (primary: 'eu' | 'us', region = 'eu-west-1') => {
    const members = globalCluster().members.map((one) => ({ ...one, writer: one.arn.endsWith(primary) }));
    const at = { ...scope, region };
    const own = region === 'eu-west-1' ? endpointsFrom(at, [], [local]) : [];
    return withGlobalClusters(at, own, [globalCluster({ members })]);
  };
  const writerOf = (found: readonly Endpoint[]) => found.find(({ kind }) => kind === 'global-cluster');

  it('says which cluster is the primary one', () => {
    expect(seen('eu').find(({ role }) => role === 'writer')?.global).toEqual({
      name: 'ledger',
      primary: true,
    });
    expect(seen('us').find(({ role }) => role === 'writer')?.global).toEqual({
      name: 'ledger',
      primary: false,
    });
  });

  it('has a writer endpoint with the port, IAM and resource ID of the primary cluster', () => {
    expect(writerOf(seen('eu'))).toMatchObject({
      address: { host: globalCluster().host, port: 5433 },
      region: 'eu-west-1',
      iam: 'on',
      policyResourceId: 'cluster-ledger-eu',
    });
  });

  it('whose region moves with the primary, and whose id does not', () => {
    const [before, after] = [writerOf(seen('eu')), writerOf(seen('us'))];
    expect(after).toMatchObject({ region: 'us-east-1', policyResourceId: null });
    expect(after?.id).toBe(before?.id);
  });

  it('is not listed where it has no cluster', () => {
    expect(writerOf(seen('eu', 'ap-south-1'))).toBeUndefined();
  });
});

const dsql = (over: Partial<DescribedDsqlCluster> = {}): DescribedDsqlCluster => ({
  identifier: 'foo0bar1baz2quux3quuux4abc',
  arn: 'arn:aws:dsql:eu-west-1:123456789012:cluster/foo0bar1baz2quux3quuux4abc',
  status: 'ACTIVE',
  host: 'foo0bar1baz2quux3quuux4abc.dsql.eu-west-1.on.aws',
  tags: { Name: 'payments', env: 'prod' },
  ...over,
});

describe('a cluster of Aurora DSQL', () => {
  it('is called by its tag, has one database, and takes nothing but tokens', () => {
    expect(
      createLabels({ rules: () => [], accountName: () => null })([endpointFromDsql(scope, dsql())])[0],
    ).toMatchObject({
      name: 'payments',
      kind: 'dsql',
      family: 'postgres',
      iam: 'on',
      status: 'available',
      account: '123456789012',
      policyResourceId: 'foo0bar1baz2quux3quuux4abc',
      defaultDatabase: 'postgres',
      tlsForced: true,
      environment: { kind: 'prod' },
    });
    expect(endpointFromDsql(scope, dsql({ tags: {} })).name).toBe('foo0bar1baz2quux3quuux4abc');
  });

  it.each([
    ['CREATING', 'creating'],
    ['PENDING_DELETE', 'pending-delete'],
    ['ACTIVE', 'available'],
  ])('that is %s is %s', (given, status) => {
    expect(endpointFromDsql(scope, dsql({ status: given })).status).toBe(status);
  });

  it('without an endpoint cannot be used yet', () => {
    expect(blockedBy(endpointFromDsql(scope, dsql({ host: null })))).toMatchObject({
      code: 'endpoint-not-ready',
    });
  });
});

describe('a member of a cluster', () => {
  const described = cluster('orders', { members: [{ name: 'orders-1', writer: true }] });
  const one = instance('orders-1', { cluster: 'orders', engine: 'aurora-postgresql', iam: false });

  it('has its own address and resource ID, and the policies and IAM of its cluster', () => {
    const found = endpointsFrom(scope, [one], [described]);
    const id = endpointIdOf(scope, 'orders-1', one.address);
    expect(findMember(found, id)).toMatchObject({
      id,
      name: 'orders-1',
      role: 'member',
      parent: 'orders',
      address: one.address,
      resourceId: 'db-orders-1',
      policyResourceId: 'cluster-orders',
      iam: 'on',
      arn: 'arn:aws:rds:eu-west-1:123456789012:db:orders-1',
      members: [],
    });
    expect(findMember(found, 'another')).toBeUndefined();
  });

  it('is an endpoint that is checked as any other, and none where its address is not known', () => {
    const members = endpointsFrom(scope, [one], [described]).flatMap(membersOf);
    expect(members.map((member) => endpoint.safeParse(member).success)).toEqual([true, true]);
    expect(endpointsFrom(scope, [], [described]).flatMap(membersOf)).toEqual([]);
  });

  it('whose cluster may not be seen has none that a policy could name', () => {
    expect(endpointsFrom(scope, [one], [])).toMatchObject([
      { role: 'member', resourceId: 'db-orders-1', policyResourceId: null, parent: 'orders' },
    ]);
  });
});

it.each([
  ['postgres', 'multi-az-cluster'],
  ['mysql', 'multi-az-cluster'],
  ['aurora-mysql', 'cluster'],
  ['aurora-postgresql', 'cluster'],
])('a cluster of %s is a %s', (engine, kind) => {
  expect(endpointsFrom(scope, [], [cluster('one', { engine })])).toMatchObject([{ kind }, { kind }]);
});

it.each([
  ['postgres', '17.2', 'default.postgres17', true],
  ['postgres', '14.9', 'default.postgres14', false],
  ['postgres', '17.2', 'own-group', null],
  ['postgres', 'x', 'default.postgres17', null],
  ['mysql', '8.4.3', 'default.mysql8.4', null],
])('TLS of %s %s with the group %s: %s', (engine, engineVersion, parameterGroup, tlsForced) => {
  expect(
    endpointsFrom(scope, [instance('one', { engine, engineVersion, parameterGroup })], []),
  ).toMatchObject([{ tlsForced }]);
});

it('whatever AWS says of these, the contract holds', () => {
  const texts = fc.record({
    text: anyText,
    host: fc.oneof(anyText, fc.constant('x.dsql.eu-west-1.on.aws')),
    arn: fc.oneof(anyText, fc.constant(dsql().arn)),
  });
  fc.assert(
    fc.property(texts, ({ text, host, arn }) => {
      const found = [
        endpointFromDsql(
          scope,
          dsql({ identifier: text, host, arn, status: text, tags: { Name: text, [text]: text } }),
        ),
        ...endpointsFromProxies(
          scope,
          [proxy({ name: text, arn, host, engineFamily: text, status: text, vpc: text })],
          [further({ proxy: text, name: text, host })],
        ),
        ...withGlobalClusters(
          scope,
          [],
          [
            globalCluster({
              identifier: text,
              arn,
              host,
              engine: text,
              status: text,
              resourceId: text,
              database: text,
            }),
          ],
        ),
      ];
      for (const one of found) expect(endpoint.safeParse(one).success).toBe(true);
    }),
  );
});
