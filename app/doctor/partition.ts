/**
 * AWS's partitions, each with the beginning of its region codes; the first has no beginning of its own.
 * Source: `partitions.json` of botocore.
 */
const PARTITIONS = [
  { name: 'aws', regions: null },
  { name: 'aws-cn', regions: 'cn-' },
  { name: 'aws-us-gov', regions: 'us-gov-' },
  { name: 'aws-eusc', regions: 'eusc-' },
  { name: 'aws-iso', regions: 'us-iso-' },
  { name: 'aws-iso-b', regions: 'us-isob-' },
  { name: 'aws-iso-e', regions: 'eu-isoe-' },
  { name: 'aws-iso-f', regions: 'us-isof-' },
] as const;

/** A partition, as the second part of an ARN names it. */
export type Partition = (typeof PARTITIONS)[number]['name'];

/** The partition of this name; null for a text that names none. */
export function partitionNamed(text: string): Partition | null {
  return PARTITIONS.find(({ name }) => name === text)?.name ?? null;
}

/** The partition of a region. Where there is an ARN that AWS has written, that is the better source. */
export function partitionOfRegion(region: string): Partition {
  return PARTITIONS.find(({ regions }) => regions !== null && region.startsWith(regions))?.name ?? 'aws';
}
