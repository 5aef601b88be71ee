import type { EngineFamily, Environment } from '../../endpoints/model.ts';
import type { Result } from '../../common/result.ts';
import { percentEncoded } from '../../common/text/percent-encoding.ts';
import type { Platform } from '../model.ts';
import type { ClientTarget } from '../ports.ts';
import type { Circumstances, ClientDefinition, Plan, SetUp, SetUpTarget } from './definition.ts';
import { passwordCommandLine } from './password-command.ts';
import { entryName, inWindow } from './window.ts';

const schemes: Readonly<Record<EngineFamily, string>> = {
  postgres: 'postgresql',
  mysql: 'mysql',
  mariadb: 'mariadb',
};

/** TablePlus’ environments and a colour for each (TablePlus/TablePlus#914, `env` and `statusColor`). */
const environments: Readonly<Record<Environment['kind'], { env: string; color: string } | null>> = {
  prod: { env: 'production', color: 'C62828' },
  staging: { env: 'staging', color: 'B26A00' },
  dev: { env: 'development', color: '2E7D32' },
  other: null,
};

/**
 * TablePlus' address, in the form in which “Copy as URL” writes one (TablePlus/TablePlus#914, #3422). `tLSMode` 0 is
 * “preferred” in every engine's list, and the gateway offers no TLS unless it is told to; “disabled” is 1, is not in
 * MariaDB's list, and fails in 6.9.2 (TablePlus/TablePlus#3842).
 */
function address(
  to: Pick<SetUpTarget, 'family' | 'host' | 'port' | 'database' | 'environment'>,
  name: string,
  who: string,
) {
  const look = to.environment === null ? null : environments[to.environment.kind];
  const query = [
    ...(look === null ? [] : [`statusColor=${look.color}`, `env=${look.env}`]),
    `name=${percentEncoded(name)}`,
    'tLSMode=0',
    'usePrivateKey=false',
  ];
  return `${schemes[to.family]}://${who}@${to.host}:${to.port}/${percentEncoded(to.database)}?${query.join('&')}`;
}

/**
 * Plans the opening by URL: `open -a TablePlus URL` on macOS, never after `--args`, where it is taken for a file
 * (TablePlus/TablePlus#227, #3454), and `TablePlus.exe URL` on Windows (TablePlus/TablePlus-Windows#342). The name
 * tells gateways apart in the list of windows (see #3482 below).
 */
function plan(to: ClientTarget, password: string, { platform }: Circumstances): Result<Plan> {
  const who = `${percentEncoded(to.dbUser)}:${percentEncoded(password)}`;
  return inWindow('TablePlus', platform, { url: address(to, entryName(to), who) });
}

/**
 * The entry as an address without a password (TablePlus documentation, “Manage connections”: Import from URL). Its
 * password can be a command's output (the same page, “Command Line”), which no address can carry (#3120).
 */
function setUp(to: SetUpTarget, platform: Platform): SetUp {
  const command = passwordCommandLine(to, platform);
  return {
    steps: [
      'In TablePlus choose Connection, New, then “Import from URL”, and paste the entry. Do this once: each import adds another entry.',
      command === null
        ? 'Paste the local password, which “How to connect” copies, and let TablePlus keep it in its keychain.'
        : passwordStep(command, platform),
      'Save. The entry leads to the gateway for as long as the gateway listens.',
    ],
    entry: {
      file: `latchkey-${to.id}.txt`,
      text: `${address(to, entryName(to), percentEncoded(to.dbUser))}\n`,
    },
  };
}

/** On Windows and Linux “Command Line” is newer (TablePlus/TablePlus-Linux#227), and a version may not have it. */
function passwordStep(command: string, platform: Platform): string {
  return platform === 'darwin'
    ? `At the password choose “Command Line” in place of the keychain, and give it: ${command}`
    : `At the password choose “Command Line”, and give it: ${command}. If your version has no such choice, paste the local password, which “How to connect” copies.`;
}

/** TablePlus. On Linux it opens neither addresses nor files (TablePlus/TablePlus-Linux#85, #137). */
export const tableplus: ClientDefinition = {
  id: 'tableplus',
  name: 'TablePlus',
  runsIn: 'window',
  families: ['postgres', 'mysql', 'mariadb'],
  locations: {
    darwin: [{ kind: 'application', bundle: 'TablePlus.app' }],
    win32: [{ kind: 'program', name: 'TablePlus', folders: ['{ProgramFiles}\\TablePlus'] }],
    linux: [
      { kind: 'program', name: 'tableplus', folders: ['/usr/local/bin', '/usr/bin', '/opt/tableplus'] },
      { kind: 'app-image', file: 'TablePlus*.AppImage' },
    ],
  },
  install: {
    darwin: 'brew install --cask tableplus',
    win32: 'winget install TablePlus.TablePlus',
    linux: 'install it from tableplus.com',
  },
  methods: [{ route: 'gateway', delivery: 'url', on: ['darwin', 'win32'], plan }],
  whyNoToken: 'TablePlus takes a password in an address only, which other users of this computer can see.',
  caution(platform) {
    if (platform === 'linux') {
      return 'TablePlus cannot be opened with a connection on Linux; its own entry, set up once, leads to the gateway.';
    }
    return platform === 'darwin'
      ? 'Started anew, TablePlus may bring back an older window whose database has the same name: look at the name above it.'
      : null;
  },
  setUp,
};
