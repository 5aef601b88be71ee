import { resolveConnectAddress } from '../../../app/clients/connect-address.ts';
import type { CopyFormatsPorts } from '../../../app/copy-formats/ports.ts';
import { createCopyFormats, type Subject } from '../../../app/copy-formats/service.ts';
import { succeed } from '../../../app/common/result.ts';
import { Secret } from '../../../app/common/secret.ts';
import type { Target } from '../../../app/connect/target.ts';
import { createTokens } from '../../../app/tokens/service.ts';
import type { Lease } from '../../../app/tokens/model.ts';
import { testClock } from '../test-clock.ts';
import { fakeClipboard } from '../tokens/fake-clipboard.ts';
import { openTarget, sampleToken } from '../clients/odd-values.ts';

/** The local password of the module's gateway. */
export const LOCAL_PASSWORD = 'Local1Password2';

/** What a form is made for: a saved connection to a database with nothing odd in it. */
export function subject(open: Partial<Target['open']> = {}): Subject {
  const to = { ...openTarget, ...open };
  const { host, port, dbUser } = to;
  return {
    target: {
      token: {
        endpointId: 'e',
        profile: 'dev',
        request: { host, port, region: 'us-east-1', dbUser },
        name: to.name,
      },
      open: to,
    },
    connectionId: 'c',
  };
}

/** The module with a real tokens module and clipboard guard behind it. */
export function copyFormatsModule(over: Partial<CopyFormatsPorts> = {}) {
  const clock = testClock();
  const { clipboard, seen } = fakeClipboard();
  const leases: Lease[][] = [];
  const tokens = createTokens({
    credentials: async () =>
      succeed({ accessKeyId: 'A', secretAccessKey: 's', sessionToken: null, expiry: { kind: 'never' } }),
    sign: async () => ({ token: sampleToken, signedAt: clock.now(), validUntil: clock.now() + 900_000 }),
    clipboard,
    clock,
    settings: () => ({ clearClipboardAfter: 'lease' }),
    onLeases: (list) => leases.push(list),
    onNoCredentials: () => undefined,
    waitForSignIn: async () => false,
  });
  const copyFormats = createCopyFormats({
    platform: 'linux',
    dialled: (target, by) => resolveConnectAddress(target, async () => ['127.0.0.1'], by),
    settingsCaFile: () => null,
    caFile: async (own) => succeed(own ?? '/data/rds-ca.pem'),
    gateway: () => ({ port: 15_432, localSide: { localSignIn: 'scram', localCa: null } }),
    localPassword: async () => succeed(new Secret(LOCAL_PASSWORD)),
    copyToken: tokens.copy,
    copySecret: tokens.copySecret,
    async copyText(text) {
      await clipboard.writeText(text);
      return succeed({});
    },
    ...over,
  });
  return { copyFormats, seen, leases, clock };
}
