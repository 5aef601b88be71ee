import { blockedBy, type Endpoint } from '../../app/endpoints/model.ts';

/** Whether a database's name leads to a public address from outside. */
export type Network = 'public' | 'private';

/** What the list is narrowed to; null and false mean "do not narrow". */
export interface Filters {
  readonly iamReady: boolean;
  readonly postgres: boolean;
  readonly mysql: boolean;
  readonly dsql: boolean;
  readonly region: string | null;
  readonly account: string | null;
  readonly environment: string | null;
  /** A tag's key and value, as `tagText` writes them. */
  readonly tag: string | null;
  readonly network: Network | null;
  readonly profile: string | null;
}

/** The whole list. */
export const noFilters: Filters = {
  iamReady: false,
  postgres: false,
  mysql: false,
  dsql: false,
  region: null,
  account: null,
  environment: null,
  tag: null,
  network: null,
  profile: null,
};

/** Whether anything narrows the list. */
export function isNarrowed(filters: Filters): boolean {
  return Object.values(filters).some((value) => value !== null && value !== false);
}

/** Whether an endpoint passes. Several engines together mean any of them; MySQL includes MariaDB. */
export function passes(endpoint: Endpoint, filters: Filters): boolean {
  if (!isOfEngines(endpoint, filters)) return false;
  if (filters.region !== null && endpoint.region !== filters.region) return false;
  if (filters.account !== null && endpoint.account !== filters.account) return false;
  if (filters.environment !== null && endpoint.environment?.label !== filters.environment) return false;
  if (filters.tag !== null && !hasTag(endpoint, filters.tag)) return false;
  if (filters.network !== null && networkOf(endpoint) !== filters.network) return false;
  if (filters.profile !== null && endpoint.profile !== filters.profile) return false;
  return !filters.iamReady || blockedBy(endpoint) === null;
}

function isOfEngines(endpoint: Endpoint, { postgres, mysql, dsql }: Filters): boolean {
  if (!postgres && !mysql && !dsql) return true;
  return (
    (postgres && isPostgres(endpoint)) || (mysql && isMysql(endpoint)) || (dsql && endpoint.kind === 'dsql')
  );
}

/** Whether an endpoint is PostgreSQL; Aurora DSQL, which speaks its protocol, is its own engine. */
export function isPostgres({ family, kind }: Pick<Endpoint, 'family' | 'kind'>): boolean {
  return family === 'postgres' && kind !== 'dsql';
}

/** Whether an endpoint speaks MySQL's protocol, as MariaDB does. */
export function isMysql({ family }: Pick<Endpoint, 'family'>): boolean {
  return family === 'mysql' || family === 'mariadb';
}

/** A tag in a few words. */
export function tagText(key: string, value: string): string {
  return `${key}: ${value}`;
}

function hasTag({ tags }: Pick<Endpoint, 'tags'>, text: string): boolean {
  return Object.entries(tags).some(([key, value]) => tagText(key, value) === text);
}

/** Whether an endpoint is public or private; null where AWS does not say. */
export function networkOf({ publiclyAccessible }: Pick<Endpoint, 'publiclyAccessible'>): Network | null {
  return publiclyAccessible === null ? null : publiclyAccessible ? 'public' : 'private';
}
