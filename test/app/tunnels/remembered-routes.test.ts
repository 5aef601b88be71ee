import { describe, expect, it } from 'vitest';
import { fail } from '../../../app/common/result.ts';
import { createRememberedRoutes } from '../../../app/tunnels/remembered-routes.ts';
import {
  defaultRouteOf,
  MAX_DEFAULT_ROUTES,
  networkOf,
  withDefaultRoute,
  type DefaultRoute,
  type NetworkRoute,
  type Placed,
} from '../../../app/tunnels/model.ts';
import { memoryFile } from '../clients/fake-launcher.ts';

const through: NetworkRoute = { kind: 'session-manager', target: null };
const ledger: Placed = {
  publiclyAccessible: false,
  vpc: 'vpc-1',
  account: '123456789012',
  profile: 'dev',
  region: 'eu-west-1',
};

function open() {
  const file = memoryFile<DefaultRoute[]>([]);
  const told: DefaultRoute[][] = [];
  return { file, told, routes: createRememberedRoutes(file, (all) => told.push(all)) };
}

describe('the route to a private network', () => {
  it('is unknown until somebody says it, and then holds for all of the VPC', async () => {
    const { routes, told } = open();
    expect(defaultRouteOf(ledger, routes.all())).toBeNull();
    await routes.set(networkOf(ledger), through);
    expect(told).toEqual([[{ network: 'vpc-1', route: through }]]);
    expect(routes.of({ ...ledger, profile: 'another' })).toEqual(through);
    expect(defaultRouteOf({ ...ledger, vpc: 'vpc-2' }, routes.all())).toBeNull();
  });

  it.each([true, null])('is direct for a database that is not private (%s)', async (publiclyAccessible) => {
    const { routes } = open();
    await routes.set('vpc-1', through);
    expect(defaultRouteOf({ ...ledger, publiclyAccessible }, routes.all())).toEqual({ kind: 'direct' });
  });

  it('is asked for again once it was forgotten', async () => {
    const { routes } = open();
    await routes.set('vpc-1', through);
    await routes.set('vpc-1', null);
    expect(routes.all()).toEqual([]);
    expect(routes.of(ledger)).toEqual({ kind: 'direct' });
  });

  it('holds only where it could be written, and is read back', async () => {
    const { file, routes, told } = open();
    const full = fail('file-unwritable', 'The disk is full.');
    const failing = createRememberedRoutes({ ...file, save: async () => full }, (all) => told.push(all));
    expect(await failing.set('vpc-1', through)).toEqual(full);
    expect(failing.all()).toEqual([]);
    expect(told).toEqual([]);
    await routes.set('vpc-1', through);
    const again = createRememberedRoutes(file, () => undefined);
    expect(await again.load()).toBeNull();
    expect(again.of(ledger)).toEqual(through);
  });

  it('is an account’s region’s where the VPC is not known', () => {
    const place = { ...ledger, vpc: null };
    expect(networkOf(place)).toBe('123456789012 eu-west-1');
    expect(networkOf({ ...place, account: null })).toBe('dev eu-west-1');
  });

  it('is remembered for so many networks, the ones said last', () => {
    let routes: readonly DefaultRoute[] = [];
    for (let count = 0; count <= MAX_DEFAULT_ROUTES; count += 1) {
      routes = withDefaultRoute(routes, `vpc-${count}`, through);
    }
    expect(routes).toHaveLength(MAX_DEFAULT_ROUTES);
    expect(routes[0]?.network).toBe('vpc-1');
  });
});
