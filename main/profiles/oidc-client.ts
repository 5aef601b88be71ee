import { SSOOIDCClient } from '@aws-sdk/client-sso-oidc';
import type { ClientSettings } from '../../app/profiles/plan/client-settings.ts';
import { clientOptions } from './client-options.ts';

/** AWS's OIDC service, and where it is asked: what the SDK has resolved, or what the profile's settings say. */
export interface Oidc {
  readonly client: SSOOIDCClient;
  /** Without a slash at its end. */
  readonly endpoint: string;
}

/**
 * Uses the OIDC service of a region, and lets go of its connections at the end.
 *
 * @throws what the calls throw
 */
export async function withOidc<T>(
  settings: ClientSettings,
  region: string,
  use: (oidc: Oidc) => Promise<T>,
): Promise<T> {
  const options = await clientOptions(settings, 'sso_oidc', region);
  const client = new SSOOIDCClient({ ...options, credentials: { accessKeyId: '', secretAccessKey: '' } });
  try {
    const { url } = client.config.endpointProvider({
      Region: region,
      UseFIPS: settings.useFipsEndpoint,
      UseDualStack: settings.useDualstackEndpoint,
      ...(options.endpoint === undefined ? {} : { Endpoint: options.endpoint }),
    });
    return await use({ client, endpoint: url.href.replace(/\/$/, '') });
  } finally {
    client.destroy();
  }
}
