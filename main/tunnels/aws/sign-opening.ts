import { readFile } from 'node:fs/promises';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import { fail, succeed, type Result } from '../../../app/common/result.ts';
import type { CallScope } from '../../../app/tunnels/ports.ts';
import type { SessionOpening } from '../../../app/tunnels/model.ts';
import type { ClientSettings } from '../../../app/profiles/plan/client-settings.ts';
import { targetOf } from '../../../app/proxies/target.ts';
import { channelAddress } from './channel-address.ts';
import { sdkCredentials } from '../../profiles/sdk-credentials.ts';
import { outbound, trustedAuthorities } from '../../proxies/outbound.ts';

/** The service that data channels are signed for (`SessionManagerPlugin`, `communicator/websocketchannel.go`). */
const SERVICE = 'ssmmessages';

/**
 * Signs the upgrade of a data channel's WebSocket, as the plugin does from 1.2.764 on. A URL that is presigned is left
 * as it is. Nothing is signed for, and no token goes to, an address that is not Session Manager's.
 *
 * @returns `tunnel-malformed` where the service gave no address that a token may be sent to
 */
export async function signOpening(
  { url, token }: Pick<SessionOpening, 'url' | 'token'>,
  { region, credentials }: Pick<CallScope, 'region' | 'credentials'>,
  { caBundle, endpoints }: Pick<ClientSettings, 'caBundle' | 'endpoints'>,
): Promise<Result<SessionOpening>> {
  const address = channelAddress(url, region, endpoints.get('ssm') ?? null);
  if (address === null) {
    return fail('tunnel-malformed', 'Session Manager gave an address that is not its own.', {
      hint: 'Connect again. If it happens again, check the endpoint_url of the profile.',
    });
  }
  const { protocol, hostname, host, port, pathname, searchParams } = address;
  const bundle = caBundle === null ? null : await readFile(caBundle, 'utf8');
  const ca = trustedAuthorities(bundle)?.join('\n') ?? null;
  const list = await outbound().listFor(targetOf('https', hostname, Number(port || 443)));
  if (!list.ok) return list;
  const proxies = list.value;
  if (searchParams.has('X-Amz-Signature')) return succeed({ url, headers: {}, token, ca, proxies });
  const signer = new SignatureV4({
    service: SERVICE,
    region,
    credentials: sdkCredentials(credentials),
    sha256: Sha256,
  });
  const signed = await signer.sign(
    new HttpRequest({
      method: 'GET',
      protocol,
      hostname,
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: { host },
    }),
  );
  const { host: _, ...headers } = signed.headers;
  return succeed({ url, headers, token, ca, proxies });
}
