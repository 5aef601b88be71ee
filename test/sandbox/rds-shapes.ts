import type { Cluster, Databases, GlobalCluster, Instance, Place, Proxy } from './databases.ts';
import { SECURITY_GROUP } from './ec2-api.ts';
import type { XmlValue } from './xml.ts';

/**
 * The element names of RDS's answers, as the RDS API Reference and the service model of 2014-10-31 have
 * them: some lists name their members after the type, others plainly `member`.
 */

/** An account's typed data has no dates; every resource was made on the same day. */
const CREATED = new Date('2025-03-04T09:12:44Z');

/** Who administers every database of the sandbox. */
export const MASTER_USER = 'postmaster';

/** `DBInstance`. */
export function instanceXml(item: Instance, databases: Databases): XmlValue {
  const replicas = databases.instances.filter(
    (other) => other.replicaOf === item.id && other.account === item.account && other.region === item.region,
  );
  return {
    DBInstanceIdentifier: item.id,
    DBInstanceClass: item.instanceClass,
    Engine: item.engine,
    EngineVersion: item.version,
    DBInstanceStatus: item.status,
    MasterUsername: item.masterUser ?? MASTER_USER,
    DBName: item.database,
    Endpoint:
      item.address === undefined
        ? undefined
        : { Address: item.address.host, Port: item.address.port, HostedZoneId: 'Z2R2ITUGPM61AM' },
    AllocatedStorage: 100,
    InstanceCreateTime: item.status === 'creating' ? undefined : CREATED,
    VpcSecurityGroups: {
      VpcSecurityGroupMembership: { VpcSecurityGroupId: SECURITY_GROUP, Status: 'active' },
    },
    AvailabilityZone: `${item.region}a`,
    DBSubnetGroup: {
      DBSubnetGroupName: 'databases',
      VpcId: 'vpc-0a4b8c2d6e1f39570',
      SubnetGroupStatus: 'Complete',
    },
    MultiAZ: false,
    ReadReplicaSourceDBInstanceIdentifier: item.replicaOf,
    ReadReplicaDBInstanceIdentifiers: { ReadReplicaDBInstanceIdentifier: replicas.map((one) => one.id) },
    PubliclyAccessible: item.isPublic ?? false,
    StorageType: item.cluster === undefined ? 'gp3' : 'aurora',
    DbInstancePort: 0,
    DBClusterIdentifier: item.cluster,
    StorageEncrypted: true,
    DbiResourceId: item.resourceId,
    CACertificateIdentifier: 'rds-ca-rsa2048-g1',
    DBParameterGroups: {
      DBParameterGroup: {
        DBParameterGroupName: `default.${item.engine}${item.engine === 'postgres' ? item.version.split('.')[0] : ''}`,
        ParameterApplyStatus: 'in-sync',
      },
    },
    DBInstanceArn: arn(item, `db:${item.id}`),
    IAMDatabaseAuthenticationEnabled: item.iam,
    PendingModifiedValues:
      item.iamPending === true ? { IAMDatabaseAuthenticationEnabled: !item.iam } : undefined,
    EnabledCloudwatchLogsExports: item.logExports === undefined ? undefined : { member: item.logExports },
    DeletionProtection: item.tags['env'] === 'prod',
    TagList: tagsXml(item.tags),
  };
}

/** `DBCluster`. */
export function clusterXml(item: Cluster): XmlValue {
  return {
    AvailabilityZones: { AvailabilityZone: [`${item.region}a`, `${item.region}b`] },
    DatabaseName: item.database,
    DBClusterIdentifier: item.id,
    DBClusterParameterGroup: `default.${item.engine}`,
    Status: item.status,
    Endpoint: item.writer,
    ReaderEndpoint: item.reader,
    CustomEndpoints: { member: item.custom.map((one) => one.host) },
    MultiAZ: item.members.length > 1,
    Engine: item.engine,
    EngineVersion: item.version,
    DBClusterInstanceClass: item.instanceClass,
    PubliclyAccessible: item.instanceClass === undefined ? undefined : false,
    ServerlessV2ScalingConfiguration:
      item.capacity === undefined
        ? undefined
        : { MinCapacity: item.capacity.min, MaxCapacity: item.capacity.max },
    GlobalClusterIdentifier: item.globalCluster,
    Port: item.port,
    MasterUsername: MASTER_USER,
    DBClusterMembers: {
      DBClusterMember: item.members.map((member) => ({
        DBInstanceIdentifier: member.id,
        IsClusterWriter: member.writer,
        DBClusterParameterGroupStatus: 'in-sync',
        PromotionTier: 1,
      })),
    },
    StorageEncrypted: true,
    DbClusterResourceId: item.resourceId,
    DBClusterArn: arn(item, `cluster:${item.id}`),
    IAMDatabaseAuthenticationEnabled: item.iam,
    ClusterCreateTime: CREATED,
    EngineMode: 'provisioned',
    DeletionProtection: item.tags['env'] === 'prod',
    HttpEndpointEnabled: false,
    TagList: tagsXml(item.tags),
  };
}

/** The `DBClusterEndpoint`s of one cluster: writer, reader and custom ones. */
export function clusterEndpointsXml(item: Cluster): XmlValue[] {
  const common = { DBClusterIdentifier: item.id, Status: 'available' };
  return [
    { ...common, Endpoint: item.writer, EndpointType: 'WRITER' },
    { ...common, Endpoint: item.reader, EndpointType: 'READER' },
    ...item.custom.map((one) => ({
      ...common,
      DBClusterEndpointIdentifier: one.id,
      DBClusterEndpointResourceIdentifier: `cluster-endpoint-${item.resourceId.slice(8)}`,
      Endpoint: one.host,
      EndpointType: 'CUSTOM',
      CustomEndpointType: one.type,
      StaticMembers: { member: item.members.filter((member) => !member.writer).map((member) => member.id) },
      ExcludedMembers: {},
      DBClusterEndpointArn: arn(item, `cluster-endpoint:${one.id}`),
    })),
  ];
}

/** `DBProxy`. */
export function proxyXml(item: Proxy): XmlValue {
  return {
    DBProxyName: item.name,
    DBProxyArn: arn(item, `db-proxy:${item.resourceId}`),
    Status: 'available',
    EngineFamily: item.engineFamily,
    VpcId: 'vpc-0a4b8c2d6e1f39570',
    VpcSecurityGroupIds: { member: [SECURITY_GROUP] },
    VpcSubnetIds: { member: ['subnet-04f7c1a2b3d5e6f78', 'subnet-0b9a8c7d6e5f40312'] },
    DefaultAuthScheme: 'NONE',
    Auth: {
      member: {
        AuthScheme: 'SECRETS',
        SecretArn: `arn:aws:secretsmanager:${item.region}:${item.account}:secret:${item.name}-a1B2c3`,
        IAMAuth: item.iamAuth,
        ClientPasswordAuthType:
          item.engineFamily === 'POSTGRESQL' ? 'POSTGRES_SCRAM_SHA_256' : 'MYSQL_CACHING_SHA2_PASSWORD',
      },
    },
    RoleArn: `arn:aws:iam::${item.account}:role/${item.name}`,
    Endpoint: item.host,
    RequireTLS: true,
    IdleClientTimeout: 1800,
    DebugLogging: false,
    CreatedDate: CREATED,
    UpdatedDate: CREATED,
  };
}

/** The `DBProxyEndpoint`s of one proxy: the default one and the additional ones. */
export function proxyEndpointXml(item: Proxy): XmlValue[] {
  const one = (name: string, host: string, role: string, isDefault: boolean): XmlValue => ({
    DBProxyEndpointName: name,
    DBProxyEndpointArn: arn(item, `db-proxy-endpoint:${item.resourceId.replace('prx-', 'prx-endpoint-')}`),
    DBProxyName: item.name,
    Status: 'available',
    VpcId: 'vpc-0a4b8c2d6e1f39570',
    VpcSecurityGroupIds: { member: [SECURITY_GROUP] },
    VpcSubnetIds: { member: ['subnet-04f7c1a2b3d5e6f78', 'subnet-0b9a8c7d6e5f40312'] },
    Endpoint: host,
    CreatedDate: CREATED,
    TargetRole: role,
    IsDefault: isDefault,
  });
  return [
    one('default', item.host, 'READ_WRITE', true),
    ...item.endpoints.map((endpoint) => one(endpoint.name, endpoint.host, endpoint.role, false)),
  ];
}

/** `GlobalCluster`, whose list names its members `GlobalClusterMember` too. */
export function globalClusterXml(item: GlobalCluster): XmlValue {
  const arnOf = (member: GlobalCluster['members'][number]): string =>
    arn({ account: item.account, region: member.region }, `cluster:${member.cluster}`);
  const secondaries = item.members.filter(({ writer }) => !writer).map(arnOf);
  return {
    GlobalClusterIdentifier: item.id,
    GlobalClusterResourceId: item.resourceId,
    // no region: there is one in the whole partition
    GlobalClusterArn: `arn:aws:rds::${item.account}:global-cluster:${item.id}`,
    Status: 'available',
    Engine: item.engine,
    EngineVersion: item.version,
    DatabaseName: item.database,
    StorageEncrypted: true,
    DeletionProtection: true,
    GlobalClusterMembers: {
      GlobalClusterMember: item.members.map((member) => ({
        DBClusterArn: arnOf(member),
        Readers: { member: member.writer ? secondaries : [] },
        IsWriter: member.writer,
        SynchronizationStatus: member.writer ? undefined : 'connected',
      })),
    },
    Endpoint: item.writer,
    TagList: tagsXml({}),
  };
}

function tagsXml(tags: Readonly<Record<string, string>>): XmlValue {
  return { Tag: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
}

function arn(place: Place, resource: string): string {
  return `arn:aws:rds:${place.region}:${place.account}:${resource}`;
}
