import { describe, expect, it } from 'vitest';
import { goneOf } from '../../renderer/connections/gone.ts';
import { likeness, suggestEndpoint, suggestProfile } from '../../renderer/connections/suggestions.ts';
import { company, connection, endpoint, orders, ordersReader, savedEndpointGone, scan } from './samples.ts';

const near = (one: string, other: string) => likeness(one, other) >= 0.7;

describe('names that are alike', () => {
  it.each([
    ['platform-prod', 'Platform-Prod'],
    ['platform-prod', 'platform_prod'],
    ['platform-prod', 'platform-production'],
    ['platform-prod', 'platfrom-prod'],
    ['platform', 'platform-admin'],
    ['acme-platform-admin', 'platform-admin'],
    ['orders-v1', 'orders'],
    ['orders', 'orders-2'],
  ])('%s and %s', (one, other) => {
    expect(near(one, other)).toBe(true);
    expect(likeness(one, other)).toBe(likeness(other, one));
  });

  it.each([
    ['platform-prod', 'platform-dev'],
    ['prod', 'nonprod'],
    ['orders-prod', 'billing-prod'],
    ['analytics', 'legacy'],
    ['prod-eu', 'ci'],
    ['a', 'a-very-long-name'],
    ['', 'x'],
  ])('not %s and %s', (one, other) => {
    expect(near(one, other)).toBe(false);
  });
});

describe('the nearest profile', () => {
  const gone = connection(orders, { profile: 'core' });

  it('is the one that sees the very database', () => {
    expect(suggestProfile(gone, ['coer', 'platform-prod'], [scan([orders])])).toBe('platform-prod');
  });

  it('is the one whose name is alike, and none rather than any', () => {
    expect(suggestProfile(gone, ['ci', 'Core'], [])).toBe('Core');
    expect(suggestProfile(gone, ['ci', 'legacy'], [])).toBeNull();
  });
});

describe('the nearest endpoint', () => {
  it('is the same kind of name of the same engine', () => {
    const scans = [scan([ordersReader, orders])];
    expect(suggestEndpoint(savedEndpointGone, scans)).toBe(orders);
    expect(suggestEndpoint({ ...savedEndpointGone, family: 'mysql' }, scans)).toBeNull();
    expect(suggestEndpoint({ ...savedEndpointGone, profile: 'other' }, scans)).toBeNull();
  });

  it('is the same host on another port before any other', () => {
    const moved = connection(ordersReader, { address: { host: orders.address?.host ?? '', port: 6000 } });
    expect(suggestEndpoint(moved, [scan([ordersReader, orders])])).toBe(orders);
  });

  it('is never of another environment, without IAM, or something else altogether', () => {
    const test = endpoint({ name: 'orders', environment: { label: 'dev', kind: 'dev' } });
    const off = endpoint({ name: 'orders', iam: 'off' });
    const other = endpoint({ name: 'warehouse' });
    expect(suggestEndpoint(savedEndpointGone, [scan([test, off, other])])).toBeNull();
  });
});

describe('what has gone', () => {
  const state = { phase: 'ready', ...company() } as const;

  it('is said only where it is certain', () => {
    expect(goneOf(savedEndpointGone, state)).toBe('endpoint');
    const done = scan([orders]);
    const among = (...scans: (typeof done)[]) => goneOf(savedEndpointGone, { ...state, scans });
    const problem = { call: 'DescribeDBInstances', error: { code: 'access-denied', message: 'no' } } as const;
    expect(among(done)).toBe('endpoint');
    expect(among()).toBeNull();
    expect(among({ ...done, status: 'scanning' })).toBeNull();
    expect(among({ ...done, finishedAt: null })).toBeNull();
    expect(among({ ...done, problems: [problem] })).toBeNull();
    expect(goneOf(savedEndpointGone, { ...state, phase: 'loading' })).toBeNull();
  });

  it('is a profile only where the files could be read', () => {
    const lost = { ...savedEndpointGone, profile: 'nobody' };
    expect(goneOf(lost, state)).toBe('profile');
    const error = { code: 'file-unreadable', message: 'no' } as const;
    expect(goneOf(lost, { ...state, profiles: { ...state.profiles, error } })).toBeNull();
  });

  it.each([
    ['orders.proxy-c9q2x7abcdef.us-east-1.rds.amazonaws.com', 'DescribeDBProxies'],
    ['ro.endpoint.proxy-c9q2x7abcdef.us-east-1.rds.amazonaws.com', 'DescribeDBProxyEndpoints'],
    ['orders.global-c9q2x7abcdef.global.rds.amazonaws.com', 'DescribeGlobalClusters'],
    ['foo0bar1.dsql.us-east-1.on.aws', 'ListClusters'],
  ] as const)('is %s only where %s was answered', (host, call) => {
    const error = { code: 'access-denied', message: 'no' } as const;
    const lost = { ...savedEndpointGone, address: { host, port: 5432 } };
    const among = (...problems: { call: typeof call; error: typeof error }[]) =>
      goneOf(lost, { ...state, scans: [scan([orders], { problems })] });
    expect(among()).toBe('endpoint');
    expect(among({ call, error })).toBeNull();
  });

  it('is never a name that discovery does not list', () => {
    const named = (host: string) => goneOf({ ...savedEndpointGone, address: { host, port: 5432 } }, state);
    expect(named('shards.shardgrp-c9q2x7abcdef.us-east-1.rds.amazonaws.com')).toBeNull();
    expect(named('db.example.com')).toBeNull();
    expect(named(orders.address?.host.toUpperCase() ?? '')).toBeNull();
  });
});
