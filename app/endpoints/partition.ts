import { z } from 'zod';

/**
 * AWS's partitions, each with the beginning of its region codes (the first has none of its own), the end of RDS's host
 * names, and its regions, for profiles that may not ask which of them are enabled.
 * Source: `partitions.json` of botocore 1.43.
 */
const PARTITIONS = [
  {
    name: 'aws',
    prefix: null,
    suffix: 'amazonaws.com',
    regions:
      'us-east-1 us-east-2 us-west-1 us-west-2 af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ' +
      'ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ' +
      'ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 ' +
      'eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1',
  },
  { name: 'aws-cn', prefix: 'cn-', suffix: 'amazonaws.com.cn', regions: 'cn-north-1 cn-northwest-1' },
  {
    name: 'aws-us-gov',
    prefix: 'us-gov-',
    suffix: 'amazonaws.com',
    regions: 'us-gov-east-1 us-gov-west-1',
  },
  { name: 'aws-eusc', prefix: 'eusc-', suffix: 'amazonaws.eu', regions: 'eusc-de-east-1' },
  { name: 'aws-iso', prefix: 'us-iso-', suffix: 'c2s.ic.gov', regions: 'us-iso-east-1 us-iso-west-1' },
  {
    name: 'aws-iso-b',
    prefix: 'us-isob-',
    suffix: 'sc2s.sgov.gov',
    regions: 'us-isob-east-1 us-isob-west-1',
  },
  { name: 'aws-iso-e', prefix: 'eu-isoe-', suffix: 'cloud.adc-e.uk', regions: 'eu-isoe-west-1' },
  {
    name: 'aws-iso-f',
    prefix: 'us-isof-',
    suffix: 'csp.hci.ic.gov',
    regions: 'us-isof-east-1 us-isof-south-1',
  },
] as const;

/** A partition, as the second part of an ARN names it. */
export const partition = z.enum(PARTITIONS.map(({ name }) => name));

/** A partition. */
export type Partition = z.infer<typeof partition>;

/** The partition of this name; null for a text that names none. */
export function partitionNamed(text: string): Partition | null {
  return PARTITIONS.find(({ name }) => name === text)?.name ?? null;
}

/** The partition of a region. Where there is an ARN that AWS has written, that is the better source. */
export function partitionOfRegion(region: string): Partition {
  return PARTITIONS.find(({ prefix }) => prefix !== null && region.startsWith(prefix))?.name ?? 'aws';
}

/** The regions of a partition that are known when this is built; an account may have enabled fewer. */
export function regionsOf(name: Partition): readonly string[] {
  return PARTITIONS.find((one) => one.name === name)?.regions.split(' ') ?? [];
}

/** The end of the host names of AWS's services in a region. */
export function hostSuffixOf(region: string): string {
  const name = partitionOfRegion(region);
  return PARTITIONS.find((one) => one.name === name)?.suffix ?? 'amazonaws.com';
}

/** The ends of RDS's host names in all partitions, each with its partition where it has only one. */
export function hostSuffixes(): readonly string[] {
  return [...new Set(PARTITIONS.map(({ suffix }) => suffix))];
}
