import type { DiscoveryCall } from './model.ts';

/**
 * When a call's turn comes: what most people look for is asked for first, in all scopes, before anything that only adds
 * to it.
 */
export type Urgency = 'first' | 'later';

/** The calls of a scope's scan; each is independent of the others. */
export const discoveryCalls: readonly { readonly call: DiscoveryCall; readonly urgency: Urgency }[] = [
  { call: 'DescribeDBInstances', urgency: 'first' },
  { call: 'DescribeDBClusters', urgency: 'first' },
  { call: 'DescribeDBProxies', urgency: 'later' },
  { call: 'DescribeDBProxyEndpoints', urgency: 'later' },
  { call: 'DescribeGlobalClusters', urgency: 'later' },
  { call: 'ListClusters', urgency: 'later' },
];
