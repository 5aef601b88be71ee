import type { EngineFamily } from '../../endpoints/model.ts';
import type { Result } from '../../common/result.ts';
import { percentEncoded } from '../connection-url.ts';
import type { Platform } from '../model.ts';
import type { ClientTarget } from '../ports.ts';
import type { Circumstances, ClientDefinition, Plan, SetUp, SetUpTarget } from './definition.ts';
import { cannotTake, entryName, everywhere, inWindow } from './window.ts';

const NAME = 'Beekeeper Studio';

const schemes: Readonly<Record<EngineFamily, string>> = {
  postgres: 'postgresql',
  mysql: 'mysql',
  mariadb: 'mariadb',
};

/**
 * Whether a database's name survives in an address. All before the last `@` is user and password, which are decoded;
 * the rest is encoded again, so that the name has to be written as it is (`saved_connection.ts`, `parse`, in
 * beekeeper-studio/beekeeper-studio). macOS' `open` takes no other characters than a URL's.
 */
function survives(database: string, platform: Platform): boolean {
  return platform === 'darwin' ? /^[\w.~-]*$/.test(database) : !/[/?#@\\]/.test(database);
}

function address(to: Pick<SetUpTarget, 'family' | 'host' | 'port'>, who: string, database: string): string {
  return `${schemes[to.family]}://${who}@${to.host}:${to.port}/${database}`;
}

/**
 * Plans the opening by URL: `open -a` on macOS, one argument on Windows and Linux (user guide, “Connecting”, and
 * `main.ts`). TLS is off unless the address says `sslmode`; a name in it is ignored, and nothing is saved but a line
 * under Recent.
 */
function plan(to: ClientTarget, password: string, { platform }: Circumstances): Result<Plan> {
  if (!survives(to.database, platform)) return cannotTake(NAME, `the database name ${to.database}`);
  const who = `${percentEncoded(to.dbUser)}:${percentEncoded(password)}`;
  return inWindow(NAME, platform, { url: address(to, who, to.database) });
}

/** The entry as an address without a password (user guide, “Connecting”: Import from URL). */
function setUp(to: SetUpTarget, platform: Platform): SetUp {
  const fits = survives(to.database, platform);
  return {
    steps: [
      `In ${NAME} choose “New Connection” and “Import from URL”, and paste the entry. Do this once: each import adds another entry.`,
      ...(fits ? [] : [`Type the default database: ${to.database}`]),
      'Paste the local password, which “How to connect” copies.',
      `Name it “${entryName(to)}” and save it. It leads to the gateway for as long as the gateway listens.`,
    ],
    entry: {
      file: `latchkey-${to.id}.txt`,
      text: `${address(to, percentEncoded(to.dbUser), fits ? to.database : '')}\n`,
    },
  };
}

/** Beekeeper Studio, Community and paid, which are one program. */
export const beekeeper: ClientDefinition = {
  id: 'beekeeper',
  name: NAME,
  runsIn: 'window',
  families: ['postgres', 'mysql', 'mariadb'],
  locations: {
    darwin: [
      { kind: 'application', bundle: 'Beekeeper Studio.app' },
      { kind: 'application', bundle: 'Beekeeper Studio Ultimate.app' },
    ],
    win32: [
      {
        kind: 'program',
        name: 'Beekeeper Studio',
        folders: ['{LOCALAPPDATA}\\Programs\\beekeeper-studio', '{ProgramFiles}\\Beekeeper Studio'],
      },
    ],
    linux: [
      {
        kind: 'program',
        name: 'beekeeper-studio',
        folders: ['/usr/local/bin', '/usr/bin', '/opt/Beekeeper Studio', '/snap/bin'],
      },
      { kind: 'flatpak', app: 'io.beekeeperstudio.Studio' },
      { kind: 'app-image', file: 'Beekeeper-Studio-*.AppImage' },
    ],
  },
  install: {
    darwin: 'brew install --cask beekeeper-studio',
    win32: 'winget install beekeeper-studio.beekeeper-studio',
    linux: 'install the Snap beekeeper-studio, the Flatpak io.beekeeperstudio.Studio, or its AppImage',
  },
  methods: [{ route: 'gateway', delivery: 'url', on: everywhere, plan }],
  whyNoToken: `${NAME} takes a password in an address only, keeps what was opened under Recent, and does not verify TLS then.`,
  caution: (platform) =>
    platform === 'darwin'
      ? `${NAME} forgets the address when it was not running (its issue 4214): open the connection once more if the window stays empty.`
      : null,
  setUp,
};
