import { succeed, type Result } from '../../app/common/result.ts';
import type { ClientSettings } from '../../app/profiles/plan/client-settings.ts';
import type { Environment } from '../../app/profiles/plan/environment.ts';
import { refusedFailure } from '../../app/profiles/plan/refused-failure.ts';
import { resolveProfile } from '../../app/profiles/plan/resolve-profile.ts';
import type { ProfileFiles } from '../../app/profiles/ports.ts';

/** How AWS is asked for a profile, as the files say now: `profile-unusable` where they say nothing of use. */
export type SettingsOf = (profile: string) => Promise<Result<ClientSettings>>;

/** Looks a profile's client settings up in AWS's files. */
export function settingsOf(files: Pick<ProfileFiles, 'read'>, env: Environment): SettingsOf {
  return async (profile) => {
    const { config } = await files.read();
    const resolved = resolveProfile(config, profile, env);
    return resolved.ok
      ? succeed(resolved.value.client)
      : { ok: false, error: refusedFailure(profile, resolved.error) };
  };
}
