import { plainLine } from '../common/text/plain-text.ts';
import { addressOf, checkedCluster, checkedInstance } from './checked-descriptions.ts';
import { environmentOf } from './environment.ts';
import { endpointIdOf, familyOf, type Endpoint, type EndpointRole } from './model.ts';
import type { DescribedCluster, DescribedInstance, ScanScope } from './ports.ts';

/** DescribeDBInstances and DescribeDBClusters return these engines' entries too; they are other services. */
const otherServices = new Set(['neptune', 'docdb']);

/**
 * Turns what AWS described into endpoints: a cluster becomes its writer, reader and custom endpoints, and
 * its members do not appear a second time. A member whose cluster is not known (that call may be denied)
 * is shown as itself, so that it is not lost.
 */
export function endpointsFrom(
  scope: ScanScope,
  instances: readonly DescribedInstance[],
  clusters: readonly DescribedCluster[],
): Endpoint[] {
  const described = clusters.map(checkedCluster);
  const known = new Set(described.map(({ identifier }) => identifier));
  const endpoints = [
    ...described.filter(isRds).flatMap((cluster) => fromCluster(scope, cluster)),
    ...instances
      .map(checkedInstance)
      .filter((instance) => isRds(instance) && (instance.cluster === null || !known.has(instance.cluster)))
      .map((instance) => fromInstance(scope, instance)),
  ];
  return inOrder(endpoints);
}

/** The order in which a region's endpoints are shown: by name, a cluster's writer before its reader. */
export function inOrder(endpoints: readonly Endpoint[]): Endpoint[] {
  return endpoints.toSorted(
    (a, b) => compare(a.name, b.name) || order[a.role] - order[b.role] || compare(a.id, b.id),
  );
}

const order: Record<EndpointRole, number> = {
  writer: 0,
  instance: 0,
  reader: 1,
  custom: 2,
  replica: 3,
  member: 3,
};

function isRds({ engine }: { readonly engine: string }): boolean {
  return !otherServices.has(engine);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function fromInstance(scope: ScanScope, instance: DescribedInstance): Endpoint {
  const role = instance.cluster !== null ? 'member' : instance.replicaOf !== null ? 'replica' : 'instance';
  return {
    ...common(scope, instance),
    id: endpointIdOf(scope, instance.identifier, instance.address),
    name: instance.identifier,
    role,
    address: instance.address,
    members: [],
  };
}

function fromCluster(scope: ScanScope, cluster: DescribedCluster): Endpoint[] {
  const { port } = cluster;
  const at = (role: EndpointRole, name: string, host: string | null): Endpoint => {
    const address = addressOf(host, port);
    return {
      ...common(scope, cluster),
      id: endpointIdOf(scope, `${cluster.identifier}/${role}/${name}`, address),
      name,
      role,
      address,
      members: [...cluster.members],
    };
  };
  return [
    at('writer', cluster.identifier, cluster.writer),
    ...(cluster.reader === null ? [] : [at('reader', cluster.identifier, cluster.reader)]),
    // AWS names a custom endpoint by the first label of its host: NAME.cluster-custom-….rds.amazonaws.com
    ...cluster.custom.map((host) => at('custom', host.split('.')[0] ?? host, host)),
  ];
}

function common(
  scope: ScanScope,
  described: DescribedInstance | DescribedCluster,
): Omit<Endpoint, 'id' | 'name' | 'role' | 'address' | 'members'> {
  const family = familyOf(described.engine);
  return {
    ...scope,
    account: accountOf(described.arn),
    engine: described.engine,
    family,
    engineVersion: described.engineVersion,
    instanceClass: described.instanceClass,
    resourceId: described.resourceId,
    formerIds: [],
    iam: family === null ? 'unsupported' : described.iam ? 'on' : 'off',
    status: described.status,
    defaultDatabase: described.database,
    environment: environmentOf(described.tags, [described.identifier, scope.profile]),
    lastSeenAt: null,
  };
}

/** `arn:PARTITION:rds:REGION:ACCOUNT:…` */
function accountOf(arn: string): string | null {
  const account = arn.split(':')[4] ?? '';
  return account === '' ? null : plainLine(account).slice(0, 32);
}
