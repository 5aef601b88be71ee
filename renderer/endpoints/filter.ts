import { blockedBy, type Endpoint } from '../../app/endpoints/model.ts';

/** What the list is narrowed to; null and false mean "do not narrow". */
export interface Filters {
  readonly iamReady: boolean;
  readonly postgres: boolean;
  readonly mysql: boolean;
  readonly region: string | null;
  readonly account: string | null;
  readonly environment: string | null;
  readonly profile: string | null;
}

/** The whole list. */
export const noFilters: Filters = {
  iamReady: false,
  postgres: false,
  mysql: false,
  region: null,
  account: null,
  environment: null,
  profile: null,
};

/** Whether anything narrows the list. */
export function isNarrowed(filters: Filters): boolean {
  return Object.values(filters).some((value) => value !== null && value !== false);
}

/** Whether an endpoint passes. PostgreSQL and MySQL together mean either; MySQL includes MariaDB. */
export function passes(endpoint: Endpoint, filters: Filters): boolean {
  const wantsFamily = filters.postgres || filters.mysql;
  if (wantsFamily && !((filters.postgres && isPostgres(endpoint)) || (filters.mysql && isMysql(endpoint))))
    return false;
  if (filters.region !== null && endpoint.region !== filters.region) return false;
  if (filters.account !== null && endpoint.account !== filters.account) return false;
  if (filters.environment !== null && endpoint.environment?.label !== filters.environment) return false;
  if (filters.profile !== null && endpoint.profile !== filters.profile) return false;
  return !filters.iamReady || blockedBy(endpoint) === null;
}

/** Whether an endpoint speaks PostgreSQL's protocol. */
export function isPostgres({ family }: Pick<Endpoint, 'family'>): boolean {
  return family === 'postgres';
}

/** Whether an endpoint speaks MySQL's protocol, as MariaDB does. */
export function isMysql({ family }: Pick<Endpoint, 'family'>): boolean {
  return family === 'mysql' || family === 'mariadb';
}
