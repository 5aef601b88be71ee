import { blockedBy, type Endpoint } from '../../app/endpoints/model.ts';

/** What the list is narrowed to; null and false mean "do not narrow". */
export interface Filters {
  readonly iamReady: boolean;
  readonly postgres: boolean;
  readonly mysql: boolean;
  readonly region: string | null;
  readonly environment: string | null;
  readonly profile: string | null;
}

/** The whole list. */
export const noFilters: Filters = {
  iamReady: false,
  postgres: false,
  mysql: false,
  region: null,
  environment: null,
  profile: null,
};

/** Whether anything narrows the list. */
export function isNarrowed(filters: Filters): boolean {
  return Object.values(filters).some((value) => value !== null && value !== false);
}

/** Whether an endpoint passes. PostgreSQL and MySQL together mean either; MySQL includes MariaDB. */
export function passes(endpoint: Endpoint, filters: Filters): boolean {
  const { family } = endpoint;
  const isMysql = family === 'mysql' || family === 'mariadb';
  const wantsFamily = filters.postgres || filters.mysql;
  if (wantsFamily && !((filters.postgres && family === 'postgres') || (filters.mysql && isMysql)))
    return false;
  if (filters.region !== null && endpoint.region !== filters.region) return false;
  if (filters.environment !== null && endpoint.environment?.label !== filters.environment) return false;
  if (filters.profile !== null && endpoint.profile !== filters.profile) return false;
  return !filters.iamReady || blockedBy(endpoint) === null;
}
