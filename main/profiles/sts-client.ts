import { STSClient } from '@aws-sdk/client-sts';
import pLimit, { type LimitFunction } from 'p-limit';
import type { Credentials } from '../../app/profiles/model.ts';
import type { ClientSettings } from '../../app/profiles/plan/client-settings.ts';
import { clientOptions } from './client-options.ts';
import { sdkCredentials } from './sdk-credentials.ts';

/** How many calls are under way in one region: AWS throttles them, and one region's silence must not stop the others. */
const MAX_CALLS = 8;

const limits = new Map<string, LimitFunction>();

/**
 * Uses STS for a profile now or, where its region is asked much already, soon, and lets go of its connections at the end.
 *
 * @param credentials null for calls that are not signed
 * @throws what the call throws
 */
export async function withSts<T>(
  settings: ClientSettings,
  credentials: Credentials | null,
  use: (client: STSClient) => Promise<T>,
): Promise<T> {
  const region = settings.region ?? '';
  const limit = limits.get(region) ?? pLimit(MAX_CALLS);
  limits.set(region, limit);
  return limit(() => useNow(settings, credentials, use));
}

async function useNow<T>(
  settings: ClientSettings,
  credentials: Credentials | null,
  use: (client: STSClient) => Promise<T>,
): Promise<T> {
  const client = new STSClient({
    ...(await clientOptions(settings, 'sts', null)),
    useGlobalEndpoint: settings.legacySts,
    // for a call that is not signed the SDK must not look for any
    credentials:
      credentials === null ? { accessKeyId: '', secretAccessKey: '' } : sdkCredentials(credentials),
  });
  try {
    return await use(client);
  } finally {
    client.destroy();
  }
}
