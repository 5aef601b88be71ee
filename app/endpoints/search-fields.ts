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

/** The texts by which an endpoint is found. Codes are what one pastes: an address, a resource ID, an account number. */
export function endpointFields(endpoint: Endpoint): readonly SearchField[] {
  const { address, resourceId, formerIds, account, environment, region, engine, status } = endpoint;
  const fields: SearchField[] = [{ kind: 'name', text: endpoint.name }];
  // ten thousand come at once: one array for each, and nothing in between
  const add = (kind: SearchField['kind'], text: string | null | undefined): void => {
    if (text !== null && text !== undefined && text !== '') fields.push({ kind, text });
  };
  if (address !== null) add('code', `${address.host}:${address.port}`);
  add('code', resourceId);
  for (const id of formerIds) add('code', id);
  add('code', account);
  add('word', endpoint.accountName);
  add('word', endpoint.profile);
  add('word', region);
  add('word', regionPlaces[region]);
  add('word', shortRegion(region));
  add('word', engine);
  add('word', engineWordsOf(engine));
  add('word', endpoint.engineVersion);
  add('word', endpoint.instanceClass);
  add('word', roleWords[endpoint.role]);
  if (environment !== null) {
    add('word', environment.label);
    add('word', environmentWords[environment.kind]);
  }
  add('word', endpoint.lastSeenAt === null ? (status === 'available' ? '' : status) : 'gone');
  add('word', iamWords(endpoint));
  add('word', endpoint.defaultDatabase);
  for (const { name } of endpoint.members) add('word', name);
  for (const [key, value] of Object.entries(endpoint.tags)) add('word', `${key}: ${value}`);
  return fields;
}

const wordsOfEngines = new Map<string, string>();

function engineWordsOf(engine: string): string {
  let known = wordsOfEngines.get(engine);
  if (known === undefined) {
    known = engineWords.find(([pattern]) => pattern.test(engine))?.[1] ?? '';
    wordsOfEngines.set(engine, known);
  }
  return known;
}

function iamWords(endpoint: Endpoint): string {
  if (endpoint.iam === 'unsupported') return 'no IAM';
  if (endpoint.iam === 'off') return 'IAM off';
  return blockedBy(endpoint) === null ? 'IAM ready' : 'IAM on';
}
