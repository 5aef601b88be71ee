import type { Result } from '../../common/result.ts';
import { percentEncoded } from '../../common/text/percent-encoding.ts';
import type { ClientTarget } from '../ports.ts';
import type { Circumstances, ClientDefinition, Plan, SetUp, SetUpTarget } from './definition.ts';
import { cannotTake, entryName, inWindow } from './window.ts';

const NAME = 'Sequel Ace';

function address(to: Pick<SetUpTarget, 'host' | 'port' | 'database'>, who: string): string {
  return `mysql://${who}@${to.host}:${to.port}/${percentEncoded(to.database)}`;
}

/**
 * Plans the opening by URL, in a program that is named, for others own `mysql:` too. It connects by itself where there
 * is a password, adds nothing to its favourites, and refuses an address with a parameter that it does not know, hence
 * none (`docs/get-started/connect-via-url.md` and `SPAppController.m`, `handleMySQLConnectWithURL:`, in
 * Sequel-Ace/Sequel-Ace). The database is the first part of the path.
 */
function plan(to: ClientTarget, password: string, { platform }: Circumstances): Result<Plan> {
  if (to.database.includes('/')) return cannotTake(NAME, `the database name ${to.database}`);
  return inWindow(NAME, platform, {
    url: address(to, `${percentEncoded(to.dbUser)}:${percentEncoded(password)}`),
  });
}

/** The favourite as an address without a password: pasted, it fills in the form (Sequel-Ace/Sequel-Ace#2398, #2400). */
function setUp(to: SetUpTarget): SetUp {
  return {
    steps: [
      `Copy the entry, and paste it in ${NAME}’s connection window; in versions of before May 2026 type host ${to.host}, port ${to.port}, user ${to.dbUser}${to.database === '' ? '' : ` and database ${to.database}`}.`,
      'Paste the local password, which “How to connect” copies. Leave SSL off.',
      `Name it “${entryName(to)}” and add it to the favourites.`,
    ],
    entry: { file: `latchkey-${to.id}.txt`, text: `${address(to, percentEncoded(to.dbUser))}\n` },
  };
}

/** Sequel Ace, for macOS. */
export const sequelAce: ClientDefinition = {
  id: 'sequel-ace',
  name: NAME,
  runsIn: 'window',
  families: ['mysql', 'mariadb'],
  locations: { darwin: [{ kind: 'application', bundle: 'Sequel Ace.app' }] },
  install: { darwin: 'brew install --cask sequel-ace' },
  methods: [{ route: 'gateway', delivery: 'url', on: ['darwin'], plan }],
  whyNoToken: `${NAME} takes a password in an address only, and sends no token without a setting of its own.`,
  setUp,
};
