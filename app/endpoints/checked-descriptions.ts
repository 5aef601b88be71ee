import { address as addressSchema } from '../common/address.ts';
import { plainLine } from '../common/text/plain-text.ts';
import { MAX_PENDING, MAX_TAGS, type Endpoint } from './model.ts';
import type { DescribedCluster, DescribedInstance } from './ports.ts';

/** The longest texts of AWS that are kept, in characters; AWS's own names are all shorter. */
export const MAX_NAME = 256;
export const MAX_ARN = 512;
export const MAX_RESOURCE_ID = 128;
export const MAX_WORD = 64;

/** An instance as AWS described it, with what is no address left out and its texts cleaned of what hides or forges. */
export function checkedInstance(instance: DescribedInstance): DescribedInstance {
  const { address, cluster, replicaOf } = instance;
  return {
    ...instance,
    ...checkedTexts(instance),
    address: address === null ? null : addressOf(address.host, address.port),
    cluster: lineOrNull(cluster, MAX_NAME),
    replicaOf: lineOrNull(replicaOf, MAX_NAME),
  };
}

/** The same for a cluster. */
export function checkedCluster(cluster: DescribedCluster): DescribedCluster {
  return {
    ...cluster,
    ...checkedTexts(cluster),
    custom: cluster.custom.map((host) => line(host, MAX_NAME)),
    members: cluster.members.map(({ name, writer }) => ({ name: line(name, MAX_NAME), writer })),
    globalCluster: lineOrNull(cluster.globalCluster, MAX_NAME),
  };
}

/** Where an endpoint is; null where AWS gave no host, or one that is none: it would lead elsewhere than to a database. */
export function addressOf(host: string | null, port: number | null): Endpoint['address'] {
  return addressSchema.safeParse({ host, port }).data ?? null;
}

/** Tags without what hides or forges, and no more than AWS allows. */
export function checkedTags(tags: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(tags).map(
    ([key, value]) => [line(key, 128), line(value, MAX_NAME)] as const,
  );
  return Object.fromEntries(entries.filter(([key]) => key !== '').slice(0, MAX_TAGS));
}

/** One line of a text of AWS, cleaned of what hides or forges. */
export function line(text: string, most: number): string {
  return plainLine(text.slice(0, most));
}

/** The same where AWS may say nothing. */
export function lineOrNull(text: string | null, most: number): string | null {
  return text === null ? null : line(text, most);
}

function checkedTexts(described: DescribedInstance | DescribedCluster) {
  return {
    identifier: line(described.identifier, MAX_NAME),
    arn: line(described.arn, MAX_ARN),
    resourceId: line(described.resourceId, MAX_RESOURCE_ID),
    engine: line(described.engine, MAX_WORD),
    engineVersion: line(described.engineVersion, MAX_WORD),
    instanceClass: lineOrNull(described.instanceClass, MAX_WORD),
    status: line(described.status, MAX_WORD),
    database: lineOrNull(described.database, MAX_NAME),
    pending: described.pending.slice(0, MAX_PENDING).map((name) => line(name, MAX_WORD)),
    vpc: lineOrNull(described.vpc, MAX_WORD),
    ca: lineOrNull(described.ca, MAX_RESOURCE_ID),
    tags: checkedTags(described.tags),
  };
}
