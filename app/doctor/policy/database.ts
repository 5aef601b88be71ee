import { fail, succeed, type Result } from '../../common/result.ts';
import type { Partition } from '../../endpoints/model.ts';
import { DSQL_ADMIN } from '../../tokens/model.ts';

/** What a policy names where it lets somebody connect. */
export interface PolicyDatabase {
  /** `dsql` for Aurora DSQL, whose policies name no user. */
  readonly service: 'rds-db' | 'dsql';
  readonly partition: Partition;
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
  /** `db-…`, `cluster-…` or `prx-…`; the cluster's identifier in Aurora DSQL. */
  readonly resourceId: string;
}

/** A database as far as it is known, before it is known whether a policy can name it. */
export interface KnownDatabase {
  readonly kind: 'instance' | 'cluster' | 'member' | 'proxy' | 'dsql';
  readonly partition: Partition;
  readonly region: string;
  readonly account: string | null;
  /** The database's own resource ID; null where nobody was allowed to look. */
  readonly resourceId: string | null;
  /** For the instances of a cluster: the cluster's resource ID, null where it is not known. */
  readonly clusterResourceId: string | null;
}

/**
 * The forms of a resource ID. A cluster's policies name the cluster, for all of its endpoints and instances.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
 * https://docs.aws.amazon.com/aurora-dsql/latest/userguide/authentication-authorization.html
 */
const RESOURCE_IDS: Record<KnownDatabase['kind'], RegExp> = {
  instance: /^db-[A-Z0-9]{1,64}$/,
  cluster: /^cluster-[A-Z0-9]{1,64}$/,
  member: /^cluster-[A-Z0-9]{1,64}$/,
  proxy: /^prx-[A-Za-z0-9]{1,64}$/,
  dsql: /^[a-z0-9]{1,64}$/,
};

/** The call that tells the resource ID of each kind, for those who may not make it. */
const CALLS: Record<KnownDatabase['kind'], string> = {
  instance: 'rds:DescribeDBInstances',
  cluster: 'rds:DescribeDBClusters',
  member: 'rds:DescribeDBClusters',
  proxy: 'rds:DescribeDBProxies',
  dsql: 'dsql:GetCluster',
};

/**
 * The database as a policy names it.
 *
 * @returns `access-denied` where account or resource ID is not known, with the permission that would tell it
 */
export function policyDatabaseOf(known: KnownDatabase): Result<PolicyDatabase> {
  const { kind, partition, region, account } = known;
  const resourceId = kind === 'member' ? known.clusterResourceId : known.resourceId;
  if (resourceId === null || !RESOURCE_IDS[kind].test(resourceId)) {
    const whose = kind === 'member' ? 'The resource ID of its cluster' : 'The resource ID of this database';
    return fail('access-denied', `${whose} is not known, and a policy must name it.`, {
      hint: `Use a profile that is allowed ${CALLS[kind]}.`,
    });
  }
  if (account === null || !/^\d{12}$/.test(account)) {
    return fail('access-denied', 'The account of this database is not known, and a policy must name it.', {
      hint: `Use a profile that is allowed ${CALLS[kind]}.`,
    });
  }
  return succeed({ service: kind === 'dsql' ? 'dsql' : 'rds-db', partition, region, account, resourceId });
}

/**
 * The ARN that IAM asks about when this user connects.
 *
 * @param dbUser as a policy writes it: `*` and variables are kept
 */
export function connectArn(database: PolicyDatabase, dbUser: string): string {
  const { service, partition, region, account, resourceId } = database;
  const start = `arn:${partition}:${service}:${region}:${account}`;
  return service === 'dsql' ? `${start}:cluster/${resourceId}` : `${start}:dbuser:${resourceId}/${dbUser}`;
}

/** The action that lets a user connect. */
export function connectAction({ service }: Pick<PolicyDatabase, 'service'>, dbUser: string): string {
  if (service === 'rds-db') return 'rds-db:connect';
  return dbUser === DSQL_ADMIN ? 'dsql:DbConnectAdmin' : 'dsql:DbConnect';
}

/**
 * A user's name as it stands in a policy: what a policy would take for a wildcard or a variable is written as
 * the variable that stands for that character.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 */
export function literalUser(dbUser: string): string {
  return dbUser.replaceAll(/[*?]|\$(?=\{)/g, (character) => `\${${character}}`);
}
