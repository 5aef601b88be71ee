import type { ClientForm } from './form.ts';
import { pgcli, psql } from './libpq.ts';
import { mariadb, mysql } from './mysql.ts';

/** Every client that Latchkey knows, in the order in which they are offered. */
export const catalogue: readonly ClientForm[] = [psql, pgcli, mysql, mariadb];
