import type { SetUp, SetUpTarget, ClientDefinition } from './definition.ts';
import { entryName, everywhere, inWindow } from './window.ts';

const NAME = 'Navicat';

const types = { postgres: 'PostgreSQL', mysql: 'MySQL', mariadb: 'MariaDB' } as const;

/** The connection as Navicat's dialog asks for it: its file and address forms are not documented. */
function setUp(to: SetUpTarget): SetUp {
  return {
    steps: [
      `In ${NAME} choose Connection, ${types[to.family]}, and name the connection “${entryName(to)}”.`,
      `Host ${to.host}, port ${to.port}, user name ${to.dbUser}${to.database === '' ? '' : `, initial database ${to.database}`}; no SSL.`,
      'Paste the local password, which “How to connect” copies, and save it or not.',
    ],
    entry: null,
  };
}

/** Navicat Premium. It documents no way to open a connection from outside, and hides a saved password behind a public key. */
export const navicat: ClientDefinition = {
  id: 'navicat',
  name: NAME,
  runsIn: 'window',
  families: ['mysql', 'mariadb', 'postgres'],
  locations: {
    darwin: [
      { kind: 'application', bundle: 'Navicat Premium.app' },
      { kind: 'application', bundle: 'Navicat Premium Lite.app' },
    ],
    win32: [
      { kind: 'program', name: 'navicat', folders: ['{ProgramFiles}\\PremiumSoft\\Navicat Premium *'] },
    ],
    linux: [{ kind: 'app-image', file: 'navicat*.AppImage' }],
  },
  install: {
    darwin: 'install it from navicat.com',
    win32: 'install it from navicat.com',
    linux: 'install it from navicat.com',
  },
  methods: [
    {
      route: 'gateway',
      delivery: 'none',
      on: everywhere,
      says: `Starts ${NAME}; open the connection from “Set up in ${NAME}” there: it leads to the gateway.`,
      plan: (_to, _password, { platform }) => inWindow(NAME, platform, {}),
    },
  ],
  whyNoToken: `${NAME} gets no connection when it starts, and keeps the password that you type.`,
  setUp,
};
