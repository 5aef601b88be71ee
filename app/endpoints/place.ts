import { plainLine } from '../common/text/plain-text.ts';
import { partitionNamed, partitionOfRegion, type Partition } from './partition.ts';

/** Where a resource is, as its ARN says: `arn:PARTITION:SERVICE:REGION:ACCOUNT:…`. */
interface Place {
  readonly partition: Partition;
  /** Null where AWS gave no ARN. */
  readonly account: string | null;
  /** An ARN does not say it. */
  readonly accountName: null;
}

/**
 * Partition and account of a resource.
 *
 * @param region for the partition, where the ARN names none that is known
 */
export function placeOf(arn: string, region: string): Place {
  const [, partition = '', , , account = ''] = arn.split(':');
  return {
    partition: partitionNamed(partition) ?? partitionOfRegion(region),
    account: account === '' ? null : plainLine(account).slice(0, 32),
    accountName: null,
  };
}

/** The region in a resource's ARN; empty where it has none, as a global cluster's. */
export function regionOfArn(arn: string): string {
  return arn.split(':')[3] ?? '';
}
