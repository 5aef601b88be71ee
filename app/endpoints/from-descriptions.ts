import { addressOf, checkedCluster, checkedInstance } from './checked-descriptions.ts';
import {
  endpointIdOf,
  familyOf,
  MAX_MEMBERS,
  type Endpoint,
  type EndpointKind,
  type EndpointRole,
  type Member,
} from './model.ts';
import type { DescribedCluster, DescribedInstance, ScanScope } from './ports.ts';
import { placeOf } from './place.ts';
import { tlsForcedBy } from './tls-forced.ts';

/** DescribeDBInstances and DescribeDBClusters return these engines' entries too; they are other services. */
const otherServices = new Set(['neptune', 'docdb']);

/**
 * Turns what AWS described into endpoints: a cluster becomes its writer, reader and custom endpoints, and
 * its members are named by these and do not appear a second time. A member whose cluster is not known (that call may be
 * denied) is shown as itself, so that it is not lost.
 */
export function endpointsFrom(
  scope: ScanScope,
  instances: readonly DescribedInstance[],
  clusters: readonly DescribedCluster[],
): Endpoint[] {
  const described = clusters.map(checkedCluster);
  const known = new Set(described.map(({ identifier }) => identifier));
  const checked = instances.map(checkedInstance).filter(isRds);
  const membersOf = byCluster(checked);
  const endpoints = [
    ...described
      .filter(isRds)
      .flatMap((cluster) => fromCluster(scope, cluster, membersOf.get(cluster.identifier) ?? [])),
    ...checked
      .filter(({ cluster }) => cluster === null || !known.has(cluster))
      .map((instance) => fromInstance(scope, instance)),
  ];
  return inOrder(endpoints);
}

function byCluster(instances: readonly DescribedInstance[]): ReadonlyMap<string, DescribedInstance[]> {
  const members = new Map<string, DescribedInstance[]>();
  for (const one of instances) {
    if (one.cluster === null) continue;
    const known = members.get(one.cluster);
    if (known === undefined) members.set(one.cluster, [one]);
    else known.push(one);
  }
  return members;
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
  const { cluster } = instance;
  const role = cluster !== null ? 'member' : instance.replicaOf !== null ? 'replica' : 'instance';
  return {
    ...common(scope, instance),
    id: endpointIdOf(scope, instance.identifier, instance.address),
    name: instance.identifier,
    parent: cluster,
    kind: cluster === null ? 'instance' : clusterKindOf(instance.engine),
    role,
    address: instance.address,
    // a member's policies name its cluster, which is not known here
    policyResourceId: cluster === null ? instance.resourceId : null,
    capacity: null,
    global: null,
    members: [],
  };
}

function fromCluster(
  scope: ScanScope,
  cluster: DescribedCluster,
  instances: readonly DescribedInstance[],
): Endpoint[] {
  const { port, globalCluster } = cluster;
  const [first] = instances;
  const shared = {
    ...common(scope, cluster),
    parent: cluster.identifier,
    kind: clusterKindOf(cluster.engine),
    policyResourceId: cluster.resourceId,
    // what RDS says of Aurora's members only
    publiclyAccessible: cluster.publiclyAccessible ?? first?.publiclyAccessible ?? null,
    vpc: cluster.vpc ?? first?.vpc ?? null,
    ca: cluster.ca ?? first?.ca ?? null,
    capacity: cluster.capacity,
    // which cluster is the primary one, global clusters say themselves
    global: globalCluster === null ? null : { name: globalCluster, primary: false },
    members: membersFrom(cluster, instances),
  };
  const at = (role: EndpointRole, name: string, host: string | null): Endpoint => {
    const address = addressOf(host, port);
    const id = endpointIdOf(scope, `${cluster.identifier}/${role}/${name}`, address);
    return { ...shared, id, name, role, address };
  };
  return [
    at('writer', cluster.identifier, cluster.writer),
    ...(cluster.reader === null ? [] : [at('reader', cluster.identifier, cluster.reader)]),
    // AWS names a custom endpoint by the first label of its host: NAME.cluster-custom-….rds.amazonaws.com
    ...cluster.custom.map((host) => at('custom', host.split('.')[0] ?? host, host)),
  ];
}

/** The instances of a cluster; without `DescribeDBInstances` there is no more than their names. */
function membersFrom(cluster: DescribedCluster, instances: readonly DescribedInstance[]): Member[] {
  const byName = new Map(instances.map((one) => [one.identifier, one]));
  return cluster.members.slice(0, MAX_MEMBERS).map(({ name, writer }) => {
    const one = byName.get(name);
    return {
      name,
      writer,
      address: one?.address ?? null,
      resourceId: one?.resourceId ?? null,
      instanceClass: one?.instanceClass ?? null,
      status: one?.status ?? null,
    };
  });
}

/**
 * A cluster whose engine is a plain one is a Multi-AZ DB cluster; all others are Aurora's.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBCluster.html
 */
function clusterKindOf(engine: string): EndpointKind {
  return engine.startsWith('aurora') ? 'cluster' : 'multi-az-cluster';
}

function common(
  scope: ScanScope,
  described: DescribedInstance | DescribedCluster,
): Omit<
  Endpoint,
  | 'id'
  | 'name'
  | 'parent'
  | 'kind'
  | 'role'
  | 'address'
  | 'policyResourceId'
  | 'capacity'
  | 'global'
  | 'members'
> {
  const { engine, arn, tags } = described;
  const family = familyOf(engine);
  return {
    ...scope,
    ...placeOf(arn, scope.region),
    arn,
    engine,
    family,
    engineVersion: described.engineVersion,
    instanceClass: described.instanceClass,
    resourceId: described.resourceId,
    formerIds: [],
    iam: family === null ? 'unsupported' : described.iam ? 'on' : 'off',
    status: described.status,
    pending: [...described.pending],
    publiclyAccessible: described.publiclyAccessible,
    vpc: described.vpc,
    ca: described.ca,
    tlsForced: tlsForcedBy(described),
    tags: { ...tags },
    defaultDatabase: described.database,
    environment: null,
    lastSeenAt: null,
  };
}
