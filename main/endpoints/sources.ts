import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBProxiesCommand,
  DescribeDBProxyEndpointsCommand,
  DescribeGlobalClustersCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import type { DiscoveryCall } from '../../app/endpoints/model.ts';
import type { DiscoveryPage } from '../../app/endpoints/ports.ts';
import { measuring, type ClockMeasured } from '../profiles/clock-offset.ts';
import {
  describeCluster,
  describeGlobalCluster,
  describeInstance,
  describeProxy,
  describeProxyEndpoint,
} from './descriptions.ts';
import { listDsqlClusters } from './dsql-clusters.ts';
import { clientPerScope, type KeptScope } from './kept-scopes.ts';

/** The most that both calls take: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstances.html */
const PAGE_SIZE = 100;

/** What a source is asked with. */
export interface SourceRequest {
  readonly scope: KeptScope;
  /** Where the page begins; undefined for the first. */
  readonly marker: string | undefined;
  readonly abortSignal: AbortSignal;
  readonly measured: ClockMeasured;
}

/** Gives one page of a call; throws what the SDK throws. */
export type Source = (request: SourceRequest) => Promise<DiscoveryPage>;

const rdsClient = clientPerScope('rds', (options) => {
  const client = new RDSClient(options);
  // it copies every answer for a log that nobody keeps
  client.middlewareStack.remove('loggerMiddleware');
  return client;
});

/** How each call is made. A kind of endpoint is one more line. */
export const sources: Readonly<Record<DiscoveryCall, Source>> = {
  async DescribeDBInstances({ scope, marker, abortSignal, measured }) {
    const client = await rdsClient(scope);
    const command = new DescribeDBInstancesCommand({ MaxRecords: PAGE_SIZE, Marker: marker });
    const said = await measuring(client, measured, () => client.send(command, { abortSignal }));
    return { found: { instances: (said.DBInstances ?? []).flatMap(describeInstance) }, next: after(said) };
  },
  async DescribeDBClusters({ scope, marker, abortSignal, measured }) {
    const client = await rdsClient(scope);
    const command = new DescribeDBClustersCommand({ MaxRecords: PAGE_SIZE, Marker: marker });
    const said = await measuring(client, measured, () => client.send(command, { abortSignal }));
    return { found: { clusters: (said.DBClusters ?? []).flatMap(describeCluster) }, next: after(said) };
  },
  async DescribeDBProxies({ scope, marker, abortSignal, measured }) {
    const client = await rdsClient(scope);
    const command = new DescribeDBProxiesCommand({ MaxRecords: PAGE_SIZE, Marker: marker });
    const said = await measuring(client, measured, () => client.send(command, { abortSignal }));
    return { found: { proxies: (said.DBProxies ?? []).flatMap(describeProxy) }, next: after(said) };
  },
  async DescribeDBProxyEndpoints({ scope, marker, abortSignal, measured }) {
    const client = await rdsClient(scope);
    const command = new DescribeDBProxyEndpointsCommand({ MaxRecords: PAGE_SIZE, Marker: marker });
    const said = await measuring(client, measured, () => client.send(command, { abortSignal }));
    const proxyEndpoints = (said.DBProxyEndpoints ?? []).flatMap(describeProxyEndpoint);
    return { found: { proxyEndpoints }, next: after(said) };
  },
  async DescribeGlobalClusters({ scope, marker, abortSignal, measured }) {
    const client = await rdsClient(scope);
    const command = new DescribeGlobalClustersCommand({ MaxRecords: PAGE_SIZE, Marker: marker });
    const said = await measuring(client, measured, () => client.send(command, { abortSignal }));
    return {
      found: { globals: (said.GlobalClusters ?? []).flatMap(describeGlobalCluster) },
      next: after(said),
    };
  },
  ListClusters: listDsqlClusters,
};

/** Where the next page begins; an empty marker is none. */
function after({ Marker }: { readonly Marker?: string | undefined }): string | null {
  return Marker === undefined || Marker === '' ? null : Marker;
}
