import type { TLSSocket } from 'node:tls';
import { plainLine } from '../../app/common/text/plain-text.ts';
import { ProxyError } from './proxy-error.ts';

/** The domains below which AWS answers, in all partitions. */
const AWS =
  /(^|\.)(amazonaws\.com(\.cn)?|amazonaws\.eu|api\.aws|on\.aws|app\.aws|aws\.dev|amazonwebservices\.(com\.cn|eu)|c2s\.ic\.gov|sc2s\.sgov\.gov)$/i;

/** OpenSSL's codes for a certificate whose authority is not known. */
const UNKNOWN_AUTHORITY =
  /^(UNABLE_TO_(GET_ISSUER_CERT(_LOCALLY)?|VERIFY_LEAF_SIGNATURE)|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT)$/;

const found = new WeakMap<Error, ProxyError>();

/**
 * Remembers who has signed the certificate that a connection shows, for when it is refused: Node reads it before it
 * refuses, and not afterwards.
 *
 * @param isProxied whether it goes by a proxy
 */
export function watchForInterception(socket: TLSSocket, host: string, isProxied: boolean): void {
  let issuer = '';
  // emitted when the handshake is over, before the certificate is judged
  socket.prependOnceListener('secure', () => {
    issuer = issuerOf(socket);
  });
  socket.prependOnceListener('error', (cause: Error) => {
    if (!('code' in cause) || !UNKNOWN_AUTHORITY.test(String(cause.code))) return;
    if (!isProxied && !AWS.test(host)) return;
    const who = issuer === '' ? 'an authority without a name' : issuer;
    found.set(
      cause,
      new ProxyError(
        'proxy-intercepts',
        `Something between this computer and ${host} reads what is sent: its certificate was signed by ${who}, which is not known.`,
      ),
    );
  });
}

/** What a refused certificate shows; null where no certificate was refused that a proxy could have made. */
export function interceptionOf(cause: unknown): ProxyError | null {
  return cause instanceof Error ? (found.get(cause) ?? null) : null;
}

/** The longest name of an authority that is told, in characters. */
const MAX_NAME = 100;

/** The name of who signed: what somebody wrote there, and to be cleaned. */
function issuerOf(socket: TLSSocket): string {
  const issuer: unknown = socket.getPeerCertificate().issuer;
  if (typeof issuer !== 'object' || issuer === null) return '';
  for (const part of ['CN', 'O', 'OU']) {
    const value: unknown = Reflect.get(issuer, part);
    const text = Array.isArray(value) ? String(value[0]) : typeof value === 'string' ? value : '';
    const line = plainLine(text).trim().slice(0, MAX_NAME);
    if (line !== '') return `“${line}”`;
  }
  return '';
}
