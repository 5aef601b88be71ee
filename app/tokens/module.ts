import type { Clock } from '../common/clock.ts';
import type { EmitOf, SnapshotOf } from '../common/contract.ts';
import { createNews } from '../common/news.ts';
import type { ProfilesApi } from '../profiles/module.ts';
import type { SettingsApi } from '../settings/module.ts';
import type { SignInApi } from '../sign-in/module.ts';
import type { tokensContract } from './contract.ts';
import type { Clipboard, NoCredentials, SignToken } from './ports.ts';
import { createTokens } from './service.ts';

/** What the tokens module needs from outside. */
export interface TokensModulePorts {
  readonly sign: SignToken;
  readonly clipboard: Clipboard;
}

/** What the tokens module takes from others. */
interface Needs {
  readonly clock: Clock;
  readonly profiles: ProfilesApi;
  readonly settings: SettingsApi;
  readonly signIn: Pick<SignInApi, 'waitFor'>;
}

/** What other modules can ask about tokens. */
export type TokensApi = ReturnType<typeof createTokensModule>['api'];

/** Makes the tokens module. */
export function createTokensModule(
  ports: TokensModulePorts,
  { clock, profiles, settings, signIn }: Needs,
  emit: EmitOf<typeof tokensContract>,
) {
  const noCredentials = createNews<NoCredentials>();
  const { stop, keysRefused, ...api } = createTokens({
    ...ports,
    clock,
    credentials: profiles.credentials,
    settings: settings.current,
    onLeases: (all) => emit('leases', all),
    onNoCredentials: noCredentials.tell,
    waitForSignIn: signIn.waitFor,
  });
  const snapshot: SnapshotOf<typeof tokensContract> = () => ({ leases: api.leases() });
  return { api, news: { noCredentials }, snapshot, handlers: {}, reactions: { keysRefused }, stop };
}
