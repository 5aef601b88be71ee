import { endpointsFrom, inOrder } from './from-descriptions.ts';
import { endpointFromDsql } from './from-dsql.ts';
import { withGlobalClusters } from './from-global-clusters.ts';
import { endpointsFromProxies } from './from-proxies.ts';
import type { Endpoint } from './model.ts';
import type { Described, ScanScope } from './ports.ts';

/** Turns what all calls of a scope have brought so far into its endpoints, in the order in which they are shown. */
export function allEndpoints(scope: ScanScope, described: Described): Endpoint[] {
  const { instances, clusters, proxies, proxyEndpoints, globals, dsql } = described;
  const own = withGlobalClusters(scope, endpointsFrom(scope, instances, clusters), globals);
  const all = [
    ...own,
    ...endpointsFromProxies(scope, proxies, proxyEndpoints),
    ...dsql.map((cluster) => endpointFromDsql(scope, cluster)),
  ];
  // what nobody else would miss must not be there twice
  const byId = new Map(all.map((one) => [one.id, one]));
  return inOrder([...byId.values()]);
}
