import {
  DescribeDBClusterEndpointsCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBProxiesCommand,
  DescribeDBProxyEndpointsCommand,
  type DBCluster,
  type DBInstance,
  type DBProxy,
  type RDSClient,
} from '@aws-sdk/client-rds';

/** RDS's reads, each of one thing. They throw what RDS says; what it does not list is null. */
export interface RdsCalls {
  instance(identifier: string): Promise<DBInstance | null>;
  cluster(identifier: string): Promise<DBCluster | null>;
  /** The instances of a cluster. */
  members(cluster: string): Promise<readonly DBInstance[]>;
  /** The cluster of a custom endpoint. */
  clusterOfEndpoint(identifier: string): Promise<string | null>;
  proxy(name: string): Promise<DBProxy | null>;
  /** The proxy of one of its further endpoints. */
  proxyOfEndpoint(name: string): Promise<string | null>;
  /** A page of all instances, and where the next begins. */
  instances(marker: string | undefined): Promise<Page<DBInstance>>;
  clusters(marker: string | undefined): Promise<Page<DBCluster>>;
}

/** A part of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** @param signal ends every call */
export function rdsCalls(client: RDSClient, signal: AbortSignal): RdsCalls {
  const within = { abortSignal: signal };
  return {
    async instance(DBInstanceIdentifier) {
      const said = await client.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier }), within);
      return said.DBInstances?.[0] ?? null;
    },
    async cluster(DBClusterIdentifier) {
      const said = await client.send(new DescribeDBClustersCommand({ DBClusterIdentifier }), within);
      return said.DBClusters?.[0] ?? null;
    },
    async members(cluster) {
      const Filters = [{ Name: 'db-cluster-id', Values: [cluster] }];
      const said = await client.send(new DescribeDBInstancesCommand({ Filters }), within);
      return said.DBInstances ?? [];
    },
    async clusterOfEndpoint(DBClusterEndpointIdentifier) {
      const ask = new DescribeDBClusterEndpointsCommand({ DBClusterEndpointIdentifier });
      const said = await client.send(ask, within);
      return said.DBClusterEndpoints?.[0]?.DBClusterIdentifier ?? null;
    },
    async proxy(DBProxyName) {
      const said = await client.send(new DescribeDBProxiesCommand({ DBProxyName }), within);
      return said.DBProxies?.[0] ?? null;
    },
    async proxyOfEndpoint(DBProxyEndpointName) {
      const said = await client.send(new DescribeDBProxyEndpointsCommand({ DBProxyEndpointName }), within);
      return said.DBProxyEndpoints?.[0]?.DBProxyName ?? null;
    },
    async instances(Marker) {
      const said = await client.send(new DescribeDBInstancesCommand({ Marker, MaxRecords: 100 }), within);
      return { items: said.DBInstances ?? [], next: said.Marker };
    },
    async clusters(Marker) {
      const said = await client.send(new DescribeDBClustersCommand({ Marker, MaxRecords: 100 }), within);
      return { items: said.DBClusters ?? [], next: said.Marker };
    },
  };
}
