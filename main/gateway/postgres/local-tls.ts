import type { Socket } from 'node:net';
import { TLSSocket, type SecureContext } from 'node:tls';

/** How PostgreSQL's clients name its protocol within TLS (ALPN), since version 17. */
const PROTOCOL = 'postgresql';

/**
 * Answers a client's SSLRequest with `S`, and serves TLS on the socket from the next byte on. The caller has seen
 * to it that none has been read ahead: those would count as encrypted (CVE-2021-23222).
 * Source: PostgreSQL documentation, "Message Flow", "SSL Session Encryption".
 *
 * @returns null where the handshake failed or the client has gone
 */
export function startLocalTls(client: Socket, secureContext: SecureContext): Promise<TLSSocket | null> {
  client.write('S');
  return secured(new TLSSocket(client, { isServer: true, secureContext }));
}

/**
 * Serves TLS to a client that has begun it without asking (`sslnegotiation=direct`, PostgreSQL 17 and later). It has
 * to name the protocol, as PostgreSQL wants it: what another protocol's client sends must not be taken for this one's.
 * Source: PostgreSQL documentation, "Message Flow", "SSL Session Encryption".
 *
 * @returns null where the handshake failed, the protocol was not named, or the client has gone
 */
export async function startDirectTls(
  client: Socket,
  secureContext: SecureContext,
): Promise<TLSSocket | null> {
  const options = { isServer: true, secureContext, ALPNProtocols: [PROTOCOL] };
  const tls = await secured(new TLSSocket(client, options));
  if (tls === null || tls.alpnProtocol === PROTOCOL) return tls;
  tls.destroy();
  return null;
}

/**
 * What a client of TLS can read where there is none: a record with the fatal alert `handshake_failure` (RFC 8446,
 * section 6; the version is that which every client takes in a first record).
 */
export const NO_TLS_ALERT = Buffer.from([21, 3, 1, 0, 2, 2, 40]);

function secured(tls: TLSSocket): Promise<TLSSocket | null> {
  return new Promise((resolve) => {
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
