import { SSOClient } from '@aws-sdk/client-sso';
import type { ClientSettings } from '../../app/profiles/plan/client-settings.ts';
import { clientOptions } from './client-options.ts';

/**
 * Uses IAM Identity Center's portal in a region, and lets go of its connections at the end.
 *
 * @throws what the calls throw
 */
export async function withSso<T>(
  settings: ClientSettings,
  region: string,
  use: (client: SSOClient) => Promise<T>,
): Promise<T> {
  // its calls are not signed, and the SDK must not look for keys
  const credentials = { accessKeyId: '', secretAccessKey: '' };
  const client = new SSOClient({ ...(await clientOptions(settings, 'sso', region)), credentials });
  try {
    return await use(client);
  } finally {
    client.destroy();
  }
}
