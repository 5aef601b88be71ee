import { LogoutCommand } from '@aws-sdk/client-sso';
import { succeed } from '../../app/common/result.ts';
import type { KnownSignIns } from '../../app/sign-in/ports.ts';
import { unwritable } from '../files/unwritable.ts';
import { withSso } from '../profiles/sso-client.ts';
import { currentToken } from '../profiles/sso-refresh.ts';
import { isSamePortal, readToken, removeToken, tokenPath } from '../profiles/sso-token.ts';
import type { SettingsOfSso } from './sso-settings.ts';

/** What renews a sign-in, and what ends one at AWS: they need AWS's SDK. */
export function ssoCalls(
  settingsOf: SettingsOfSso,
  env: NodeJS.ProcessEnv,
): Pick<KnownSignIns, 'renew' | 'signOut'> {
  return {
    async renew(target) {
      const settings = await settingsOf(target);
      if (settings.ok) await currentToken(tokenPath(target, env), target, settings.value);
    },
    async signOut(target) {
      const path = tokenPath(target, env);
      const token = await readToken(path);
      // a sign-in to another start URL is not this session's to end
      if (token?.startUrl !== undefined && !isSamePortal(token.startUrl, target.startUrl))
        return succeed(null);
      try {
        await removeToken(path);
      } catch (cause) {
        return { ok: false, error: unwritable(path, cause) };
      }
      const settings = await settingsOf(target);
      if (token === null || !settings.ok) return succeed(null);
      const { accessToken } = token;
      // who is offline is signed out here; AWS's side ends by itself
      await withSso(settings.value, target.region, (client) =>
        client.send(new LogoutCommand({ accessToken })),
      ).catch(() => undefined);
      return succeed(null);
    },
  };
}
