import type {
  DescribedCluster,
  DescribedGlobalCluster,
  DescribedInstance,
  ScanScope,
} from '../../../app/endpoints/ports.ts';

/** Where the sample databases are. */
export const scope: ScanScope = { profile: 'dev', region: 'eu-west-1' };

/** An instance as AWS describes it. */
export function instance(identifier: string, over: Partial<DescribedInstance> = {}): DescribedInstance {
  return {
    identifier,
    arn: `arn:aws:rds:eu-west-1:123456789012:db:${identifier}`,
    resourceId: `db-${identifier}`,
    engine: 'postgres',
    engineVersion: '17.2',
    instanceClass: 'db.t4g.micro',
    status: 'available',
    address: { host: `${identifier}.abc.eu-west-1.rds.amazonaws.com`, port: 5432 },
    iam: true,
    database: null,
    pending: [],
    publiclyAccessible: false,
    vpc: 'vpc-1',
    ca: 'rds-ca-rsa2048-g1',
    parameterGroup: null,
    cluster: null,
    replicaOf: null,
    tags: {},
    ...over,
  };
}

/** A cluster as AWS describes it. */
export function cluster(identifier: string, over: Partial<DescribedCluster> = {}): DescribedCluster {
  return {
    identifier,
    arn: `arn:aws:rds:eu-west-1:123456789012:cluster:${identifier}`,
    resourceId: `cluster-${identifier}`,
    engine: 'aurora-postgresql',
    engineVersion: '16.4',
    instanceClass: null,
    status: 'available',
    port: 5432,
    writer: `${identifier}.cluster-abc.eu-west-1.rds.amazonaws.com`,
    reader: `${identifier}.cluster-ro-abc.eu-west-1.rds.amazonaws.com`,
    custom: [],
    iam: true,
    database: 'app',
    pending: [],
    publiclyAccessible: null,
    vpc: null,
    ca: null,
    parameterGroup: null,
    members: [],
    capacity: null,
    globalCluster: null,
    tags: {},
    ...over,
  };
}

/** A global cluster of which one cluster is in the region of the other descriptions. */
export function globalCluster(over: Partial<DescribedGlobalCluster> = {}): DescribedGlobalCluster {
  return {
    identifier: 'ledger',
    arn: 'arn:aws:rds::123456789012:global-cluster:ledger',
    resourceId: 'cluster-f5982077e3b5aabb',
    engine: 'aurora-postgresql',
    engineVersion: '16.4',
    status: 'available',
    database: 'app',
    host: 'ledger.global-a1b2c3.global.rds.amazonaws.com',
    members: [
      { arn: 'arn:aws:rds:eu-west-1:123456789012:cluster:ledger-eu', writer: true },
      { arn: 'arn:aws:rds:us-east-1:123456789012:cluster:ledger-us', writer: false },
    ],
    tags: {},
    ...over,
  };
}
