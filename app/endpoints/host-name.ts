import { hostSuffixes, partitionOfRegion, type Partition } from './partition.ts';

/** What a host name of RDS or Aurora DSQL says. */
export interface AwsHostName {
  readonly service: 'rds' | 'dsql';
  /** Null for a global cluster's writer endpoint: its name is the same wherever the writer is. */
  readonly region: string | null;
  /** Null where the name has no region, and its end belongs to several partitions. */
  readonly partition: Partition | null;
  readonly kind: HostKind;
  /** The first label: an instance's, cluster's, proxy's or endpoint's identifier. */
  readonly identifier: string;
}

/** What AWS gives a name of its own. */
type HostKind =
  | 'instance'
  | 'writer'
  | 'reader'
  | 'custom'
  | 'shard-group'
  | 'proxy'
  | 'proxy-endpoint'
  | 'global'
  | 'dsql';

const REGION = '[a-z]{2,8}(?:-[a-z]{1,10}){1,4}-\\d{1,2}';
const SUFFIX = `(?:${hostSuffixes()
  .map((suffix) => suffix.replaceAll('.', '\\.'))
  .join('|')})`;
const RDS = new RegExp(`^(.+)\\.(?:(${REGION})\\.rds|rds\\.(${REGION}))\\.${SUFFIX}$`);
const GLOBAL = new RegExp(`^([^.]+)\\.global-[a-z0-9]+\\.global\\.rds\\.${SUFFIX}$`);

/**
 * Aurora DSQL's own endpoint, or one inside a VPC (`dsql-…`). China's ends otherwise; for the other partitions AWS
 * documents none yet, and these follow the ends of their dual-stack names in `partitions.json`.
 */
const DSQL = new RegExp(
  `^([a-z0-9]+)\\.dsql(?:-[a-z0-9]+)?\\.(${REGION})\\.on\\.(?:aws|amazonwebservices\\.(?:com\\.cn|eu)|` +
    'aws\\.ic\\.gov|aws\\.scloud|cloud-aws\\.adc-e\\.uk|aws\\.hci\\.ic\\.gov)$',
);

/** The label that tells what a name is; an instance's is an account's own letters alone. */
const LABELS: readonly (readonly [label: RegExp, kind: HostKind])[] = [
  [/^cluster-ro-/, 'reader'],
  [/^cluster-custom-/, 'custom'],
  [/^cluster-/, 'writer'],
  [/^shardgrp-/, 'shard-group'],
  [/^proxy-/, 'proxy'],
];

/**
 * What a host name of RDS or Aurora DSQL says; null for any other name. China's and the isolated partitions' have region
 * and service the other way round.
 * Source: `RdsUtils` of aws/aws-advanced-jdbc-wrapper; `partitions.json` of botocore;
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-endpoints.html,
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-connecting.html,
 * https://docs.aws.amazon.com/aurora-dsql/latest/userguide/accessing.html
 */
export function awsHostName(host: string): AwsHostName | null {
  const name = host.toLowerCase().replace(/(?<=[^.])\.$/, '');
  const [, global] = GLOBAL.exec(name) ?? [];
  if (global !== undefined) {
    const partition = name.endsWith('.amazonaws.com') ? null : partitionOfSuffix(name);
    return { service: 'rds', region: null, partition, kind: 'global', identifier: global };
  }
  const [, id, dsqlRegion] = DSQL.exec(name) ?? [];
  if (id !== undefined && dsqlRegion !== undefined) return inRegion('dsql', dsqlRegion, 'dsql', id);
  const [, labels, before, after] = RDS.exec(name) ?? [];
  const region = before ?? after;
  if (labels === undefined || region === undefined) return null;
  const [identifier = '', second = '', third = ''] = labels.split('.');
  const kind =
    second === 'endpoint' && third.startsWith('proxy-')
      ? 'proxy-endpoint'
      : (LABELS.find(([label]) => label.test(second))?.[1] ?? 'instance');
  return inRegion('rds', region, kind, identifier);
}

/** Whether a name belongs to a global cluster's writer, which may be in another region tomorrow. */
export function isGlobalName(host: string): boolean {
  // asked for each of thousands of endpoints
  return /\.global-/i.test(host) && awsHostName(host)?.kind === 'global';
}

function inRegion(
  service: AwsHostName['service'],
  region: string,
  kind: HostKind,
  identifier: string,
): AwsHostName {
  return { service, region, partition: partitionOfRegion(region), kind, identifier };
}

/** The partition of a name without a region, by its end alone. */
function partitionOfSuffix(name: string): Partition | null {
  if (name.endsWith('.amazonaws.com.cn')) return 'aws-cn';
  if (name.endsWith('.amazonaws.eu')) return 'aws-eusc';
  if (name.endsWith('.sc2s.sgov.gov')) return 'aws-iso-b';
  if (name.endsWith('.c2s.ic.gov')) return 'aws-iso';
  if (name.endsWith('.cloud.adc-e.uk')) return 'aws-iso-e';
  return name.endsWith('.csp.hci.ic.gov') ? 'aws-iso-f' : null;
}
