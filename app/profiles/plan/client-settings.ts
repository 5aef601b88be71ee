import type { AwsConfig } from '../config-files/model.ts';
import { configuredEndpoints, type ConfiguredEndpoints } from './configured-endpoints.ts';
import { isOn, type Environment } from './environment.ts';
import type { Outcome } from './model.ts';
import { given, refuse, refuseFaulty } from './refuse.ts';
import { isRegion, optionalRegion } from './region.ts';
import { optionalText, type Owner } from './setting-text.ts';

/** How every AWS client that works for a profile is set up. */
export interface ClientSettings {
  readonly region: string | null;
  readonly useFipsEndpoint: boolean;
  readonly useDualstackEndpoint: boolean;
  /** The path of a PEM file that takes the place of the known certificate authorities. */
  readonly caBundle: string | null;
  /** Whether STS's global endpoint is asked for (`sts_regional_endpoints = legacy`). */
  readonly legacySts: boolean;
  readonly endpoints: ConfiguredEndpoints;
}

/**
 * The settings of the profile at hand that its AWS clients go by, for its own calls and for those of its
 * whole chain, as the AWS CLI does with `--profile`. No other profile's settings take part. A variable of the
 * environment goes before the file, but for the region: many profiles share this environment.
 * https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
 */
export function clientSettingsFor(
  config: AwsConfig,
  name: string,
  env: Environment,
): Outcome<ClientSettings> {
  const profile = config.profiles.get(name);
  if (profile === undefined) {
    return refuse('profile-missing', `There is no profile ${name}.`, 'Add it to the config file.', null);
  }
  if (profile.fault !== null) return refuseFaulty(`Profile ${name}`, profile.fault);
  return settingsFor(config, { name: `profile ${name}`, settings: profile.settings }, env);
}

/** The settings of AWS clients that work for no profile: those of the environment. */
export function clientSettingsForNobody(config: AwsConfig, env: Environment): Outcome<ClientSettings> {
  return settingsFor(config, { name: 'the environment', settings: new Map() }, env);
}

function settingsFor(config: AwsConfig, owner: Owner, env: Environment): Outcome<ClientSettings> {
  const region = optionalRegion(owner, 'region');
  if (!region.ok) return region;
  const caBundle = optionalText(owner, 'ca_bundle', 'line');
  if (!caBundle.ok) return caBundle;
  const endpoints = configuredEndpoints(config, owner, env);
  if (!endpoints.ok) return endpoints;
  const sts = env['AWS_STS_REGIONAL_ENDPOINTS'] ?? owner.settings.get('sts_regional_endpoints')?.value;
  return given({
    region: region.value ?? ownRegion(env),
    useFipsEndpoint: isOn(env['AWS_USE_FIPS_ENDPOINT'], owner, 'use_fips_endpoint'),
    useDualstackEndpoint: isOn(env['AWS_USE_DUALSTACK_ENDPOINT'], owner, 'use_dualstack_endpoint'),
    caBundle: filled(env['AWS_CA_BUNDLE']) ?? caBundle.value,
    legacySts: sts === 'legacy',
    endpoints: endpoints.value,
  });
}

/** The environment's region; what cannot be one counts as none. */
function ownRegion(env: Environment): string | null {
  const region = filled(env['AWS_REGION']) ?? filled(env['AWS_DEFAULT_REGION']);
  return region !== null && isRegion(region) ? region : null;
}

/** The value of a variable; an empty one counts as none. */
function filled(variable: string | undefined): string | null {
  return variable === undefined || variable === '' ? null : variable;
}
