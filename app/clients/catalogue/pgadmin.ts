import type { Environment } from '../../endpoints/model.ts';
import type { Platform } from '../model.ts';
import type { ClientDefinition, SetUp, SetUpTarget } from './definition.ts';
import { passwordCommandLine } from './password-command.ts';
import { entryName, everywhere, inWindow } from './window.ts';

const NAME = 'pgAdmin 4';

/** The colour of the server's name in the tree and of its query tabs. */
const colors: Readonly<Record<Environment['kind'], string | null>> = {
  prod: '#ffcdd2',
  staging: '#ffe0b2',
  dev: '#c8e6c9',
  other: null,
};

/**
 * The server as a file (pgAdmin 4 documentation, "Import/Export Servers"): `ConnectionParameters` is read since 7,
 * `SSLMode` before. Its `PasswordExecCommand` goes to a shell, which prints the local password (`passexec.py` in
 * pgadmin-org/pgadmin4); `%` would be taken for a placeholder. A second import is a second entry.
 */
function setUp(to: SetUpTarget, platform: Platform): SetUp {
  const line = passwordCommandLine(to, platform);
  const command = line?.includes('%') === true ? null : line;
  const color = to.environment === null ? null : colors[to.environment.kind];
  const server = {
    Name: entryName(to),
    Group: 'Latchkey',
    Host: to.host,
    Port: to.port,
    MaintenanceDB: to.database === '' ? 'postgres' : to.database,
    Username: to.dbUser,
    SSLMode: 'disable',
    ConnectionParameters: { sslmode: 'disable', connect_timeout: 90 },
    Comment: 'Through Latchkey’s gateway, which has to listen.',
    ...(color === null ? {} : { BGColor: color, FGColor: '#000000' }),
    ...(command === null ? {} : { PasswordExecCommand: command }),
  };
  return {
    steps: [
      'Save the entry as a file.',
      `In ${NAME} choose Tools, “Import/Export Servers…”, Import, and the file: once, for each import adds a server.`,
      command === null
        ? 'Connect: it asks for the local password, which “How to connect” copies, and can save it.'
        : 'Connect: it runs the command in the entry to get the local password.',
    ],
    entry: {
      file: `latchkey-${to.id}.json`,
      text: `${JSON.stringify({ Servers: { '1': server } }, null, 2)}\n`,
    },
  };
}

/** pgAdmin 4 as a desktop program. Nothing in its command line opens a server (pgadmin-org/pgadmin4#6272). */
export const pgadmin: ClientDefinition = {
  id: 'pgadmin',
  name: NAME,
  runsIn: 'window',
  families: ['postgres'],
  locations: {
    darwin: [{ kind: 'application', bundle: 'pgAdmin 4.app' }],
    win32: [
      {
        kind: 'program',
        name: 'pgAdmin4',
        folders: [
          '{ProgramFiles}\\pgAdmin 4\\runtime',
          '{LOCALAPPDATA}\\Programs\\pgAdmin 4\\runtime',
          '{ProgramFiles}\\PostgreSQL\\*\\pgAdmin 4\\runtime',
        ],
      },
    ],
    linux: [
      { kind: 'program', name: 'pgadmin4', folders: ['/usr/pgadmin4/bin', '/usr/local/bin', '/usr/bin'] },
      { kind: 'flatpak', app: 'org.pgadmin.pgadmin4' },
    ],
  },
  install: {
    darwin: 'brew install --cask pgadmin4',
    win32: 'winget install PostgreSQL.pgAdmin',
    linux: 'install the package pgadmin4-desktop from pgadmin.org, or the Flatpak org.pgadmin.pgadmin4',
  },
  methods: [
    {
      route: 'gateway',
      delivery: 'none',
      on: everywhere,
      says: `Starts ${NAME}; open the server from “Set up in ${NAME}” there: it leads to the gateway.`,
      plan: (_to, _password, { platform }) => inWindow(NAME, platform, {}),
    },
  ],
  whyNoToken: `${NAME} is given no connection when it starts, and keeps the password that it was given first.`,
  setUp,
};
