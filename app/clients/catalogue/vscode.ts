import type { EngineFamily } from '../../endpoints/model.ts';
import { connectionUrl } from '../connection-url.ts';
import type { ClientDefinition, SetUp, SetUpTarget } from './definition.ts';
import { entryName, everywhere, inWindow } from './window.ts';

/** SQLTools' drivers (mtxr/vscode-sqltools, `packages/driver.pg` and `driver.mysql`). */
const drivers: Readonly<Record<EngineFamily, string>> = {
  postgres: 'PostgreSQL',
  mysql: 'MySQL',
  mariadb: 'MariaDB',
};

/**
 * The entry in the settings of SQLTools (`connection.schema.json` of mtxr/vscode-sqltools; `askForPassword` is "Ask on
 * connect"). Settings hold comments and are synchronised, so they are not written to, and hold no password.
 */
function setUp(name: string) {
  return (to: SetUpTarget): SetUp => {
    const connection = {
      name: entryName(to),
      driver: drivers[to.family],
      server: to.host,
      port: to.port,
      database: to.database,
      username: to.dbUser,
      askForPassword: true,
      connectionTimeout: 90,
    };
    const url = connectionUrl({ ...to, hostaddr: null, connectionId: to.id, route: 'gateway' });
    return {
      steps: [
        `With SQLTools: run “Preferences: Open User Settings (JSON)” in ${name}, and put the connection into the list “sqltools.connections”, in place of one of the same name.`,
        ...(to.family === 'postgres'
          ? [
              `With Microsoft’s PostgreSQL extension: add a connection, choose “Connection String”, and paste ${url}`,
            ]
          : []),
        `With another extension: host ${to.host}, port ${to.port}, user ${to.dbUser}${to.database === '' ? '' : `, database ${to.database}`}, no TLS.`,
        'Connect: it asks for the local password, which “How to connect” copies.',
      ],
      entry: {
        file: `latchkey-${to.id}.json`,
        text: `${JSON.stringify({ 'sqltools.connections': [connection] }, null, 2)}\n`,
      },
    };
  };
}

/** An editor. None of its SQL extensions opens a connection from outside (microsoft/vscode-pgsql#38). */
function editor(
  definition: Pick<ClientDefinition, 'id' | 'name' | 'locations' | 'install'>,
): ClientDefinition {
  const { name } = definition;
  return {
    ...definition,
    runsIn: 'window',
    families: ['postgres', 'mysql', 'mariadb'],
    methods: [
      {
        route: 'gateway',
        delivery: 'none',
        on: everywhere,
        says: `Starts ${name}; open the connection from “Set up in ${name}” in its SQL extension: it leads to the gateway.`,
        plan: (_to, _password, { platform }) => inWindow(name, platform, {}),
      },
    ],
    whyNoToken: `${name}’s SQL extensions are given no connection when it starts, and keep the password that is typed.`,
    setUp: setUp(name),
  };
}

/** Visual Studio Code. */
export const vscode = editor({
  id: 'vscode',
  name: 'VS Code',
  locations: {
    darwin: [{ kind: 'application', bundle: 'Visual Studio Code.app' }],
    win32: [
      {
        kind: 'program',
        name: 'Code',
        folders: ['{LOCALAPPDATA}\\Programs\\Microsoft VS Code', '{ProgramFiles}\\Microsoft VS Code'],
      },
    ],
    linux: [
      { kind: 'program', name: 'code', folders: ['/usr/local/bin', '/usr/bin', '/snap/bin'] },
      { kind: 'flatpak', app: 'com.visualstudio.code' },
    ],
  },
  install: {
    darwin: 'brew install --cask visual-studio-code',
    win32: 'winget install Microsoft.VisualStudioCode',
    linux: 'install it from code.visualstudio.com, or the Snap code',
  },
});

/** Cursor. */
export const cursor = editor({
  id: 'cursor',
  name: 'Cursor',
  locations: {
    darwin: [{ kind: 'application', bundle: 'Cursor.app' }],
    win32: [
      {
        kind: 'program',
        name: 'Cursor',
        folders: ['{LOCALAPPDATA}\\Programs\\cursor', '{ProgramFiles}\\cursor'],
      },
    ],
    linux: [
      { kind: 'program', name: 'cursor', folders: ['/usr/local/bin', '/usr/bin'] },
      { kind: 'app-image', file: 'Cursor-*.AppImage' },
    ],
  },
  install: {
    darwin: 'brew install --cask cursor',
    win32: 'winget install Anysphere.Cursor',
    linux: 'install it from cursor.com',
  },
});
