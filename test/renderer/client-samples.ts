import type { Client, OwnClient, Programs, SetUpCard } from '../../app/clients/model.ts';
import type { EngineFamily } from '../../app/endpoints/model.ts';

/** Samples of what main says of clients, in the words that it has for them. */

/** A client in a terminal that is handed a token in its environment, unless said. */
export function client(id: string, families: readonly EngineFamily[], given: Partial<Client> = {}): Client {
  const { name = id } = given;
  return {
    id,
    name,
    runsIn: 'terminal',
    families: [...families],
    found: `/usr/bin/${id}`,
    version: null,
    direct: 'Gets the token in its own environment.',
    gateway: 'Through the gateway, the local password in its environment.',
    caution: null,
    keepsEntries: false,
    isPathSet: false,
    ...given,
  };
}

/** A client with windows that gets no token, and keeps entries; unless said. */
export function windowClient(
  id: string,
  name: string,
  families: readonly EngineFamily[],
  given: Partial<Client> = {},
): Client {
  return client(id, families, {
    name,
    runsIn: 'window',
    found: `/opt/${id}/${id}`,
    direct: null,
    gateway: 'Through the gateway, the local password in the address.',
    caution: `${name} would keep a token that it was given.`,
    keepsEntries: true,
    ...given,
  });
}

const fromFile: Partial<Client> = {
  direct: 'Reads the token from a file that is gone before it starts.',
  gateway: 'Through the gateway, the local password in a file that is soon gone.',
};

export const psql = client('psql', ['postgres'], { version: '16.6' });
export const pgcli = client('pgcli', ['postgres'], {
  found: '/home/someone/.local/share/pipx/venvs/pgcli/bin/pgcli',
  version: '4.1.0',
});
export const mysql = client('mysql', ['mysql', 'mariadb'], { ...fromFile, version: '8.4.3' });
export const mariadb = client('mariadb', ['mariadb', 'mysql'], {
  ...fromFile,
  version: '10.11.6',
});
export const dbeaver = windowClient('dbeaver', 'DBeaver', ['postgres', 'mysql', 'mariadb'], {
  found: '/var/lib/flatpak/exports/bin/io.dbeaver.DBeaverCommunity',
  gateway: 'Through the gateway, the local password among its arguments.',
  caution: 'DBeaver takes a password among its arguments only, which every user sees.',
});
export const tableplus = windowClient('tableplus', 'TablePlus', ['postgres', 'mysql', 'mariadb'], {
  found: null,
});
export const heidi = windowClient('heidisql', 'HeidiSQL', ['mysql', 'mariadb', 'postgres'], { found: null });

/** What the company has: those in terminals, one with windows, and some that are not there. */
export const usualClients: readonly Client[] = [psql, mysql, mariadb, dbeaver, tableplus, heidi];

/** As many as somebody who collects them has. */
export const manyClients: readonly Client[] = [
  psql,
  pgcli,
  client('usql', ['postgres', 'mysql', 'mariadb'], {
    found: '/home/linuxbrew/.linuxbrew/bin/usql',
    version: '0.19.14',
  }),
  mysql,
  mariadb,
  client('mycli', ['mysql', 'mariadb'], { version: '1.27.2' }),
  dbeaver,
  windowClient('datagrip', 'DataGrip', ['postgres', 'mysql', 'mariadb'], {
    found: '/home/someone/.local/share/JetBrains/Toolbox/apps/datagrip/bin/datagrip',
    gateway: 'Through the gateway; asks for the local password once.',
    caution: 'DataGrip keeps the password that it is given.',
  }),
  windowClient('beekeeper', 'Beekeeper Studio', ['postgres', 'mysql', 'mariadb'], {
    found: '/home/someone/Applications/Beekeeper-Studio-5.0.9.AppImage',
    isPathSet: true,
  }),
  windowClient('dbgate', 'DbGate', ['postgres', 'mysql', 'mariadb'], { found: '/snap/bin/dbgate' }),
  windowClient('pgadmin', 'pgAdmin 4', ['postgres'], {
    found: '/usr/pgadmin4/bin/pgadmin4',
    gateway: 'Through the gateway; paste the local password, which is on the clipboard.',
    caution: 'pgAdmin 4 takes no password from outside.',
  }),
  windowClient('vscode', 'Visual Studio Code', ['postgres', 'mysql', 'mariadb'], {
    found: '/usr/share/code/bin/code',
    gateway: null,
    caution: 'Its SQL extensions open no connection from outside.',
  }),
  windowClient('mysql-workbench', 'MySQL Workbench', ['mysql'], {
    found: null,
    isPathSet: true,
    caution: '/opt/mysql-workbench/mysql-workbench may not be started by your user.',
  }),
  ...[
    ['tableplus', 'TablePlus'],
    ['heidisql', 'HeidiSQL'],
    ['sequel-ace', 'Sequel Ace'],
    ['postico', 'Postico 2'],
    ['navicat', 'Navicat Premium'],
  ].map(([id = '', name = '']) => windowClient(id, name, ['postgres', 'mysql'], { found: null })),
];

/** A command of someone's own. */
export const ownReport: OwnClient = {
  id: 'own-7f9c24e5-3b1a-4c0d-8a6e-5f2b1c9d0e11'.slice(0, 40),
  name: 'Nightly report',
  runsIn: 'terminal',
  families: ['postgres'],
  program: '/home/someone/src/reports/target/release/nightly-report',
  command: '--dsn "{url}" --since yesterday',
};

/** Programs that were found; those of one's own are among the clients too. */
export function programs(clients: readonly Client[], own: readonly OwnClient[] = []): Programs {
  const ofOwn = own.map(({ id, name, runsIn, families, program }) =>
    client(id, families, {
      name,
      runsIn,
      found: program,
      direct: null,
      caution: 'Your own command goes through the gateway, which verifies the database.',
      isPathSet: true,
    }),
  );
  return {
    clients: [...clients, ...ofOwn],
    terminals: [
      { id: 'gnome-terminal', name: 'GNOME Terminal' },
      { id: 'xterm', name: 'xterm' },
    ],
    own: [...own],
  };
}

/** What DBeaver is told once. */
export const dbeaverCard: SetUpCard = {
  steps: [
    'Quit DBeaver.',
    'Save the entry in ~/.local/share/DBeaverData/workspace6/General/.dbeaver (in a Flatpak: in its General project’s .dbeaver folder).',
    'Start DBeaver: orders is in the folder Latchkey. It asks for the local password once and may keep it.',
  ],
  entry: {
    file: 'data-sources-latchkey.json',
    text: `${JSON.stringify(
      {
        folders: { Latchkey: {} },
        connections: {
          'latchkey-5e1f0c7a': {
            provider: 'postgresql',
            driver: 'postgres-jdbc',
            name: 'orders (Latchkey)',
            'save-password': false,
            folder: 'Latchkey',
            configuration: {
              host: '127.0.0.1',
              port: '15432',
              database: 'orders',
              url: 'jdbc:postgresql://127.0.0.1:15432/orders',
              type: 'prod',
              'auth-model': 'native',
            },
          },
        },
      },
      null,
      2,
    )}\n`,
  },
};

/** What a client is told that imports nothing. */
export const stepsAlone: SetUpCard = {
  steps: [
    'In pgAdmin 4, choose Register › Server.',
    'On the tab Connection, fill in the host 127.0.0.1, the port 15432 and the user app_readonly.',
    'Copy the local password below into Password, and switch Save password on.',
  ],
  entry: null,
};
