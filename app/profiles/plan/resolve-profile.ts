import type { AwsConfig } from '../config-files/model.ts';
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
 * machine is refused: whoever is on the way could read what is signed, and the temporary keys in the replies.
 *
 * @param env its `AWS_…` variables go before the files, as `clientSettingsFor` has it
 */
export function resolveProfile(config: AwsConfig, name: string, env: Environment): Outcome<ResolvedProfile> {
  const plan = planFor(config, name);
  if (!plan.ok) return plan;
  const client = clientSettingsFor(config, name, env);
  if (!client.ok) return client;
  const readable = [...client.value.endpoints.values()].find((endpoint) => endpoint.readable);
  if (readable !== undefined) {
    const settings = config.profiles.get(name)?.settings;
    const message = `Others could read what profile ${name} sends to ${readable.url}.`;
    const at = settings?.get('endpoint_url') ?? settings?.get('services');
    return refuse('value-invalid', message, 'Write an https address, or one of this machine.', at);
  }
  return given({ plan: plan.value, client: client.value });
}
