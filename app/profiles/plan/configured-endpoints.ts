import type { AwsConfig, Section, Setting } from '../config-files/model.ts';
import { isOn, type Environment } from './environment.ts';
import type { Outcome } from './model.ts';
import { given, refuse, refuseFaulty } from './refuse.ts';
import { optionalText, requiredText, type Owner } from './setting-text.ts';

/**
 * AWS's services that Latchkey calls, as `services` sections name them.
 * https://docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-table.html
 */
export const awsServices = [
  'account',
  'cloudwatch',
  'cloudwatch_logs',
  'dsql',
  'ec2',
  'ecs',
  'iam',
  'rds',
  'signin',
  'ssm',
  'sso',
  'sso_oidc',
  'sts',
] as const;

/** One of AWS's services that Latchkey calls. */
export type AwsService = (typeof awsServices)[number];

/** An endpoint that takes the place of a service's own. */
export interface ConfiguredEndpoint {
  readonly url: string;
  /** Whether others can read what is sent there: plain HTTP that leaves this machine. */
  readonly readable: boolean;
}

/** The endpoints that take the place of the services' own. */
export type ConfiguredEndpoints = ReadonlyMap<AwsService, ConfiguredEndpoint>;

/**
 * The endpoints of a profile: `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, its `services` section, its
 * `endpoint_url`, in this order; none where `ignore_configured_endpoint_urls` says so.
 */
export function configuredEndpoints(
  config: AwsConfig,
  owner: Owner,
  env: Environment,
): Outcome<ConfiguredEndpoints> {
  const endpoints = new Map<AwsService, ConfiguredEndpoint>();
  if (isOn(env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'], owner, 'ignore_configured_endpoint_urls')) {
    return given(endpoints);
  }
  const everywhere = fromEnvironment(env, 'AWS_ENDPOINT_URL');
  // the files are not asked, as with the AWS CLI, where the environment has an answer for all
  const section = everywhere === null ? servicesOf(config, owner) : given(null);
  if (!section.ok) return section;
  const general = everywhere === null ? optionalText(owner, 'endpoint_url', 'word') : given(null);
  if (!general.ok) return general;
  for (const service of awsServices) {
    const found =
      fromEnvironment(env, `AWS_ENDPOINT_URL_${service.toUpperCase()}`) ??
      everywhere ??
      fromServices(section.value, service) ??
      fromProfile(owner, general.value);
    if (found === null) continue;
    const checked = check(found);
    if (!checked.ok) return checked;
    endpoints.set(service, checked.value);
  }
  return given(endpoints);
}

interface Candidate {
  readonly url: string;
  readonly what: string;
  readonly setting: Setting | null;
}

function fromEnvironment(env: Environment, name: string): Candidate | null {
  const url = env[name] ?? '';
  return url === '' ? null : { url, what: `${name} in the environment`, setting: null };
}

function fromServices(section: Section | null, service: AwsService): Candidate | null {
  const setting = section?.settings.get(service);
  const block = setting?.value;
  const url = typeof block === 'object' ? (block.get('endpoint_url') ?? '') : '';
  return setting === undefined || url === ''
    ? null
    : { url, what: `The endpoint_url of ${service}`, setting };
}

function fromProfile(owner: Owner, url: string | null): Candidate | null {
  const setting = owner.settings.get('endpoint_url') ?? null;
  return url === null ? null : { url, what: `The endpoint_url of ${owner.name}`, setting };
}

/** The section that a profile's `services` names; one that is not there stops the AWS CLI too. */
function servicesOf(config: AwsConfig, owner: Owner): Outcome<Section | null> {
  const setting = owner.settings.get('services');
  if (setting === undefined) return given(null);
  const name = requiredText(owner, 'services', 'line');
  if (!name.ok) return name;
  const section = config.services.get(name.value);
  if (section === undefined) {
    const message = `The services section ${name.value} of ${owner.name} is not there.`;
    return refuse(
      'reference-missing',
      message,
      `Add [services ${name.value}], or correct services.`,
      setting,
    );
  }
  return section.fault === null
    ? given(section)
    : refuseFaulty(`Services section ${name.value}`, section.fault);
}

/**
 * An address as a program may send to it without doubt: no name and password, no space, no backslash, which
 * URL parsers read in different ways.
 */
const ADDRESS = /^(https?):\/\/([a-z\d.-]+|\[[a-f\d:.]+\])(:\d{1,5})?(\/[\w/.~%+-]*)?$/i;

/** Names and addresses of this machine. */
const LOOPBACK = /^(localhost|[a-z\d.-]+\.localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/i;

function check({ url, what, setting }: Candidate): Outcome<ConfiguredEndpoint> {
  const [, scheme, host] = ADDRESS.exec(url) ?? [];
  if (scheme === undefined || host === undefined) {
    const hint = 'Write an address such as https://vpce-0123.rds.eu-west-1.vpce.amazonaws.com.';
    return refuse('value-invalid', `${what} is not an address that Latchkey can use.`, hint, setting);
  }
  return given({ url, readable: scheme.toLowerCase() === 'http' && !LOOPBACK.test(host) });
}
