import { address as addressSchema } from '../common/address.ts';
import { plainLine } from '../common/text/plain-text.ts';
import type { Endpoint } from './model.ts';
import type { DescribedCluster, DescribedInstance } from './ports.ts';

/** The longest texts of AWS that are kept, in characters; AWS's own names are all shorter. */
const MAX_NAME = 256;
const MAX_RESOURCE_ID = 128;
const MAX_WORD = 64;

/** An instance as AWS described it, with what is no address left out and its texts cleaned of what hides or forges. */
export function checkedInstance(instance: DescribedInstance): DescribedInstance {
  const { address, cluster, replicaOf } = instance;
  return {
    ...instance,
    ...checkedTexts(instance),
    address: address === null ? null : addressOf(address.host, address.port),
    cluster: cluster === null ? null : line(cluster, MAX_NAME),
    replicaOf: replicaOf === null ? null : line(replicaOf, MAX_NAME),
  };
}

/** The same for a cluster. */
export function checkedCluster(cluster: DescribedCluster): DescribedCluster {
  return {
    ...cluster,
    ...checkedTexts(cluster),
    custom: cluster.custom.map((host) => line(host, MAX_NAME)),
    members: cluster.members.map(({ name, writer }) => ({ name: line(name, MAX_NAME), writer })),
  };
}

/** Where an endpoint is; null where AWS gave no host, or one that is none: it would lead elsewhere than to a database. */
export function addressOf(host: string | null, port: number | null): Endpoint['address'] {
  return addressSchema.safeParse({ host, port }).data ?? null;
}

function checkedTexts(described: DescribedInstance | DescribedCluster) {
  const { instanceClass, database } = described;
  return {
    identifier: line(described.identifier, MAX_NAME),
    resourceId: line(described.resourceId, MAX_RESOURCE_ID),
    engine: line(described.engine, MAX_WORD),
    engineVersion: line(described.engineVersion, MAX_WORD),
    instanceClass: instanceClass === null ? null : line(instanceClass, MAX_WORD),
    status: line(described.status, MAX_WORD),
    database: database === null ? null : line(database, MAX_NAME),
    tags: Object.fromEntries(
      Object.entries(described.tags).map(([key, value]) => [key, plainLine(value)] as const),
    ),
  };
}

function line(text: string, most: number): string {
  return plainLine(text).slice(0, most);
}
