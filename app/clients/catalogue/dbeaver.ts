import type { Result } from '../../common/result.ts';
import type { Platform } from '../model.ts';
import type { ClientTarget } from '../ports.ts';
import { dataSourcesSetUp, drivers, nameIn } from './dbeaver-entry.ts';
import type { Circumstances, ClientDefinition, InstallLocation, Plan } from './definition.ts';
import { cannotTake, everywhere, inWindow } from './window.ts';

/**
 * Plans `-con` (DBeaver wiki, "Command Line"). DBeaver looks for an entry of that name and changes only its
 * database, user, password and properties, never its host and port, hence `nameIn`; an `id` that it does not know
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

function dbeaver(edition: Pick<ClientDefinition, 'id' | 'name' | 'locations' | 'install'>): ClientDefinition {
  return {
    ...edition,
    runsIn: 'window',
    families: ['postgres', 'mysql', 'mariadb'],
    methods: [{ route: 'gateway', delivery: 'arguments', on: everywhere, plan: plan(edition.name) }],
    whyNoToken: `${edition.name} takes a password among its arguments only, which every user sees and its log keeps.`,
    setUp: dataSourcesSetUp(edition.name),
  };
}

/** Where an edition is: its macOS bundle, its folder on Windows and its command on Linux (DBeaver wiki, "Command Line"). */
function locations(
  bundle: string,
  folder: string,
  command: string,
  more: readonly InstallLocation[] = [],
): Readonly<Record<Platform, readonly InstallLocation[]>> {
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
  locations: locations('DBeaver', 'DBeaver', 'dbeaver-ce', [
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
  locations: locations('DBeaverLite', 'DBeaverLite', 'dbeaver-le'),
  install: fromDbeaverCom,
});

/** DBeaver Enterprise. */
export const dbeaverEnterprise = dbeaver({
  id: 'dbeaver-enterprise',
  name: 'DBeaver Enterprise',
  locations: locations('DBeaverEE', 'DBeaverEE', 'dbeaver-ee'),
  install: fromDbeaverCom,
});

/** DBeaver Ultimate. */
export const dbeaverUltimate = dbeaver({
  id: 'dbeaver-ultimate',
  name: 'DBeaver Ultimate',
  locations: locations('DBeaverUltimate', 'DBeaverUltimate', 'dbeaver-ue'),
  install: fromDbeaverCom,
});
