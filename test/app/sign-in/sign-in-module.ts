import { vi } from 'vitest';
import { succeed } from '../../../app/common/result.ts';
import type { SsoSession } from '../../../app/profiles/model.ts';
import type { ProfilesApi } from '../../../app/profiles/module.ts';
import type { SsoState } from '../../../app/sign-in/model.ts';
import { createSignInModule, type SignInModulePorts } from '../../../app/sign-in/module.ts';
import { testClock } from '../test-clock.ts';
import { memorySignIn } from './memory-sign-in.ts';

/** An SSO session that two profiles need. */
export const corp: SsoSession = {
  session: 'corp',
  startUrl: 'https://corp.awsapps.com/start',
  region: 'eu-west-1',
  scopes: null,
  profiles: ['analytics', 'platform-prod'],
};

/** The older form: profiles that say themselves where to sign in. */
export const inline: SsoSession = {
  ...corp,
  session: null,
  startUrl: 'https://partner.awsapps.com/start',
  profiles: ['partner'],
};

/** What the session and the older form are known by. */
export const CORP = 'session corp';
export const INLINE = 'url eu-west-1 https://partner.awsapps.com/start';

/** The sign-in module over an IAM Identity Center in memory. */
export function signInModule(over: Partial<SignInModulePorts> = {}) {
  const clock = testClock();
  const memory = memorySignIn();
  const emitted: [name: string, payload: unknown][] = [];
  const copied: string[] = [];
  const recheck = vi.fn<ProfilesApi['recheck']>(async () => undefined);
  const report = vi.fn();
  const module = createSignInModule(
    { ...memory.ports, ...over },
    {
      clock,
      profiles: { recheck },
      report,
      background: (work) => void work.catch((cause: unknown) => report('background work', cause)),
      async copyText(text) {
        copied.push(text);
        return succeed({});
      },
    },
    (name, payload) => void emitted.push([name, payload]),
  );
  const state = (): SsoState => module.snapshot().sso;
  return { clock, memory, module, emitted, copied, recheck, report, state };
}
