import type { EngineFamily, Environment } from '../../endpoints/model.ts';
import type { Result } from '../../failure.ts';
import { percentEncoded } from '../connection-url.ts';
import type { Platform } from '../model.ts';
import type { ClientTarget } from '../ports.ts';
import type { Circumstances, ClientForm, Place, Plan, SetUp, SetUpTarget } from './form.ts';
import { cannotTake, entryName, everywhere, inWindow } from './window.ts';

/**
 * DBeaver's drivers: provider, id and the JDBC URL's scheme (`plugin.xml` of `org.jkiss.dbeaver.ext.postgresql` and
 * `…ext.mysql` in dbeaver/dbeaver), and the driver's own word for no TLS, which there is none of on the loopback
 * (pgjdbc, MySQL Connector/J and MariaDB Connector/J, connection properties).
 */
const drivers: Readonly<
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

/** An entry's name without what no value of DBeaver's can hold, see below. */
function nameIn(to: Pick<SetUpTarget, 'name' | 'port'>): string {
  return entryName(to).replaceAll('|', '/').replaceAll('${', '$ {');
}

/**
 * Plans `-con` (DBeaver wiki, "Command Line"). DBeaver looks for an entry of that name and changes only its
 * database, user, password and properties, never its host and port, hence `entryName`; an `id` that it does not know
 * makes a new entry each time (`DataSourceUtils.java`). `savePassword` is true unless said.
 *
 * A value has no quoting: it ends at the next `|`, and `${NAME}` becomes a variable's value in all of it
 * (`DBeaverInstanceServer.java`, `SystemVariablesResolver.java`). That is also why the password is no such variable:
 * an instance that runs already would look it up in its own environment.
 */
function plan(name: string) {
  return (to: ClientTarget, password: string, { platform }: Circumstances): Result<Plan> => {
    const driver = drivers[to.family];
    const pairs = {
      driver: driver.id,
      name: nameIn(to),
      host: to.host,
      port: String(to.port),
      ...(to.database === '' ? {} : { database: to.database }),
      user: to.dbUser,
      password,
      [`prop.${driver.plain[0]}`]: driver.plain[1],
      savePassword: 'false',
      save: 'false',
      create: 'true',
      connect: 'true',
    };
    const values = Object.values(pairs);
    if (values.some((value) => value.includes('|'))) return cannotTake(name, 'a “|”');
    if (values.some((value) => value.includes('${'))) return cannotTake(name, 'a “${”');
    const spec = Object.entries(pairs).map(([key, value]) => `${key}=${value}`);
    return inWindow(name, platform, { args: ['-nosplash', '-bringToFront', '-con', spec.join('|')] });
  };
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
function setUp(name: string) {
  return (to: SetUpTarget, platform: Platform): SetUp => {
    const { provider, id, scheme, plain } = drivers[to.family];
    const type = to.environment === null ? null : types[to.environment.kind];
    const configuration = {
      host: to.host,
      port: String(to.port),
      ...(to.database === '' ? {} : { database: to.database }),
      url: `jdbc:${scheme}://${to.host}:${to.port}/${percentEncoded(to.database)}`,
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

function dbeaver(edition: Pick<ClientForm, 'id' | 'name' | 'places' | 'install'>): ClientForm {
  return {
    ...edition,
    runsIn: 'window',
    families: ['postgres', 'mysql', 'mariadb'],
    ways: [{ route: 'gateway', carrier: 'arguments', on: everywhere, plan: plan(edition.name) }],
    whyNoToken: `${edition.name} takes a password among its arguments only, which every user sees and its log keeps.`,
    setUp: setUp(edition.name),
  };
}

/** Where an edition is: its macOS bundle, its folder on Windows and its command on Linux (DBeaver wiki, "Command Line"). */
function places(
  bundle: string,
  folder: string,
  command: string,
  more: readonly Place[] = [],
): Readonly<Record<Platform, readonly Place[]>> {
  return {
    darwin: [{ kind: 'application', bundle: `${bundle}.app`, program: 'dbeaver' }],
    win32: [
      {
        kind: 'program',
        name: 'dbeaver',
        folders: [`{ProgramFiles}\\${folder}`, `{LOCALAPPDATA}\\${folder}`],
      },
    ],
    linux: [
      {
        kind: 'program',
        name: command,
        folders: ['/usr/local/bin', '/usr/bin', `/usr/share/${command}`, `/opt/${command}`, '/snap/bin'],
      },
      ...more,
    ],
  };
}

/** DBeaver Community. */
export const dbeaverCommunity = dbeaver({
  id: 'dbeaver',
  name: 'DBeaver',
  places: places('DBeaver', 'DBeaver', 'dbeaver-ce', [
    { kind: 'program', name: 'dbeaver', folders: ['/opt/dbeaver', '/usr/share/dbeaver'] },
    { kind: 'flatpak', app: 'io.dbeaver.DBeaverCommunity' },
  ]),
  install: {
    darwin: 'brew install --cask dbeaver-community',
    win32: 'winget install dbeaver.dbeaver',
    linux: 'install DBeaver from dbeaver.io, or the Flatpak io.dbeaver.DBeaverCommunity',
  },
});

const fromDbeaverCom = {
  darwin: 'install it from dbeaver.com',
  win32: 'install it from dbeaver.com',
  linux: 'install it from dbeaver.com',
};

/** DBeaver Lite. */
export const dbeaverLite = dbeaver({
  id: 'dbeaver-lite',
  name: 'DBeaver Lite',
  places: places('DBeaverLite', 'DBeaverLite', 'dbeaver-le'),
  install: fromDbeaverCom,
});

/** DBeaver Enterprise. */
export const dbeaverEnterprise = dbeaver({
  id: 'dbeaver-enterprise',
  name: 'DBeaver Enterprise',
  places: places('DBeaverEE', 'DBeaverEE', 'dbeaver-ee'),
  install: fromDbeaverCom,
});

/** DBeaver Ultimate. */
export const dbeaverUltimate = dbeaver({
  id: 'dbeaver-ultimate',
  name: 'DBeaver Ultimate',
  places: places('DBeaverUltimate', 'DBeaverUltimate', 'dbeaver-ue'),
  install: fromDbeaverCom,
});
