import type { Socket } from 'node:net';
import { TLSSocket, type SecureContext } from 'node:tls';

/**
 * Answers a client's SSLRequest with `S`, and serves TLS on the socket from the next byte on. The caller has seen
 * to it that none has been read ahead: those would count as encrypted (CVE-2021-23222).
 * Source: PostgreSQL documentation, "Message Flow", "SSL Session Encryption".
 *
 * @returns null where the handshake failed or the client has gone
 */
export function startLocalTls(client: Socket, secureContext: SecureContext): Promise<TLSSocket | null> {
  return new Promise((resolve) => {
    client.write('S');
    const tls = new TLSSocket(client, { isServer: true, secureContext });
    // stays, for nobody else knows this socket yet; an error is followed by close
    tls.on('error', () => tls.destroy());
    const onSecure = (): void => {
      tls.off('close', onClose);
      resolve(tls);
    };
    const onClose = (): void => {
      tls.off('secure', onSecure);
      resolve(null);
    };
    tls.once('secure', onSecure);
    tls.once('close', onClose);
  });
}
