import { confirmedKey, type AwsConfig } from '../config-files/model.ts';
import { clientSettingsFor, type ClientSettings } from './client-settings.ts';
import type { Environment } from './environment.ts';
import type { Outcome, Plan } from './model.ts';
import { planFor } from './plan-for.ts';
import { given, refuse } from './refuse.ts';

/** How a profile comes to its credentials, and how AWS is asked for it. */
export interface ResolvedProfile {
  readonly plan: Plan;
  readonly client: ClientSettings;
}

/**
 * All that AWS's files say of how a profile is used. A profile one of whose endpoints is plain HTTP on another
 * machine is refused until a person has confirmed it: whoever is on the way could read what is signed, and the temporary
 * keys in the replies.
 *
 * @param env its `AWS_…` variables go before the files, as `clientSettingsFor` has it
 */
export function resolveProfile(config: AwsConfig, name: string, env: Environment): Outcome<ResolvedProfile> {
  const plan = planFor(config, name);
  if (!plan.ok) return plan;
  const client = clientSettingsFor(config, name, env);
  if (!client.ok) return client;
  const addresses = [...client.value.endpoints.values()]
    .filter(({ url, readable }) => readable && !config.confirmed.has(confirmedKey(name, url)))
    .map(({ url }) => url);
  if (addresses.length > 0) return unconfirmed(config, name, [...new Set(addresses)]);
  return given({ plan: plan.value, client: client.value });
}

function unconfirmed(config: AwsConfig, name: string, addresses: readonly string[]): Outcome<never> {
  const settings = config.profiles.get(name)?.settings;
  const message = `Profile ${name} would send to ${addresses.join(' and ')} what others on the network could read.`;
  const hint = 'Write an https address, or allow this one where you trust the network.';
  const refusal = refuse(
    'endpoint-unconfirmed',
    message,
    hint,
    settings?.get('endpoint_url') ?? settings?.get('services'),
  );
  return { ok: false, error: { ...refusal.error, addresses } };
}
