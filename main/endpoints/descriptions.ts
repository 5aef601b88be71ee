import type { DBCluster, DBInstance, Tag } from '@aws-sdk/client-rds';
import type { DescribedCluster, DescribedInstance } from '../../app/endpoints/ports.ts';

/** An entry without a name, an engine or a resource id is not one that anybody could use. */
export function describeInstance(instance: DBInstance): DescribedInstance[] {
  const { DBInstanceIdentifier, DBInstanceArn, DbiResourceId, Engine, Endpoint } = instance;
  if (DBInstanceIdentifier === undefined || Engine === undefined || DbiResourceId === undefined) return [];
  const { Address, Port } = Endpoint ?? {};
  return [
    {
      identifier: DBInstanceIdentifier,
      arn: DBInstanceArn ?? '',
      resourceId: DbiResourceId,
      engine: Engine,
      engineVersion: instance.EngineVersion ?? '',
      instanceClass: instance.DBInstanceClass ?? null,
      status: instance.DBInstanceStatus ?? '',
      address: Address === undefined || Port === undefined ? null : { host: Address, port: Port },
      iam: instance.IAMDatabaseAuthenticationEnabled ?? false,
      database: instance.DBName ?? null,
      cluster: instance.DBClusterIdentifier ?? null,
      replicaOf: instance.ReadReplicaSourceDBInstanceIdentifier ?? null,
      tags: tagsOf(instance.TagList),
    },
  ];
}

/** The same for a cluster. */
export function describeCluster(cluster: DBCluster): DescribedCluster[] {
  const { DBClusterIdentifier, DBClusterArn, DbClusterResourceId, Engine } = cluster;
  if (DBClusterIdentifier === undefined || Engine === undefined || DbClusterResourceId === undefined)
    return [];
  return [
    {
      identifier: DBClusterIdentifier,
      arn: DBClusterArn ?? '',
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
      members: (cluster.DBClusterMembers ?? []).flatMap(({ DBInstanceIdentifier, IsClusterWriter }) =>
        DBInstanceIdentifier === undefined
          ? []
          : [{ name: DBInstanceIdentifier, writer: IsClusterWriter ?? false }],
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
