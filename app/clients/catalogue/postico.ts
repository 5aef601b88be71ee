import type { Result } from '../../common/result.ts';
import { percentEncoded } from '../../common/text/percent-encoding.ts';
import type { ClientTarget } from '../ports.ts';
import type { Circumstances, ClientDefinition, Plan, SetUp, SetUpTarget } from './definition.ts';
import { inWindow } from './window.ts';

const NAME = 'Postico';

/**
 * Postico's address (Postico 2 documentation, "URL Scheme"): the same `uuid` is the same favourite, which is then
 * brought up to date; without one there would be a new favourite each time.
 */
function address(
  to: Pick<SetUpTarget, 'name' | 'host' | 'port' | 'database'>,
  who: string,
  id: string | null,
): string {
  const uuid = id === null ? '' : `&uuid=${percentEncoded(id)}`;
  return `postico://${who}@${to.host}:${to.port}/${percentEncoded(to.database)}?nickname=${percentEncoded(to.name)}${uuid}`;
}

/** Plans the opening by URL: Postico connects and keeps the favourite, with the local password in the keychain. */
function plan(to: ClientTarget, password: string, { platform }: Circumstances): Result<Plan> {
  const who = `${percentEncoded(to.dbUser)}:${percentEncoded(password)}`;
  return inWindow(NAME, platform, { url: address(to, who, to.connectionId) });
}

/** The favourite as an address without a password. */
function setUp(to: SetUpTarget): SetUp {
  return {
    steps: [
      `Opened from here, ${NAME} keeps one favourite for this connection. Without opening it:`,
      'Open the entry in a browser’s address line: Postico takes it.',
      'Paste the local password, which “How to connect” copies, and let Postico save it in the keychain.',
    ],
    entry: {
      file: `latchkey-${to.id}.txt`,
      text: `${address(to, percentEncoded(to.dbUser), to.id)}\n`,
    },
  };
}

/** Postico 1 and 2, for macOS. */
export const postico: ClientDefinition = {
  id: 'postico',
  name: NAME,
  runsIn: 'window',
  families: ['postgres'],
  locations: {
    darwin: [
      { kind: 'application', bundle: 'Postico 2.app' },
      { kind: 'application', bundle: 'Postico.app' },
    ],
  },
  install: { darwin: 'brew install --cask postico' },
  methods: [{ route: 'gateway', delivery: 'url', on: ['darwin'], plan }],
  whyNoToken: `${NAME} takes a password in an address only, and can keep it with its favourite, where a token would go stale.`,
  setUp,
};
