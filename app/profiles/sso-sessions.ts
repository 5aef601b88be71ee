import type { AwsConfig } from './config-files/model.ts';
import { ssoIdOf, type SsoSession } from './model.ts';
import type { Environment } from './plan/environment.ts';
import { resolveProfile } from './plan/resolve-profile.ts';
import { ssoTargetOf } from './plan/sso-leaf.ts';

/** How many SSO sessions are listed at most. */
const MAX_SESSIONS = 500;

/**
 * The SSO sessions of AWS's files in the order of the profiles that need them; those that no profile needs come
 * last. One that is written wrongly is left out: the profiles that name it say what is wrong.
 *
 * @param names the profiles that are listed
 */
export function ssoSessions(config: AwsConfig, names: readonly string[], env: Environment): SsoSession[] {
  const found = new Map<string, SsoSession & { readonly profiles: string[] }>();
  for (const name of names) {
    const resolved = resolveProfile(config, name, env);
    if (!resolved.ok || resolved.value.plan.leaf.kind !== 'sso') continue;
    const { session, startUrl, region, scopes } = resolved.value.plan.leaf;
    const id = ssoIdOf({ session, startUrl, region });
    const known = found.get(id) ?? { session, startUrl, region, scopes, profiles: [] };
    known.profiles.push(name);
    found.set(id, known);
  }
  for (const name of config.ssoSessions.keys()) {
    const target = ssoTargetOf(config, name);
    if (target.ok && !found.has(ssoIdOf(target.value))) {
      found.set(ssoIdOf(target.value), { ...target.value, profiles: [] });
    }
  }
  return [...found.values()].slice(0, MAX_SESSIONS);
}
