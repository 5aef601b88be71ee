import { connect, isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import type { ReachSeen, TlsSeen } from '../../app/doctor/observations.ts';
import type { Address } from '../../app/doctor/subject.ts';

/** A connection, or why there is none. */
export type Reached =
  { readonly seen: ReachSeen; readonly socket: Duplex } | { readonly seen: ReachSeen; readonly socket: null };

/**
 * Opens a TCP connection; of a name's addresses the first to answer is taken.
 *
 * @param signal destroys the socket, at whatever time
 */
export function reach({ host, port }: Address, signal: AbortSignal): Promise<Reached> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const ms = (): number => performance.now() - startedAt;
    const socket = connect({ host, port, autoSelectFamily: true, noDelay: true });
    const abort = (): void => {
      resolve({ seen: { state: 'timed-out', ms: ms() }, socket: null });
      socket.destroy();
    };
    signal.addEventListener('abort', abort, { once: true });
    // an error after the connection stands is told by the stream's end; without a listener it would be thrown
    socket.on('error', (cause) => resolve({ seen: { state: stateOf(cause), ms: ms() }, socket: null }));
    socket.once('connect', () => resolve({ seen: { state: 'connected', ms: ms() }, socket }));
    socket.once('close', () => {
      signal.removeEventListener('abort', abort);
      resolve({ seen: { state: 'reset', ms: ms() }, socket: null });
    });
  });
}

function stateOf(cause: Error): Exclude<ReachSeen['state'], 'no-tunnel'> {
  switch (codeOf(cause)) {
    case 'ECONNREFUSED':
      return 'refused';
    case 'ECONNRESET':
      return 'reset';
    case 'ETIMEDOUT':
      return 'timed-out';
    default:
      return 'no-route';
  }
}

/** An error's code; empty where it has none. */
function codeOf(cause: Error): string {
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
}

/** What certificates are verified with. @param ca PEM */
export function trusting(ca: string): SecureContext {
  return createSecureContext({ ca, minVersion: 'TLSv1.2' });
}

/** A verified stream, or why there is none. */
export type Secured =
  | { readonly seen: Extract<TlsSeen, { state: 'verified' }>; readonly stream: TLSSocket }
  | { readonly seen: TlsSeen; readonly stream: null };

/** Puts TLS on a connection, its certificate verified for the database host whatever was connected to. */
export function secure(socket: Duplex, host: string, secureContext: SecureContext): Promise<Secured> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    // a server name must not be an address (RFC 6066, section 3); the address is verified all the same
    const name = isIP(host) === 0 ? { servername: host } : { host };
    const stream = connectTls({ ...name, socket, secureContext, rejectUnauthorized: true });
    stream.on('error', (cause) => resolve({ seen: tlsFault(cause), stream: null }));
    stream.once('close', () => resolve({ seen: { state: 'closed' }, stream: null }));
    stream.once('secureConnect', () =>
      resolve({ seen: { state: 'verified', ms: performance.now() - startedAt }, stream }),
    );
  });
}

/**
 * Node's and OpenSSL's codes for a certificate that is not the one to trust.
 * https://nodejs.org/docs/latest-v20.x/api/tls.html#x509-certificate-error-codes
 */
const FAULTS: Readonly<Record<string, 'unknown-authority' | 'expired' | 'not-yet-valid' | 'closed'>> = {
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-yet-valid',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown-authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown-authority',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown-authority',
  CERT_SIGNATURE_FAILURE: 'unknown-authority',
  ECONNRESET: 'closed',
  EPIPE: 'closed',
};

function tlsFault(cause: Error): TlsSeen {
  const code = codeOf(cause);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return { state: 'wrong-name', names: namesIn(cause) };
  const state = FAULTS[code];
  return state === undefined ? { state: 'failed', words: `OpenSSL says ${code || 'nothing'}.` } : { state };
}

/** The names in the certificate that was refused; they are what somebody wrote there. */
function namesIn(cause: Error): readonly string[] {
  if (!('cert' in cause) || typeof cause.cert !== 'object' || cause.cert === null) return [];
  if (!('subjectaltname' in cause.cert) || typeof cause.cert.subjectaltname !== 'string') return [];
  return cause.cert.subjectaltname
    .split(',')
    .map((name) => name.trim().replace(/^(?:DNS|IP Address):/, ''))
    .filter((name) => /^[\w.*:-]{1,255}$/.test(name))
    .slice(0, 10);
}
