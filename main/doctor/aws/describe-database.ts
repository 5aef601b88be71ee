import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import { parseArn } from '../../../app/doctor/arn.ts';
import type { DescriptionSeen } from '../../../app/doctor/observations.ts';
import { partitionNamed, partitionOfRegion } from '../../../app/endpoints/model.ts';
import type { Address, DatabaseFacts, Subject } from '../../../app/doctor/subject.ts';
import type { RdsCalls } from './rds-calls.ts';

/** What RDS says of an instance; of a cluster's member together with its cluster, whose policies count. */
export async function instanceFacts(
  rds: RdsCalls,
  identifier: string,
  subject: Subject,
): Promise<DescriptionSeen> {
  const instance = await rds.instance(identifier);
  if (instance === null) return { state: 'missing' };
  const own = ofInstance(instance, subject);
  const clusterId = instance.DBClusterIdentifier;
  if (clusterId === undefined) return { state: 'found', facts: own };
  // that the cluster may not be seen leaves its resource ID unknown, and nothing else
  const cluster = await rds.cluster(clusterId).catch(() => null);
  const iam = cluster === null ? {} : iamOf(cluster);
  return {
    state: 'found',
    facts: {
      ...own,
      ...iam,
      kind: 'member',
      identifier: clusterId,
      clusterResourceId: cluster?.DbClusterResourceId ?? null,
      names: [...own.names, clusterId, ...(cluster === null ? [] : hostsOf(cluster))],
      instanceIds: own.resourceId === null ? [] : [own.resourceId],
    },
  };
}

/** What RDS says of a cluster and of its instances. */
export async function clusterFacts(
  rds: RdsCalls,
  identifier: string,
  subject: Subject,
): Promise<DescriptionSeen> {
  const [cluster, members] = await Promise.all([
    rds.cluster(identifier),
    // they add what people call it, and may be denied
    rds.members(identifier).catch((): readonly DBInstance[] => []),
  ]);
  if (cluster === null) return { state: 'missing' };
  const hosts = hostsOf(cluster);
  const isOwn = hosts.includes(subject.address.host);
  const host = isOwn ? subject.address.host : cluster.Endpoint;
  const isPublic = cluster.PubliclyAccessible ?? members[0]?.PubliclyAccessible ?? null;
  return {
    state: 'found',
    facts: {
      kind: 'cluster',
      ...placeOf(cluster.DBClusterArn, subject),
      ...iamOf(cluster),
      resourceId: cluster.DbClusterResourceId ?? null,
      clusterResourceId: null,
      identifier,
      names: [
        identifier,
        ...hosts,
        ...(cluster.DBClusterMembers ?? []).flatMap(({ DBInstanceIdentifier: name }) => name ?? []),
      ],
      instanceIds: members.flatMap(({ DbiResourceId }) => DbiResourceId ?? []),
      formerIds: subject.known?.formerIds ?? [],
      address: addressOf(host, cluster.Port),
      status: cluster.Status ?? '',
      masterUser: cluster.MasterUsername ?? null,
      isPublic,
      proxy: null,
      securityGroups: groupsOf(cluster.VpcSecurityGroups),
      pendingChanges: namesIn(cluster.PendingModifiedValues),
    },
  };
}

function ofInstance(instance: DBInstance, subject: Subject): DatabaseFacts {
  const { DBInstanceIdentifier: identifier = '', Endpoint } = instance;
  return {
    kind: 'instance',
    ...placeOf(instance.DBInstanceArn, subject),
    ...iamOf(instance),
    resourceId: instance.DbiResourceId ?? null,
    clusterResourceId: null,
    identifier,
    names: [identifier, ...(Endpoint?.Address === undefined ? [] : [Endpoint.Address])],
    instanceIds: [],
    formerIds: subject.known?.formerIds ?? [],
    address: addressOf(Endpoint?.Address, Endpoint?.Port),
    status: instance.DBInstanceStatus ?? '',
    masterUser: instance.MasterUsername ?? null,
    isPublic: instance.PubliclyAccessible ?? null,
    proxy: null,
    securityGroups: groupsOf(instance.VpcSecurityGroups),
    pendingChanges: namesIn(instance.PendingModifiedValues),
  };
}

/** Where it is, by the ARN that AWS has written. */
export function placeOf(
  arn: string | undefined,
  { region }: Pick<Subject, 'region'>,
): Pick<DatabaseFacts, 'partition' | 'region' | 'account'> {
  const parts = arn === undefined ? null : parseArn(arn);
  return {
    partition: partitionNamed(parts?.partition ?? '') ?? partitionOfRegion(region),
    region: parts?.region ?? region,
    account: parts?.account ?? null,
  };
}

/** A host and a port that RDS has given; null while it gives none. */
export function addressOf(host: string | undefined, port: number | undefined): Address | null {
  return host === undefined || port === undefined ? null : { host, port };
}

function iamOf(
  described: Pick<DBInstance | DBCluster, 'IAMDatabaseAuthenticationEnabled' | 'PendingModifiedValues'>,
): Pick<DatabaseFacts, 'iam' | 'iamPending'> {
  const iam = described.IAMDatabaseAuthenticationEnabled ?? false;
  return {
    iam,
    iamPending: !iam && described.PendingModifiedValues?.IAMDatabaseAuthenticationEnabled === true,
  };
}

function hostsOf({ Endpoint, ReaderEndpoint, CustomEndpoints = [] }: DBCluster): readonly string[] {
  return [Endpoint, ReaderEndpoint, ...CustomEndpoints].flatMap((host) => host ?? []);
}

function groupsOf(
  groups: readonly { readonly VpcSecurityGroupId?: string | undefined }[] | undefined,
): readonly string[] {
  return (groups ?? []).flatMap(({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? []);
}

/** The names of what is to be changed, in AWS's words. */
function namesIn(pending: object | undefined): readonly string[] {
  return Object.entries(pending ?? {})
    .filter(([, value]: readonly [string, unknown]) => value !== undefined && value !== null)
    .map(([name]) => name);
}
