import type { Endpoint } from '../../../app/endpoints/model.ts';
import type { DescribedCluster, DescribedInstance } from '../../../app/endpoints/ports.ts';

/** What AWS describes so that discovery finds these endpoints, which are of one profile and region. */
export function described(endpoints: readonly Endpoint[]): {
  readonly instances: readonly DescribedInstance[];
  readonly clusters: readonly DescribedCluster[];
} {
  const ofClusters = endpoints.filter(({ role }) => isOfCluster(role));
  // a custom endpoint says nothing of whose it is: a cluster of its own name is as good as another
  const names = new Set(ofClusters.map(({ name }) => name));
  return {
    instances: endpoints
      .filter(({ role }) => !isOfCluster(role))
      .map(instanceOf)
      .concat(endpoints.filter(({ role }) => role === 'writer').flatMap(membersOf)),
    clusters: [...names].flatMap((name) => clusterOf(ofClusters.filter((one) => one.name === name))),
  };
}

function isOfCluster(role: Endpoint['role']): boolean {
  return role === 'writer' || role === 'reader' || role === 'custom';
}

function common(of: Endpoint, kind: 'db' | 'cluster') {
  const { environment, iam } = of;
  return {
    identifier: of.name,
    arn: `arn:aws:rds:${of.region}:${of.account ?? ''}:${kind}:${of.name}`,
    resourceId: of.resourceId,
    engine: of.engine,
    engineVersion: of.engineVersion,
    instanceClass: of.instanceClass,
    status: of.status,
    iam: iam === 'on',
    database: of.defaultDatabase,
    pending: of.pending,
    publiclyAccessible: of.publiclyAccessible,
    vpc: of.vpc,
    ca: of.ca,
    parameterGroup: null,
    tags: { ...of.tags, ...(environment === null ? {} : { Environment: environment.label }) },
  };
}

function instanceOf(of: Endpoint): DescribedInstance {
  return {
    ...common(of, 'db'),
    address: of.address,
    cluster: of.role === 'member' ? 'not-described' : null,
    replicaOf: of.role === 'replica' ? 'its-source' : null,
  };
}

/** The instances of a cluster whose addresses are known. */
function membersOf(of: Endpoint): DescribedInstance[] {
  return of.members.flatMap(({ name, address, resourceId, instanceClass, status }) => {
    if (address === null) return [];
    const place = `arn:aws:rds:${of.region}:${of.account ?? ''}:db:${name}`;
    return {
      ...common(of, 'db'),
      identifier: name,
      arn: place,
      resourceId: resourceId ?? '',
      instanceClass,
      status: status ?? of.status,
      address,
      cluster: of.name,
      replicaOf: null,
    };
  });
}

function clusterOf(endpoints: readonly Endpoint[]): DescribedCluster[] {
  const hostOf = (role: Endpoint['role']): string | null =>
    endpoints.find((one) => one.role === role)?.address?.host ?? null;
  const first = endpoints.find(({ role }) => role === 'writer') ?? endpoints[0];
  if (first === undefined) return [];
  return [
    {
      ...common(first, 'cluster'),
      port: first.address?.port ?? null,
      writer: hostOf('writer'),
      reader: hostOf('reader'),
      custom: endpoints.flatMap(({ role, address }) =>
        role === 'custom' && address !== null ? [address.host] : [],
      ),
      members: first.members.map(({ name, writer }) => ({ name, writer })),
      capacity: first.capacity,
      globalCluster: first.global?.name ?? null,
    },
  ];
}
