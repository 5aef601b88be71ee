import { beekeeper } from './beekeeper.ts';
import { dbeaverCommunity, dbeaverEnterprise, dbeaverLite, dbeaverUltimate } from './dbeaver.ts';
import { dbgate } from './dbgate.ts';
import type { ClientDefinition } from './definition.ts';
import { heidisql } from './heidisql.ts';
import { jetbrainsIdes } from './jetbrains.ts';
import { pgcli, psql } from './libpq.ts';
import { mycli } from './mycli.ts';
import { mysqlWorkbench } from './mysql-workbench.ts';
import { mariadb, mysql } from './mysql.ts';
import { navicat } from './navicat.ts';
import { pgadmin } from './pgadmin.ts';
import { postico } from './postico.ts';
import { sequelAce } from './sequel-ace.ts';
import { tableplus } from './tableplus.ts';
import { usql } from './usql.ts';
import { cursor, vscode } from './vscode.ts';

/** Every client that Latchkey knows, in the order in which they are offered. */
export const catalogue: readonly ClientDefinition[] = [
  psql,
  pgcli,
  mysql,
  mariadb,
  mycli,
  usql,
  dbeaverCommunity,
  dbeaverLite,
  dbeaverEnterprise,
  dbeaverUltimate,
  ...jetbrainsIdes,
  tableplus,
  beekeeper,
  dbgate,
  postico,
  sequelAce,
  heidisql,
  mysqlWorkbench,
  pgadmin,
  vscode,
  cursor,
  navicat,
];
