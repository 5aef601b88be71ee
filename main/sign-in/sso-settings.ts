import { succeed, type Result } from '../../app/common/result.ts';
import { fail } from '../../app/common/result.ts';
import type { SsoTarget } from '../../app/profiles/model.ts';
import type { ClientSettings } from '../../app/profiles/plan/client-settings.ts';
import type { Environment } from '../../app/profiles/plan/environment.ts';
import { ssoClientSettings } from '../../app/profiles/plan/sso-client-settings.ts';
import type { ProfileFiles } from '../../app/profiles/ports.ts';

/** How AWS is asked for a sign-in, as the files say now: `profile-unusable` where they say nothing of use. */
export type SettingsOfSso = (target: SsoTarget) => Promise<Result<ClientSettings>>;

/** Looks a sign-in's client settings up in AWS's files. */
export function settingsOfSso(files: Pick<ProfileFiles, 'read'>, env: Environment): SettingsOfSso {
  return async (target) => {
    const { config } = await files.read();
    const settings = ssoClientSettings(config, target, env);
    if (settings.ok) return succeed(settings.value);
    const { message, hint } = settings.error;
    return fail('profile-unusable', message, { hint });
  };
}
