import type { SearchField } from '../common/search/search-index.ts';
import type { Environment } from './environment.ts';
import { blockedBy, type Endpoint } from './model.ts';
import { regionPlaces, shortRegion } from './names.ts';

/** What people call an engine beside AWS's own name for it. */
const engineWords: ReadonlyArray<readonly [RegExp, string]> = [
  [/postgres/, 'pg postgres postgresql psql'],
  [/mysql|^aurora$/, 'mysql'],
  [/mariadb/, 'maria mariadb'],
  [/sqlserver/, 'mssql sql server'],
  [/oracle/, 'oracle'],
  [/dsql/, 'dsql distributed sql'],
];

/** What people call an environment, long and short. */
const environmentWords: Readonly<Record<Environment['kind'], string>> = {
  prod: 'prod production prd live',
  staging: 'staging stage stg preprod',
  dev: 'dev development',
  other: '',
};

const roleWords: Readonly<Record<Endpoint['role'], string>> = {
  instance: 'instance',
  replica: 'read replica',
  member: 'cluster member',
  writer: 'writer',
  reader: 'reader',
  custom: 'custom endpoint',
};

/**
 * The texts by which an endpoint is found. Codes are what one pastes: an address, a resource ID, an account number.
 *
 * @param accountName what people call its account; empty where it has no name
 */
export function endpointFields(endpoint: Endpoint, accountName = ''): readonly SearchField[] {
  const { address, resourceId, formerIds, account, environment, region, engine, status } = endpoint;
  return [
    { kind: 'name' as const, text: endpoint.name },
    ...codes(
      address === null ? '' : `${address.host}:${address.port}`,
      resourceId,
      account ?? '',
      ...formerIds,
    ),
    ...words(
      endpoint.profile,
      accountName,
      region,
      regionPlaces[region] ?? '',
      shortRegion(region),
      engine,
      engineWords.find(([pattern]) => pattern.test(engine))?.[1] ?? '',
      endpoint.engineVersion,
      endpoint.instanceClass ?? '',
      roleWords[endpoint.role],
      environment?.label ?? '',
      environment === null ? '' : environmentWords[environment.kind],
      status === 'available' ? '' : status,
      iamWords(endpoint),
      endpoint.defaultDatabase ?? '',
      ...endpoint.members.map(({ name }) => name),
    ),
  ];
}

function iamWords(endpoint: Endpoint): string {
  if (endpoint.iam === 'unsupported') return 'no IAM';
  if (endpoint.iam === 'off') return 'IAM off';
  return blockedBy(endpoint) === null ? 'IAM ready' : 'IAM on';
}

function codes(...texts: readonly string[]): readonly SearchField[] {
  return texts.filter((text) => text !== '').map((text) => ({ kind: 'code', text }));
}

function words(...texts: readonly string[]): readonly SearchField[] {
  return texts.filter((text) => text !== '').map((text) => ({ kind: 'word', text }));
}
