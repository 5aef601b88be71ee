import type { Result } from '../../common/result.ts';
import type { ClientTarget } from '../ports.ts';
import type { Circumstances, ClientDefinition, Plan, SetUp, SetUpTarget } from './definition.ts';
import { cannotTake, entryName, everywhere, inWindow } from './window.ts';

const NAME = 'MySQL Workbench';

/**
 * Plans `--query USER@HOST:PORT` (mysql-workbench(1); MySQL Workbench Manual, 2.2 "Command-Line Options"). It takes no
 * password, and its connection string has no escape.
 */
function plan(to: ClientTarget, _password: string, { platform }: Circumstances): Result<Plan> {
  if (/[@:]/.test(to.dbUser)) return cannotTake(NAME, `the user ${to.dbUser}`);
  return inWindow(NAME, platform, { args: ['--query', `${to.dbUser}@${to.host}:${to.port}`] });
}

/**
 * The connection as Workbench's dialog asks for it (MySQL Workbench Manual, 5.2 "Creating A New MySQL Connection"). Its
 * own `connections.xml` is no way in: a running Workbench writes over it.
 */
function setUp(to: SetUpTarget): SetUp {
  return {
    steps: [
      `In ${NAME} choose + beside “MySQL Connections”, and name the connection “${entryName(to)}”.`,
      `Hostname ${to.host}, port ${to.port}, username ${to.dbUser}${to.database === '' ? '' : `, default schema ${to.database}`}; on the tab SSL choose “No”.`,
      'Choose “Store in Keychain…” or “Store in Vault…”, and paste the local password, which “How to connect” copies.',
    ],
    entry: null,
  };
}

/** MySQL Workbench. */
export const mysqlWorkbench: ClientDefinition = {
  id: 'mysql-workbench',
  name: NAME,
  runsIn: 'window',
  families: ['mysql', 'mariadb'],
  locations: {
    darwin: [{ kind: 'application', bundle: 'MySQLWorkbench.app' }],
    win32: [
      {
        kind: 'program',
        name: 'MySQLWorkbench',
        folders: [
          '{ProgramFiles}\\MySQL\\MySQL Workbench *',
          '{ProgramFiles(x86)}\\MySQL\\MySQL Workbench *',
        ],
      },
    ],
    linux: [
      { kind: 'program', name: 'mysql-workbench', folders: ['/usr/local/bin', '/usr/bin'] },
      { kind: 'program', name: 'mysql-workbench-community', folders: ['/usr/bin', '/snap/bin'] },
    ],
  },
  install: {
    darwin: 'brew install --cask mysqlworkbench',
    win32: 'winget install Oracle.MySQLWorkbench',
    linux: 'install it from dev.mysql.com, or the Snap mysql-workbench-community',
  },
  methods: [{ route: 'gateway', delivery: 'paste', on: everywhere, plan }],
  whyNoToken: `${NAME} takes a password in its own dialog only, and offers to keep it.`,
  caution: (platform) =>
    platform === 'darwin'
      ? `${NAME} is only brought to the front when it runs already: open the connection there.`
      : null,
  setUp,
};
