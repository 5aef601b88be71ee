import type { EngineFamily, Environment } from '../../endpoints/model.ts';
import { jdbcDatabase } from '../../common/text/percent-encoding.ts';
import type { Platform } from '../model.ts';
import type { SetUp, SetUpTarget } from './definition.ts';
import { entryName } from './window.ts';

/**
 * DBeaver's drivers: provider, id and the JDBC URL's scheme (`plugin.xml` of `org.jkiss.dbeaver.ext.postgresql` and
 * `…ext.mysql` in dbeaver/dbeaver), and the driver's own word for no TLS, which there is none of on the loopback
 * (pgjdbc, MySQL Connector/J and MariaDB Connector/J, connection properties).
 */
export const drivers: Readonly<
  Record<EngineFamily, { provider: string; id: string; scheme: string; plain: readonly [string, string] }>
> = {
  postgres: {
    provider: 'postgresql',
    id: 'postgres-jdbc',
    scheme: 'postgresql',
    plain: ['sslmode', 'disable'],
  },
  mysql: { provider: 'mysql', id: 'mysql8', scheme: 'mysql', plain: ['sslMode', 'DISABLED'] },
  mariadb: { provider: 'mysql', id: 'mariaDB', scheme: 'mariadb', plain: ['sslMode', 'disable'] },
};

/** An entry's name, without `|` and `${`, which no value in DBeaver's arguments can hold. */
export function nameIn(to: Pick<SetUpTarget, 'name' | 'port'>): string {
  return entryName(to).replaceAll('|', '/').replaceAll('${', '$ {');
}

/** DBeaver's own connection types; each has a colour, and `prod` asks before it changes anything. */
const types: Readonly<Record<Environment['kind'], string | null>> = {
  prod: 'prod',
  staging: 'test',
  dev: 'dev',
  other: null,
};

/** The workspace's folder (DBeaver wiki, "Workspace Location"). */
const workspaces: Readonly<Record<Platform, string>> = {
  darwin: '~/Library/DBeaverData/workspace6',
  win32: '%APPDATA%\\DBeaverData\\workspace6',
  linux: '~/.local/share/DBeaverData/workspace6',
};

/**
 * The entry as a file of its own beside the user's: DBeaver reads every `data-sources*.json` of a project when it
 * starts (DBeaver wiki, "Admin Manage Connections"; documentation, "Data Sources JSON Reference").
 */
export function dataSourcesSetUp(name: string) {
  return (to: SetUpTarget, platform: Platform): SetUp => {
    const { provider, id, scheme, plain } = drivers[to.family];
    const type = to.environment === null ? null : types[to.environment.kind];
    const configuration = {
      host: to.host,
      port: String(to.port),
      ...(to.database === '' ? {} : { database: to.database }),
      url: `jdbc:${scheme}://${to.host}:${to.port}/${jdbcDatabase(to.family, to.database)}`,
      configurationType: 'MANUAL',
      ...(type === null ? {} : { type }),
      'auth-model': 'native',
      properties: { [plain[0]]: plain[1] },
    };
    const connection = {
      provider,
      driver: id,
      name: nameIn(to),
      'save-password': false,
      folder: 'Latchkey',
      configuration,
    };
    const file = `data-sources-latchkey-${to.id}.json`;
    const separator = platform === 'win32' ? '\\' : '/';
    const folder = [workspaces[platform], 'General', '.dbeaver'].join(separator);
    return {
      steps: [
        `Quit ${name}.`,
        `Save the entry as ${file} in ${folder} (in a Flatpak, Snap or other workspace: in its General project’s .dbeaver folder).`,
        `Start ${name}: the entry is in the folder Latchkey. Opened from here, it is found by its name.`,
        `Opened in ${name} itself, it asks for a user and a password: ${to.dbUser}, and the local password from “How to connect”.`,
      ],
      entry: {
        file,
        text: `${JSON.stringify({ folders: { Latchkey: {} }, connections: { [`latchkey-${to.id}`]: connection } }, null, 2)}\n`,
      },
    };
  };
}
