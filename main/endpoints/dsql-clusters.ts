import {
  DSQLClient,
  GetClusterCommand,
  ListClustersCommand,
  type ClusterSummary,
  type GetClusterCommandOutput,
} from '@aws-sdk/client-dsql';
import pLimit from 'p-limit';
import type { DescribedDsqlCluster } from '../../app/endpoints/ports.ts';
import { awsFailure } from '../profiles/aws-failure.ts';
import { measuring } from '../profiles/clock-offset.ts';
import { clientPerScope } from './kept-scopes.ts';
import type { Source } from './sources.ts';

/** How many clusters a page has. Each costs a call of its own, and all of them have to be made within a page's time. */
const PAGE_SIZE = 20;

/** How many of these calls are under way at the same time. */
const MAX_AT_ONCE = 5;

const dsqlClient = clientPerScope('dsql', (options) => new DSQLClient(options));

/**
 * A page of the clusters of Aurora DSQL. The list has their identifiers alone; `GetCluster` has status, endpoint and tags.
 * Where Aurora DSQL is not in a region, its name is not either: then there are none.
 * https://docs.aws.amazon.com/aurora-dsql/latest/APIReference/API_ListClusters.html
 */
export const listDsqlClusters: Source = async ({ scope, marker, abortSignal, measured }) => {
  const client = await dsqlClient(scope);
  const command = new ListClustersCommand({ maxResults: PAGE_SIZE, nextToken: marker });
  try {
    const said = await measuring(client, measured, () => client.send(command, { abortSignal }));
    const limit = pLimit(MAX_AT_ONCE);
    const dsql = await Promise.all(
      (said.clusters ?? []).map((cluster) => limit(() => describe(client, cluster, abortSignal))),
    );
    return { found: { dsql: dsql.flat() }, next: said.nextToken ?? null };
  } catch (cause) {
    if (isNowhere(cause)) return { found: {}, next: null };
    throw cause;
  }
};

/** A cluster; one that may not be looked at is known by what the list says, and its endpoint by its identifier. */
async function describe(
  client: DSQLClient,
  { identifier, arn }: ClusterSummary,
  abortSignal: AbortSignal,
): Promise<DescribedDsqlCluster[]> {
  if (identifier === undefined || arn === undefined) return [];
  try {
    return [described(await client.send(new GetClusterCommand({ identifier }), { abortSignal }))];
  } catch (cause) {
    const { code } = awsFailure(cause, 'GetCluster');
    // deleted since the list was made
    if (cause instanceof Error && cause.name === 'ResourceNotFoundException') return [];
    if (code !== 'access-denied') throw cause;
    return [{ identifier, arn, status: '', host: hostOf(identifier, arn), tags: {} }];
  }
}

function described(cluster: GetClusterCommandOutput): DescribedDsqlCluster {
  const { identifier = '', arn = '', endpoint, tags } = cluster;
  const known = Object.entries(tags ?? {}).map(([key, value]) => [key, value ?? ''] as const);
  return {
    identifier,
    arn,
    status: cluster.status ?? '',
    host: endpoint ?? hostOf(identifier, arn),
    tags: Object.fromEntries(known),
  };
}

/**
 * The public endpoint by the cluster's identifier, as all of them are made in AWS's first partition.
 * https://docs.aws.amazon.com/aurora-dsql/latest/userguide/accessing.html
 */
function hostOf(identifier: string, arn: string): string | null {
  const [, partition, , region] = arn.split(':');
  return partition === 'aws' && region !== undefined ? `${identifier}.dsql.${region}.on.aws` : null;
}

/** Whether the service has no name in DNS; where nothing has, RDS has said so before. */
function isNowhere(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOTFOUND';
}
