import type { AwsConfig } from './config-files/model.ts';
import type { Environment } from './plan/environment.ts';
import { resolveProfile } from './plan/resolve-profile.ts';

/**
 * The sign-ins by `aws login` of AWS's files, each with the profiles that it makes usable.
 *
 * @param names the profiles that are listed
 */
export function loginSessions(
  config: AwsConfig,
  names: readonly string[],
  env: Environment,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const name of names) {
    const resolved = resolveProfile(config, name, env);
    if (!resolved.ok || resolved.value.plan.leaf.kind !== 'login') continue;
    const { session } = resolved.value.plan.leaf;
    found.set(session, [...(found.get(session) ?? []), name]);
  }
  return found;
}
