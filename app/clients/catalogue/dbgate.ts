import type { EngineFamily, Environment } from '../../endpoints/model.ts';
import type { Result } from '../../common/result.ts';
import type { ClientTarget } from '../ports.ts';
import type { Circumstances, ClientDefinition, Plan, SetUp, SetUpTarget } from './definition.ts';
import { entryName, everywhere, inWindow } from './window.ts';

const engines: Readonly<Record<EngineFamily, string>> = {
  postgres: 'postgres@dbgate-plugin-postgres',
  mysql: 'mysql@dbgate-plugin-mysql',
  mariadb: 'mariadb@dbgate-plugin-mysql',
};

/**
 * Plans the environment by which DbGate opens one connection and nothing else (its author in dbgate/dbgate#430 and
 * #483; `envtools.js` of `dbgate-api`). Values are taken as they are. It saves nothing of it; without a database it
 * shows the server's.
 */
function plan(to: ClientTarget, password: string, { platform }: Circumstances): Result<Plan> {
  return inWindow('DbGate', platform, {
    set: {
      CONNECTIONS: 'latchkey',
      LABEL_latchkey: entryName(to),
      ENGINE_latchkey: engines[to.family],
      SERVER_latchkey: to.host,
      PORT_latchkey: String(to.port),
      USER_latchkey: to.dbUser,
      PASSWORD_latchkey: password,
      SINGLE_CONNECTION: 'latchkey',
      ...(to.database === '' ? {} : { DATABASE_latchkey: to.database, SINGLE_DATABASE: to.database }),
    },
  });
}

/** DbGate's names of its connection colours. */
const colors: Readonly<Record<Environment['kind'], string | null>> = {
  prod: 'red',
  staging: 'gold',
  dev: 'green',
  other: null,
};

/**
 * The entry as a line of `~/.dbgate/connections.jsonl`, which is read at the start and written whole afterwards
 * (`directories.js` and `JsonLinesDatabase.js` of `dbgate-api`). It asks for the password each time and keeps it in
 * memory only (`serverConnections.js`).
 */
function setUp(to: SetUpTarget): SetUp {
  const color = to.environment === null ? null : colors[to.environment.kind];
  const line = {
    _id: `latchkey-${to.id}`,
    engine: engines[to.family],
    displayName: entryName(to),
    server: to.host,
    port: String(to.port),
    user: to.dbUser,
    passwordMode: 'askPassword',
    ...(to.database === '' ? {} : { defaultDatabase: to.database, singleDatabase: true }),
    ...(color === null ? {} : { connectionColor: color }),
  };
  return {
    steps: [
      'Opened from here, DbGate shows this connection alone and needs no entry. For an entry among your own:',
      'Quit DbGate.',
      `Add the entry as a line of its own to the file connections.jsonl in the folder .dbgate of your home folder, in place of the one with the same _id.`,
      'Start DbGate. It asks for the local password, which “How to connect” copies.',
    ],
    entry: { file: 'connections.jsonl', text: `${JSON.stringify(line)}\n` },
  };
}

/** DbGate, Community and Premium. */
export const dbgate: ClientDefinition = {
  id: 'dbgate',
  name: 'DbGate',
  runsIn: 'window',
  families: ['postgres', 'mysql', 'mariadb'],
  locations: {
    darwin: [
      { kind: 'application', bundle: 'DbGate.app', program: 'DbGate' },
      { kind: 'application', bundle: 'DbGate Premium.app', program: 'DbGate Premium' },
    ],
    win32: [
      {
        kind: 'program',
        name: 'DbGate',
        folders: ['{LOCALAPPDATA}\\Programs\\dbgate', '{ProgramFiles}\\DbGate'],
      },
    ],
    linux: [
      {
        kind: 'program',
        name: 'dbgate',
        folders: ['/usr/local/bin', '/usr/bin', '/opt/DbGate', '/snap/bin'],
      },
      { kind: 'flatpak', app: 'org.dbgate.DbGate' },
      { kind: 'app-image', file: 'dbgate-*.AppImage' },
    ],
  },
  install: {
    darwin: 'brew install --cask dbgate',
    win32: 'winget install JanProchazka.dbgate',
    linux: 'install the Snap dbgate, the Flatpak org.dbgate.DbGate, or its AppImage',
  },
  methods: [{ route: 'gateway', delivery: 'environment', on: everywhere, plan }],
  whyNoToken: 'DbGate logs in again with what it was started with, long after a token has expired.',
  setUp,
};
