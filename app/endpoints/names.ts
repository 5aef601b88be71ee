import type { DiscoveryCall } from './model.ts';

/**
 * AWS's regions with RDS, by the place that AWS names. A region that is not here is known by its code alone.
 * Source: https://docs.aws.amazon.com/general/latest/gr/rande.html
 */
export const regionPlaces: Readonly<Record<string, string>> = {
  'us-east-1': 'N. Virginia',
  'us-east-2': 'Ohio',
  'us-west-1': 'N. California',
  'us-west-2': 'Oregon',
  'af-south-1': 'Cape Town',
  'ap-east-1': 'Hong Kong',
  'ap-east-2': 'Taipei',
  'ap-northeast-1': 'Tokyo',
  'ap-northeast-2': 'Seoul',
  'ap-northeast-3': 'Osaka',
  'ap-south-1': 'Mumbai',
  'ap-south-2': 'Hyderabad',
  'ap-southeast-1': 'Singapore',
  'ap-southeast-2': 'Sydney',
  'ap-southeast-3': 'Jakarta',
  'ap-southeast-4': 'Melbourne',
  'ap-southeast-5': 'Malaysia',
  'ap-southeast-6': 'New Zealand',
  'ap-southeast-7': 'Thailand',
  'ca-central-1': 'Central Canada',
  'ca-west-1': 'Calgary',
  'eu-central-1': 'Frankfurt',
  'eu-central-2': 'Zurich',
  'eu-north-1': 'Stockholm',
  'eu-south-1': 'Milan',
  'eu-south-2': 'Spain',
  'eu-west-1': 'Ireland',
  'eu-west-2': 'London',
  'eu-west-3': 'Paris',
  'il-central-1': 'Tel Aviv',
  'me-central-1': 'UAE',
  'me-south-1': 'Bahrain',
  'mx-central-1': 'Mexico',
  'sa-east-1': 'São Paulo',
  'us-gov-east-1': 'GovCloud East',
  'us-gov-west-1': 'GovCloud West',
  'cn-north-1': 'Beijing',
  'cn-northwest-1': 'Ningxia',
  'eusc-de-east-1': 'Brandenburg',
};

const directions: ReadonlyArray<readonly [RegExp, string]> = [
  [/^northeast$/, 'ne'],
  [/^northwest$/, 'nw'],
  [/^southeast$/, 'se'],
  [/^southwest$/, 'sw'],
];

const short = new Map<string, string>();

/** How people shorten a region: `eu-central-1` is euc1, `ap-southeast-2` is apse2, as on AWS's bills. */
export function shortRegion(region: string): string {
  let known = short.get(region);
  if (known === undefined) {
    const [area = '', ...rest] = region.split('-');
    known = area + rest.map(shortened).join('');
    short.set(region, known);
  }
  return known;
}

function shortened(word: string): string {
  return (
    directions.find(([pattern]) => pattern.test(word))?.[1] ?? (/^\d+$/.test(word) ? word : word.slice(0, 1))
  );
}

/** The IAM actions that a discovery call needs. Aurora DSQL's list has identifiers alone, and the rest is asked for one by one. */
export function iamActionsOf(call: DiscoveryCall): readonly string[] {
  return call === 'ListClusters' ? ['dsql:GetCluster', 'dsql:ListClusters'] : [`rds:${call}`];
}
