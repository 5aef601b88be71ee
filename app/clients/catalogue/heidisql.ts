import type { Result } from '../../common/result.ts';
import type { ClientTarget } from '../ports.ts';
import type { Circumstances, ClientDefinition, Plan, SetUp, SetUpTarget } from './definition.ts';
import { cannotTake, entryName, inWindow } from './window.ts';

const NAME = 'HeidiSQL';

/** What HeidiSQL's patterns take as one value, quotes or none: no blank, quote or sign of another option. */
const PLAIN = /^[A-Za-z0-9_.@+~-]+$/;

/**
 * Plans the start with parameters. HeidiSQL looks for each with a pattern in its whole command line, up to the next
 * blank (`apphelpers.pas`, `ParseCommandLine`, in HeidiSQL/HeidiSQL): a value cannot be quoted so that it would be
 * safe, and a word that ends in `.sql` is a file to open. The same description is the same session
 * (HeidiSQL/HeidiSQL#2162); `nettype` 0 is MySQL and MariaDB over TCP, 8 is PostgreSQL.
 */
function plan(to: ClientTarget, password: string, { platform }: Circumstances): Result<Plan> {
  const values = {
    description: `Latchkey-${to.port}`,
    nettype: to.family === 'postgres' ? '8' : '0',
    host: to.host,
    port: String(to.port),
    user: to.dbUser,
    password,
    ...(to.database === '' ? {} : { databases: to.database }),
    ssl: '0',
  };
  for (const value of Object.values(values)) {
    if (PLAIN.test(value) && !/\.sql$/i.test(value)) continue;
    return cannotTake(NAME, value === password ? 'this local password' : `“${value}”`);
  }
  return inWindow(NAME, platform, {
    args: Object.entries(values).map(([key, value]) => `--${key}=${value}`),
  });
}

/** The session as HeidiSQL's session manager asks for it; its file and registry forms are documented nowhere. */
function setUp(to: SetUpTarget): SetUp {
  const type = to.family === 'postgres' ? 'PostgreSQL (TCP/IP)' : 'MariaDB or MySQL (TCP/IP)';
  return {
    steps: [
      `In ${NAME}’s session manager choose New, and name the session “${entryName(to)}”.`,
      `Network type ${type}, host ${to.host}, port ${to.port}, user ${to.dbUser}${to.database === '' ? '' : `, database ${to.database}`}; no SSL.`,
      'Paste the local password, which “How to connect” copies, or choose “Prompt for credentials”, and save.',
    ],
    entry: null,
  };
}

/** HeidiSQL: for Windows, and since 12.11 for Linux. */
export const heidisql: ClientDefinition = {
  id: 'heidisql',
  name: NAME,
  runsIn: 'window',
  families: ['mysql', 'mariadb', 'postgres'],
  locations: {
    win32: [
      {
        kind: 'program',
        name: 'heidisql',
        folders: [
          '{ProgramFiles}\\HeidiSQL',
          '{ProgramFiles(x86)}\\HeidiSQL',
          '{home}\\scoop\\apps\\heidisql\\current',
        ],
      },
    ],
    linux: [{ kind: 'program', name: 'heidisql', folders: ['/usr/local/bin', '/usr/bin'] }],
  },
  install: { win32: 'winget install HeidiSQL.HeidiSQL', linux: 'install it from heidisql.com' },
  methods: [{ route: 'gateway', delivery: 'arguments', on: ['win32', 'linux'], plan }],
  whyNoToken: `${NAME} takes a password among its arguments only, and older versions verify no certificate.`,
  setUp,
};
