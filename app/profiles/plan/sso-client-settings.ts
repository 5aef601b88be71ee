import type { AwsConfig } from '../config-files/model.ts';
import { ssoIdOf, type SsoTarget } from '../model.ts';
import { clientSettingsForNobody, type ClientSettings } from './client-settings.ts';
import type { Environment } from './environment.ts';
import type { Outcome } from './model.ts';
import { given, refuse } from './refuse.ts';
import { resolveProfile } from './resolve-profile.ts';

/**
 * How AWS is asked for a sign-in: as the first profile that needs it says, and where none does, as the environment
 * says.
 */
export function ssoClientSettings(
  config: AwsConfig,
  target: SsoTarget,
  env: Environment,
): Outcome<ClientSettings> {
  const id = ssoIdOf(target);
  for (const name of config.profiles.keys()) {
    const resolved = resolveProfile(config, name, env);
    if (!resolved.ok) continue;
    const { leaf } = resolved.value.plan;
    if (leaf.kind === 'sso' && ssoIdOf(leaf) === id) return given(resolved.value.client);
  }
  const settings = clientSettingsForNobody(config, env);
  if (!settings.ok) return settings;
  const readable = [...settings.value.endpoints.values()].find((endpoint) => endpoint.readable);
  if (readable === undefined) return settings;
  const message = `Others could read what is sent to ${readable.url}.`;
  return refuse('value-invalid', message, 'Set AWS_ENDPOINT_URL to an https address.', null);
}
