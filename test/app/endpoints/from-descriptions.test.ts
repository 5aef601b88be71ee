import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endpointsFrom } from '../../../app/endpoints/from-descriptions.ts';
import { blockedBy, endpoint } from '../../../app/endpoints/model.ts';
import { cluster, instance, scope } from './descriptions.ts';

const shown = (...given: Parameters<typeof endpointsFrom>) =>
  endpointsFrom(...given).map(({ name, role }) => `${name} ${role}`);

describe('a cluster', () => {
  const orders = cluster('orders', {
    custom: ['reports.cluster-custom-abc.eu-west-1.rds.amazonaws.com'],
    members: [
      { name: 'orders-1', writer: true },
      { name: 'orders-2', writer: false },
    ],
  });
  const members = ['orders-1', 'orders-2'].map((name) =>
    instance(name, { cluster: 'orders', engine: 'aurora-postgresql' }),
  );

  it('is its writer, reader and custom endpoints, and its members are not shown twice', () => {
    expect(shown(scope, members, [orders])).toEqual(['orders writer', 'orders reader', 'reports custom']);
  });

  it('that AWS did not describe leaves its members to be shown', () => {
    expect(shown(scope, members, [])).toEqual(['orders-1 member', 'orders-2 member']);
  });

  it('has its own name, resource id, account and database', () => {
    const [writer, reader] = endpointsFrom(scope, [], [orders]);
    expect(writer).toMatchObject({
      ...scope,
      account: '123456789012',
      resourceId: 'cluster-orders',
      address: { host: orders.writer, port: 5432 },
      family: 'postgres',
      iam: 'on',
      defaultDatabase: 'app',
      members: orders.members,
    });
    expect(reader?.address?.host).toBe(orders.reader);
  });

  it('without a reader has none, and without an address is still shown', () => {
    const young = cluster('young', { reader: null, writer: null, port: null, status: 'creating' });
    expect(endpointsFrom(scope, [], [young])).toMatchObject([
      { role: 'writer', address: null, status: 'creating' },
    ]);
  });

  it('without a port keeps its custom endpoints apart', () => {
    const young = cluster('young', { port: null, custom: ['a.cluster-custom-x', 'b.cluster-custom-x'] });
    const ids = endpointsFrom(scope, [], [young]).map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
  });
});

describe('an instance', () => {
  it.each([
    ['of its own', {}, 'instance'],
    ['that follows another', { replicaOf: 'main' }, 'replica'],
    ['of an unknown cluster', { cluster: 'x' }, 'member'],
  ] as const)('%s', (_what, over, role) => {
    expect(endpointsFrom(scope, [instance('one', over)], [])).toMatchObject([{ role }]);
  });

  it.each([
    ['postgres', true, 'postgres', 'on'],
    ['mysql', false, 'mysql', 'off'],
    ['mariadb', true, 'mariadb', 'on'],
    ['aurora-mysql', true, 'mysql', 'on'],
    ['oracle-ee', true, null, 'unsupported'],
    ['sqlserver-ex', false, null, 'unsupported'],
    ['db2-se', false, null, 'unsupported'],
  ] as const)('with the engine %s and IAM %s', (engine, iam, family, expected) => {
    expect(endpointsFrom(scope, [instance('one', { engine, iam })], [])).toMatchObject([
      { family, iam: expected },
    ]);
  });

  it.each(['docdb', 'neptune'])('of %s is not one of RDS', (engine) => {
    const member = instance('member', { engine, cluster: 'c' });
    expect(shown(scope, [member, instance('pg')], [cluster('c', { engine })])).toEqual(['pg instance']);
  });

  it('keeps its id while it keeps its address, and is another in another place', () => {
    const [one] = endpointsFrom(scope, [instance('one')], []);
    const [renamed] = endpointsFrom(scope, [instance('one', { status: 'stopped', iam: false })], []);
    const [elsewhere] = endpointsFrom({ ...scope, profile: 'prod' }, [instance('one')], []);
    expect(renamed?.id).toBe(one?.id);
    expect(elsewhere?.id).not.toBe(one?.id);
  });

  it('has no account where AWS gave no ARN', () => {
    expect(endpointsFrom(scope, [instance('one', { arn: '' })], [])[0]?.account).toBeNull();
  });
});

describe('what is no host', () => {
  const bad = ['/var/run/postgresql', '@socket', 'a,b', '-h', 'orders.example.', 'оrders.example', ''];

  it.each(bad)('is no address of an instance: %j', (host) => {
    const [one] = endpointsFrom(scope, [instance('one', { address: { host, port: 5432 } })], []);
    expect(one).toMatchObject({ name: 'one', address: null });
    expect(one === undefined ? null : blockedBy(one)).toMatchObject({ code: 'endpoint-not-ready' });
  });

  it.each(bad)('is no address of a cluster: %j', (host) => {
    const found = endpointsFrom(scope, [], [cluster('c', { writer: host, reader: host, custom: [host] })]);
    expect(found.map(({ address }) => address)).toEqual([null, null, null]);
    expect(found.every((one) => endpoint.safeParse(one).success)).toBe(true);
  });

  it.each([0, 65_536, -1])('is no port either: %s', (port) => {
    const address = { host: 'db.example', port };
    const found = endpointsFrom(scope, [instance('one', { address })], [cluster('c', { port })]);
    expect(found.map((one) => one.address)).toEqual([null, null, null]);
  });
});

describe('text that hides or forges', () => {
  it('is cleaned in whatever AWS says', () => {
    const forged = 'orders\u001b]0;x\u0007\u202e\u200b\n';
    const found = endpointsFrom(
      scope,
      [
        instance(forged, {
          engineVersion: forged,
          instanceClass: forged,
          status: forged,
          database: forged,
          tags: { env: forged },
        }),
      ],
      [cluster(forged, { members: [{ name: forged, writer: true }], engine: `aurora-postgresql${forged}` })],
    );
    expect(found.every((one) => endpoint.safeParse(one).success)).toBe(true);
    expect(JSON.stringify(found)).not.toMatch(/[\p{Cc}\p{Cf}]|\\n|\\u/u);
  });

  it('and text that is too long is cut', () => {
    const long = 'x'.repeat(5_000);
    const found = endpointsFrom(
      scope,
      [
        instance(long, {
          engineVersion: long,
          status: long,
          arn: long,
          resourceId: long,
          engine: long,
          address: null,
        }),
      ],
      [],
    );
    expect(found.every((one) => endpoint.safeParse(one).success)).toBe(true);
  });
});

it('whatever AWS describes, the ids differ and the contract holds', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);
  const instances = fc
    .uniqueArray(name, { maxLength: 8 })
    .chain((names) =>
      fc.tuple(
        ...names.map((one) =>
          fc
            .record({ cluster: fc.option(name), address: fc.constantFrom(null, undefined), engine: name })
            .map((over) =>
              instance(one, { ...over, address: over.address === null ? null : instance(one).address }),
            ),
        ),
      ),
    );
  const clusters = fc
    .uniqueArray(name, { maxLength: 4 })
    .chain((names) =>
      fc.tuple(
        ...names.map((one) =>
          fc
            .record({ port: fc.constantFrom(null, 5432), writer: fc.constantFrom(null, `${one}.w`) })
            .map((over) => cluster(one, over)),
        ),
      ),
    );
  fc.assert(
    fc.property(instances, clusters, fc.string({ minLength: 1, maxLength: 40 }), (some, more, profile) => {
      const found = endpointsFrom({ ...scope, profile }, some, more);
      expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
      for (const one of found) expect(endpoint.safeParse(one).success).toBe(true);
    }),
  );
});
