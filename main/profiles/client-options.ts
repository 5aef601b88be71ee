import { readFile } from 'node:fs/promises';
import type { AgentOptions } from 'node:http';
import type { AwsService } from '../../app/profiles/plan/configured-endpoints.ts';
import type { ClientSettings } from '../../app/profiles/plan/client-settings.ts';
import { httpAgent, httpsAgent } from '../proxies/agents.ts';
import { AwsHttpHandler } from './aws-http-handler.ts';

/** Where nothing names a region; STS and IAM Identity Center's own calls need one. */
const FALLBACK_REGION = 'us-east-1';

/** How long connecting may take, and how long a reply may be waited for, in milliseconds. */
const CONNECT_TIMEOUT_MS = 5_000;
const REPLY_TIMEOUT_MS = 20_000;

/**
 * What every AWS client of a profile is made with. All that the SDK would otherwise look up in AWS's files is
 * said here, because it takes it from `AWS_PROFILE` or `[default]`, whichever profile the client is for.
 *
 * @param region null for the profile's own
 * @param requestHandler one that is shared; a client that is destroyed destroys it, too
 * @throws where the profile's `ca_bundle` cannot be read
 */
export async function clientOptions(
  settings: ClientSettings,
  service: AwsService,
  region: string | null,
  requestHandler?: AwsHttpHandler,
) {
  const { caBundle, endpoints, useFipsEndpoint, useDualstackEndpoint } = settings;
  const endpoint = endpoints.get(service)?.url;
  return {
    region: region ?? settings.region ?? FALLBACK_REGION,
    ...(endpoint === undefined ? {} : { endpoint }),
    ignoreConfiguredEndpointUrls: true,
    useFipsEndpoint,
    useDualstackEndpoint,
    defaultsMode: 'standard' as const,
    retryMode: 'standard',
    maxAttempts: 2,
    authSchemePreference: [],
    userAgentAppId: async () => undefined,
    requestHandler: requestHandler ?? (await httpHandler(caBundle)),
  };
}

/** How the SDK keeps connections where nothing else is said (`resolveDefaultConfig` of its handler). */
const KEPT: AgentOptions = { keepAlive: true, maxSockets: 50 };

/**
 * Sends requests, through proxies where they are to go so, and ends those that are not answered.
 *
 * @param caBundle a file of authorities, in the place of those that are known
 * @param connections how they are kept; unsaid: as the SDK does
 * @throws where the bundle cannot be read
 */
export async function httpHandler(
  caBundle: string | null,
  connections: AgentOptions = {},
): Promise<AwsHttpHandler> {
  return new AwsHttpHandler({
    connectionTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: REPLY_TIMEOUT_MS,
    throwOnRequestTimeout: true,
    httpAgent: httpAgent({ ...KEPT, ...connections }),
    httpsAgent: httpsAgent(
      { ...KEPT, ...connections },
      caBundle === null ? null : await readBundle(caBundle),
    ),
  });
}

/** `ca_bundle` takes the place of the known authorities, as with the AWS CLI. */
async function readBundle(path: string): Promise<string> {
  try {
    return await readFile(path, { encoding: 'utf8', signal: AbortSignal.timeout(CONNECT_TIMEOUT_MS) });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new Error(`ca_bundle ${path} could not be read (${code})`, { cause });
  }
}
