import { hostSuffixOf } from '../../../app/endpoints/model.ts';
import type { ConfiguredEndpoint } from '../../../app/profiles/plan/configured-endpoints.ts';

/** The ends of the names that have IPv4 and IPv6 addresses: https://docs.aws.amazon.com/general/latest/gr/ssm.html */
const DUAL_STACK: Readonly<Record<string, string>> = {
  'amazonaws.com': 'api.aws',
  'amazonaws.com.cn': 'api.amazonwebservices.com.cn',
};

/**
 * Where a data channel is opened, if that is Session Manager's own place in the region, or the one that the profile
 * configures for it: a session's token goes there, and is worth the session.
 *
 * @param url as the service gave it
 * @param endpoint what the profile configures for Systems Manager; null for AWS's own
 * @returns null for anything else, and for what others could read on its way
 */
export function channelAddress(
  url: string,
  region: string,
  endpoint: Pick<ConfiguredEndpoint, 'url' | 'readable'> | null,
): URL | null {
  if (!URL.canParse(url)) return null;
  const at = new URL(url);
  if (at.username !== '' || at.password !== '') return null;
  const isAws = at.protocol === 'wss:' && at.port === '' && hostsIn(region).includes(at.hostname);
  return isAws || isConfigured(at, endpoint) ? at : null;
}

function hostsIn(region: string): readonly string[] {
  const suffix = hostSuffixOf(region);
  const ends = [suffix, DUAL_STACK[suffix] ?? suffix];
  return ends.flatMap((end) => [`ssmmessages.${region}.${end}`, `ssmmessages-fips.${region}.${end}`]);
}

function isConfigured(at: URL, endpoint: Pick<ConfiguredEndpoint, 'url' | 'readable'> | null): boolean {
  if (endpoint === null || endpoint.readable) return false;
  const configured = new URL(endpoint.url);
  return at.host === configured.host && at.protocol === configured.protocol.replace('http', 'ws');
}
