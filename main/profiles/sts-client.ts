import { STSClient } from '@aws-sdk/client-sts';
import type { Credentials } from '../../app/profiles/model.ts';
import type { ClientSettings } from '../../app/profiles/plan/client-settings.ts';
import { clientOptions } from './client-options.ts';
import { sdkCredentials } from './sdk-credentials.ts';

/**
 * Uses STS for a profile, and lets go of its connections at the end.
 *
 * @param credentials null for calls that are not signed
 * @throws what the call throws
 */
export async function withSts<T>(
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
