import { connect, isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls, createSecureContext, type TLSSocket } from 'node:tls';
import type { Arrived, RefusalCode, Step } from './session.ts';
import { connectThrough, endRefusal, isTunnelled, type ConnectThrough } from './through-tunnel.ts';

/** Where a gateway's databases are, and what their certificates are verified with. */
export interface UpstreamAddress {
  readonly address: { readonly host: string; readonly port: number };
  readonly connectAddress: { readonly host: string; readonly port: number };
  /** Certificates of the authorities, PEM. */
  readonly ca: string;
}

/** How long a database has to answer the call and to finish TLS, in milliseconds each. */
const ANSWER_MS = 10_000;

/**
 * When a silent peer is asked whether it lives, in milliseconds. libuv asks ten times, a second apart, and then
 * ends the connection: a dead peer is found in less than a minute, also after sleep.
 */
export const KEEP_ALIVE_MS = 30_000;

/**
 * How much a socket holds for a slow reader, in bytes. Node's 16 kB is one TLS record, at which bulk data would
 * stop and go on with each.
 */
export const SOCKET_BUFFER_BYTES = 128 * 1024;

/**
 * How a gateway reaches its database. The certificates are read once, for it takes longer than a sign-in.
 *
 * @param tunnel what connects to it; null where it is dialled from here
 */
export function upstreamOf(
  { address, connectAddress, ca }: UpstreamAddress,
  tunnel: ConnectThrough | null = null,
) {
  const secureContext = createSecureContext({ ca, minVersion: 'TLSv1.2' });
  const where =
    connectAddress.host === address.host
      ? `${connectAddress.host}:${connectAddress.port}`
      : `${connectAddress.host}:${connectAddress.port} (${address.host})`;

  return {
    /**
     * Connects through the tunnel, or opens a TCP connection; of a name's addresses, IPv6 and IPv4, the first to answer is taken (RFC 8305).
     *
     * @param opened told of the socket at once, so that it can be closed while it still rings
     * @returns `unreachable`; nobody says yet whether a tunnel's end could connect
     */
    async dial(opened: (stream: Duplex) => void, to?: Arrived): Promise<Step<Duplex>> {
      if (tunnel !== null) return connectThrough(tunnel, opened, to);
      return new Promise((resolve) => {
        const { host, port } =
          to === undefined || 'beside' in to ? connectAddress : { host: to.address, port: to.port };
        // the stream's option, which the types of `connect` do not name
        const stream = { highWaterMark: SOCKET_BUFFER_BYTES };
        const socket = connect({
          host,
          port,
          autoSelectFamily: true,
          noDelay: true,
          ...stream,
          keepAlive: true,
          keepAliveInitialDelay: KEEP_ALIVE_MS,
        });
        opened(socket);
        const refuse = (why: string): void =>
          resolve(
            refused(
              'unreachable',
              `${where} could not be reached: ${why}.`,
              reachHint(connectAddress.host === address.host),
            ),
          );
        const timer = setTimeout(() => {
          socket.destroy();
          refuse(`no answer in ${ANSWER_MS / 1_000} seconds`);
        }, ANSWER_MS);
        // an error after the connection stands is told by the streams' end; without a listener it would be thrown
        socket.on('error', (cause) => refuse(reason(cause)));
        socket.once('close', () => {
          clearTimeout(timer);
          refuse('the attempt was ended');
        });
        socket.once('connect', () => {
          clearTimeout(timer);
          resolve({ ok: true, value: socket });
        });
      });
    },

    /**
     * Puts TLS on a connection, verified for the database host whatever was dialled.
     *
     * @returns `certificate-refused`, or `tls-refused` where TLS itself fails
     */
    secure(socket: Duplex): Promise<Step<TLSSocket>> {
      return new Promise((resolve) => {
        const stream = { highWaterMark: SOCKET_BUFFER_BYTES };
        // a server name must not be an address (RFC 6066, section 3); the address is verified all the same
        const name = isIP(address.host) === 0 ? { servername: address.host } : { host: address.host };
        const secure = connectTls({ ...name, ...stream, socket, secureContext, rejectUnauthorized: true });
        const timer = setTimeout(() => {
          resolve(refused('tls-refused', `${where} did not finish TLS in ${ANSWER_MS / 1_000} seconds.`));
          secure.destroy();
        }, ANSWER_MS);
        secure.on('error', (cause) => resolve(endRefusal(socket) ?? tlsRefusal(address.host, cause)));
        secure.once('close', () => {
          clearTimeout(timer);
          resolve(endRefusal(socket) ?? refused('tls-refused', `${where} closed the connection during TLS.`));
        });
        secure.once('secureConnect', () => {
          clearTimeout(timer);
          resolve({ ok: true, value: secure });
        });
      });
    },
  };
}

/** Where a connection to a database has arrived; null where it is closed already. */
export function arrivedOf(stream: Duplex): Arrived | null {
  if (isTunnelled(stream)) return stream.destroyed ? null : { beside: stream };
  if (!('remoteAddress' in stream && 'remotePort' in stream)) return null;
  const { remoteAddress: address, remotePort: port } = stream;
  return typeof address === 'string' && typeof port === 'number' ? { address, port } : null;
}

function refused(code: RefusalCode, message: string, hint?: string): Step<never> {
  return { ok: false, refusal: { code, message, ...(hint !== undefined && { hint }) } };
}

const codeOf = (cause: Error): string =>
  'code' in cause && typeof cause.code === 'string' ? cause.code : '';

function reason(cause: Error): string {
  const known: Record<string, string> = {
    ECONNREFUSED: 'nothing listens there',
    ENOTFOUND: 'the name has no address',
    EAI_AGAIN: 'the name could not be looked up',
    ETIMEDOUT: 'no answer',
    EHOSTUNREACH: 'there is no way there',
    ENETUNREACH: 'there is no network',
    ECONNRESET: 'the connection was reset',
  };
  return known[codeOf(cause)] ?? (codeOf(cause) || 'it failed');
}

function reachHint(isDirect: boolean): string {
  return isDirect
    ? 'Check the network, the VPN and the security group.'
    : 'Check that the tunnel that this connection dials is running.';
}

/** Node's and OpenSSL's codes for a certificate that is not the one to trust. */
function tlsRefusal(host: string, cause: Error): Step<never> {
  const code = codeOf(cause);
  const why: Record<string, string> = {
    ERR_TLS_CERT_ALTNAME_INVALID: `it is for another name than ${host}`,
    CERT_HAS_EXPIRED: 'it has expired',
    CERT_NOT_YET_VALID: 'it is not valid yet: check the clock',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'no known authority has signed it',
    SELF_SIGNED_CERT_IN_CHAIN: 'no known authority has signed it',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'it has signed itself',
    UNABLE_TO_GET_ISSUER_CERT: 'no known authority has signed it',
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'no known authority has signed it',
  };
  const known = why[code];
  if (known === undefined)
    return refused('tls-refused', `TLS with ${host} failed: ${code || 'no reason given'}.`);
  return refused(
    'certificate-refused',
    `The certificate of ${host} was refused: ${known}.`,
    'If the database has a certificate of its own, choose its CA file in the connection or in the settings.',
  );
}
