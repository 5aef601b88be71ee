import {
  paginateDescribeDBClusters,
  paginateDescribeDBInstances,
  RDSClient,
  type DBCluster,
  type DBInstance,
  type Tag,
} from '@aws-sdk/client-rds';
import { succeed, type Result } from '../../app/common/result.ts';
import type { DescribedCluster, DescribedInstance, Discovery, ScanScope } from '../../app/endpoints/ports.ts';
import type { Credentials } from '../../app/profiles/model.ts';
import { awsFailure } from '../profiles/aws-failure.ts';
import { clientOptions } from '../profiles/client-options.ts';
import { sdkCredentials } from '../profiles/sdk-credentials.ts';
import { measuring, type ClockMeasured } from '../profiles/clock-offset.ts';
import type { SettingsOf } from '../profiles/settings-of.ts';

/** The most that both calls take: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstances.html */
const PAGE_SIZE = 100;

/** Discovery by the RDS API, as each profile's settings say. */
export const rdsDiscovery = (
  settingsOf: SettingsOf,
  measured: ClockMeasured = () => undefined,
): Discovery => ({
  instances: (scope, credentials, onPage) =>
    call({ settingsOf, measured }, scope, credentials, 'DescribeDBInstances', async (client) => {
      for await (const page of paginateDescribeDBInstances({ client, pageSize: PAGE_SIZE }, {})) {
        onPage((page.DBInstances ?? []).flatMap(describeInstance));
      }
    }),
  clusters: (scope, credentials, onPage) =>
    call({ settingsOf, measured }, scope, credentials, 'DescribeDBClusters', async (client) => {
      for await (const page of paginateDescribeDBClusters({ client, pageSize: PAGE_SIZE }, {})) {
        onPage((page.DBClusters ?? []).flatMap(describeCluster));
      }
    }),
});

async function call(
  { settingsOf, measured }: { readonly settingsOf: SettingsOf; readonly measured: ClockMeasured },
  { profile, region }: ScanScope,
  credentials: Credentials,
  name: string,
  run: (client: RDSClient) => Promise<void>,
): Promise<Result<null>> {
  const settings = await settingsOf(profile);
  if (!settings.ok) return settings;
  let client: RDSClient | null = null;
  try {
    client = new RDSClient({
      ...(await clientOptions(settings.value, 'rds', region)),
      credentials: sdkCredentials(credentials),
      // throttling is normal when many regions are asked at once
      retryMode: 'adaptive',
      maxAttempts: 5,
    });
    const made = client;
    await measuring(made, measured, () => run(made));
    return succeed(null);
  } catch (cause) {
    return { ok: false, error: awsFailure(cause, `${name} in ${region}`) };
  } finally {
    client?.destroy();
  }
}

/** An entry without a name, an engine or a resource id is not one that anybody could use. */
function describeInstance(instance: DBInstance): DescribedInstance[] {
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

function describeCluster(cluster: DBCluster): DescribedCluster[] {
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
