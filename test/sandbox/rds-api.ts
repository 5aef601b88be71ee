import type { Databases } from './databases.ts';
import {
  clusterEndpointsXml,
  clusterXml,
  globalClusterXml,
  instanceXml,
  proxyEndpointXml,
  proxyXml,
} from './rds-shapes.ts';
import { fail, type Answer, type Call } from './query-protocol.ts';
import type { XmlObject } from './xml.ts';

/** Answers one RDS call from the databases of the caller's account and region. */
export function rds(call: Call, databases: Databases): Answer {
  const here = <T extends { readonly account: string; readonly region: string }>(list: readonly T[]): T[] =>
    list.filter((item) => item.account === call.identity.account && item.region === call.region);
  // RDS keeps identifiers in lower case and finds them in any
  const wanted = (name: string): string | undefined => call.params.get(name)?.toLowerCase();
  const filters = readFilters(call.params);

  switch (call.action) {
    case 'DescribeDBInstances': {
      const id = wanted('DBInstanceIdentifier');
      const unknown = unknownFilter(filters, [
        'db-cluster-id',
        'db-instance-id',
        'dbi-resource-id',
        'engine',
      ]);
      if (unknown !== undefined) return fail('InvalidParameterValue', `Unrecognized filter name: ${unknown}`);
      const found = here(databases.instances)
        .filter((item) => id === undefined || item.id === id)
        .filter((item) => passes(filters, 'db-cluster-id', item.cluster))
        .filter((item) => passes(filters, 'db-instance-id', item.id))
        .filter((item) => passes(filters, 'dbi-resource-id', item.resourceId))
        .filter((item) => passes(filters, 'engine', item.engine));
      if (id !== undefined && found.length === 0) {
        return fail('DBInstanceNotFound', `DBInstance ${id} not found.`, 404);
      }
      return page(call, found, (items) => ({
        DBInstances: {
          DBInstance: items.map((item) => instanceXml(item, databases)),
        },
      }));
    }
    case 'DescribeDBClusters': {
      const id = wanted('DBClusterIdentifier');
      const unknown = unknownFilter(filters, ['db-cluster-id', 'db-cluster-resource-id', 'engine']);
      if (unknown !== undefined) return fail('InvalidParameterValue', `Unrecognized filter name: ${unknown}`);
      const found = here(databases.clusters)
        .filter((item) => id === undefined || item.id === id)
        .filter((item) => passes(filters, 'db-cluster-id', item.id))
        .filter((item) => passes(filters, 'db-cluster-resource-id', item.resourceId))
        .filter((item) => passes(filters, 'engine', item.engine));
      if (id !== undefined && found.length === 0) {
        return fail('DBClusterNotFoundFault', `DBCluster ${id} not found.`, 404);
      }
      return page(call, found, (items) => ({ DBClusters: { DBCluster: items.map(clusterXml) } }));
    }
    case 'DescribeDBClusterEndpoints': {
      const id = wanted('DBClusterIdentifier');
      const clusters = here(databases.clusters).filter((item) => id === undefined || item.id === id);
      if (id !== undefined && clusters.length === 0) {
        return fail('DBClusterNotFoundFault', `DBCluster ${id} not found.`, 404);
      }
      return page(call, clusters.flatMap(clusterEndpointsXml), (items) => ({
        DBClusterEndpoints: { DBClusterEndpointList: items },
      }));
    }
    case 'DescribeDBProxies': {
      const name = wanted('DBProxyName');
      const found = here(databases.proxies).filter((item) => name === undefined || item.name === name);
      if (name !== undefined && found.length === 0) {
        return fail('DBProxyNotFoundFault', `DBProxy ${name} not found.`, 404);
      }
      return page(call, found, (items) => ({ DBProxies: { member: items.map(proxyXml) } }));
    }
    case 'DescribeDBProxyEndpoints': {
      const name = wanted('DBProxyName');
      const found = here(databases.proxies).filter((item) => name === undefined || item.name === name);
      if (name !== undefined && found.length === 0) {
        return fail('DBProxyNotFoundFault', `DBProxy ${name} not found.`, 404);
      }
      return page(call, found.flatMap(proxyEndpointXml), (items) => ({
        DBProxyEndpoints: { member: items },
      }));
    }
    case 'DescribeGlobalClusters': {
      const id = wanted('GlobalClusterIdentifier');
      const unknown = unknownFilter(filters, ['region']);
      if (unknown !== undefined) return fail('InvalidParameterValue', `Unrecognized filter name: ${unknown}`);
      // a global cluster is seen from every region in which it has a cluster
      const found = databases.globals
        .filter(({ account }) => account === call.identity.account)
        .filter((item) => item.members.some(({ region }) => passes(filters, 'region', region)))
        .filter((item) => item.members.some(({ region }) => region === call.region))
        .filter((item) => id === undefined || item.id === id);
      if (id !== undefined && found.length === 0) {
        return fail('GlobalClusterNotFoundFault', `Global cluster ${id} not found.`, 404);
      }
      return page(call, found, (items) => ({
        GlobalClusters: { GlobalClusterMember: items.map(globalClusterXml) },
      }));
    }
    default:
      return fail('InvalidAction', `The action ${call.action} is not valid for this web service.`);
  }
}

/** One page: MaxRecords is 20 to 100, and Marker says where the next one starts (RDS API Reference). */
function page<T>(call: Call, all: readonly T[], write: (items: readonly T[]) => XmlObject): Answer {
  const size = Number(call.params.get('MaxRecords') ?? '100');
  if (!Number.isInteger(size) || size < 20 || size > 100) {
    return fail(
      'InvalidParameterValue',
      `Invalid value ${call.params.get('MaxRecords')} for MaxRecords. Must be between 20 and 100`,
    );
  }
  const marker = call.params.get('Marker');
  const start =
    marker === undefined || marker === '' ? 0 : Number(Buffer.from(marker, 'base64url').toString());
  if (!Number.isInteger(start) || start < 0 || (start > 0 && start >= all.length)) {
    return fail('InvalidParameterValue', 'Invalid marker');
  }
  const end = start + size;
  const next = end < all.length ? Buffer.from(String(end)).toString('base64url') : undefined;
  return { ok: true, result: { Marker: next, ...write(all.slice(start, end)) } };
}

/** `Filters.Filter.N.Name` with `Filters.Filter.N.Values.Value.M`, by name. */
function readFilters(params: ReadonlyMap<string, string>): Map<string, string[]> {
  const filters = new Map<string, string[]>();
  for (const [key, name] of params) {
    const match = /^Filters\.Filter\.(\d+)\.Name$/.exec(key);
    if (!match) continue;
    const prefix = `Filters.Filter.${match[1]}.Values.Value.`;
    filters.set(
      name,
      [...params].filter(([other]) => other.startsWith(prefix)).map(([, value]) => value),
    );
  }
  return filters;
}

function unknownFilter(filters: ReadonlyMap<string, unknown>, known: readonly string[]): string | undefined {
  return [...filters.keys()].find((name) => !known.includes(name));
}

function passes(filters: ReadonlyMap<string, string[]>, name: string, value: string | undefined): boolean {
  const wanted = filters.get(name);
  return wanted === undefined || (value !== undefined && wanted.includes(value));
}
