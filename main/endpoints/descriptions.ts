import type {
  DBCluster,
  DBInstance,
  DBProxy,
  DBProxyEndpoint,
  GlobalCluster,
  Tag,
} from '@aws-sdk/client-rds';
import type {
  DescribedCluster,
  DescribedGlobalCluster,
  DescribedInstance,
  DescribedProxy,
  DescribedProxyEndpoint,
} from '../../app/endpoints/ports.ts';

/** An entry without a name, an engine or a resource id is not one that anybody could use. */
export function describeInstance(instance: DBInstance): DescribedInstance[] {
  const { DBInstanceIdentifier, DbiResourceId, Engine, Endpoint } = instance;
  if (DBInstanceIdentifier === undefined || Engine === undefined || DbiResourceId === undefined) return [];
  const { Address, Port } = Endpoint ?? {};
  return [
    {
      identifier: DBInstanceIdentifier,
      arn: instance.DBInstanceArn ?? '',
      resourceId: DbiResourceId,
      engine: Engine,
      engineVersion: instance.EngineVersion ?? '',
      instanceClass: instance.DBInstanceClass ?? null,
      status: instance.DBInstanceStatus ?? '',
      address: Address === undefined || Port === undefined ? null : { host: Address, port: Port },
      iam: instance.IAMDatabaseAuthenticationEnabled ?? false,
      database: instance.DBName ?? null,
      pending: namesIn(instance.PendingModifiedValues),
      publiclyAccessible: instance.PubliclyAccessible ?? null,
      vpc: instance.DBSubnetGroup?.VpcId ?? null,
      ca: instance.CACertificateIdentifier ?? instance.CertificateDetails?.CAIdentifier ?? null,
      parameterGroup: instance.DBParameterGroups?.[0]?.DBParameterGroupName ?? null,
      cluster: instance.DBClusterIdentifier ?? null,
      replicaOf:
        instance.ReadReplicaSourceDBInstanceIdentifier ??
        instance.ReadReplicaSourceDBClusterIdentifier ??
        null,
      tags: tagsOf(instance.TagList),
    },
  ];
}

/** The same for a cluster. */
export function describeCluster(cluster: DBCluster): DescribedCluster[] {
  const { DBClusterIdentifier, DbClusterResourceId, Engine } = cluster;
  if (DBClusterIdentifier === undefined || Engine === undefined || DbClusterResourceId === undefined)
    return [];
  const { MinCapacity, MaxCapacity } = cluster.ServerlessV2ScalingConfiguration ?? {};
  return [
    {
      identifier: DBClusterIdentifier,
      arn: cluster.DBClusterArn ?? '',
      resourceId: DbClusterResourceId,
      engine: Engine,
      engineVersion: cluster.EngineVersion ?? '',
      instanceClass: cluster.DBClusterInstanceClass ?? null,
      status: cluster.Status ?? '',
      port: cluster.Port ?? null,
      writer: cluster.Endpoint ?? null,
      reader: cluster.ReaderEndpoint ?? null,
      custom: cluster.CustomEndpoints ?? [],
      iam: cluster.IAMDatabaseAuthenticationEnabled ?? false,
      database: cluster.DatabaseName ?? null,
      pending: namesIn(cluster.PendingModifiedValues),
      publiclyAccessible: cluster.PubliclyAccessible ?? null,
      vpc: null,
      ca: cluster.CertificateDetails?.CAIdentifier ?? null,
      parameterGroup: cluster.DBClusterParameterGroup ?? null,
      members: (cluster.DBClusterMembers ?? []).flatMap(({ DBInstanceIdentifier, IsClusterWriter }) =>
        DBInstanceIdentifier === undefined
          ? []
          : [{ name: DBInstanceIdentifier, writer: IsClusterWriter ?? false }],
      ),
      capacity:
        MinCapacity === undefined || MaxCapacity === undefined
          ? null
          : { min: MinCapacity, max: MaxCapacity },
      globalCluster: cluster.GlobalClusterIdentifier ?? null,
      tags: tagsOf(cluster.TagList),
    },
  ];
}

/** A proxy; one without a name or an ARN is not one that anybody could use. */
export function describeProxy(proxy: DBProxy): DescribedProxy[] {
  const { DBProxyName, DBProxyArn } = proxy;
  if (DBProxyName === undefined || DBProxyArn === undefined) return [];
  return [
    {
      name: DBProxyName,
      arn: DBProxyArn,
      engineFamily: proxy.EngineFamily ?? '',
      status: proxy.Status ?? '',
      host: proxy.Endpoint ?? null,
      vpc: proxy.VpcId ?? null,
      iam: takesTokens(proxy),
      requiresTls: proxy.RequireTLS ?? false,
    },
  ];
}

/**
 * Whether a proxy takes tokens: some of its secrets requires IAM, or it signs in to its database with IAM itself.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_UserAuthConfigInfo.html
 */
export function takesTokens({ Auth, DefaultAuthScheme }: DBProxy): boolean {
  return DefaultAuthScheme === 'IAM_AUTH' || (Auth ?? []).some(({ IAMAuth }) => IAMAuth !== 'DISABLED');
}

/** A proxy's endpoint, the default one too. */
export function describeProxyEndpoint(endpoint: DBProxyEndpoint): DescribedProxyEndpoint[] {
  const { DBProxyEndpointName, DBProxyName } = endpoint;
  if (DBProxyEndpointName === undefined || DBProxyName === undefined) return [];
  return [
    {
      name: DBProxyEndpointName,
      proxy: DBProxyName,
      arn: endpoint.DBProxyEndpointArn ?? '',
      status: endpoint.Status ?? '',
      host: endpoint.Endpoint ?? null,
      vpc: endpoint.VpcId ?? null,
      readOnly: endpoint.TargetRole === 'READ_ONLY',
      isDefault: endpoint.IsDefault ?? false,
    },
  ];
}

/** A global cluster. */
export function describeGlobalCluster(cluster: GlobalCluster): DescribedGlobalCluster[] {
  const { GlobalClusterIdentifier, Engine } = cluster;
  if (GlobalClusterIdentifier === undefined || Engine === undefined) return [];
  return [
    {
      identifier: GlobalClusterIdentifier,
      arn: cluster.GlobalClusterArn ?? '',
      resourceId: cluster.GlobalClusterResourceId ?? '',
      engine: Engine,
      engineVersion: cluster.EngineVersion ?? '',
      status: cluster.Status ?? '',
      database: cluster.DatabaseName ?? null,
      host: cluster.Endpoint ?? null,
      members: (cluster.GlobalClusterMembers ?? []).flatMap(({ DBClusterArn, IsWriter }) =>
        DBClusterArn === undefined ? [] : [{ arn: DBClusterArn, writer: IsWriter ?? false }],
      ),
      tags: tagsOf(cluster.TagList),
    },
  ];
}

function tagsOf(tags: readonly Tag[] | undefined): Record<string, string> {
  return Object.fromEntries(
    (tags ?? []).flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? ''] as const])),
  );
}

/** The names of what is to be changed, in AWS's words. */
function namesIn(pending: object | undefined): readonly string[] {
  return Object.entries(pending ?? {})
    .filter(([, value]: readonly [string, unknown]) => value !== undefined && value !== null)
    .map(([name]) => name);
}
