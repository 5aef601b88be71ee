import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { proxyText, type Proxy, type ProxyList } from '../../app/proxies/model.ts';
import type { Address } from './address.ts';
import { connectByHttp } from './http-connect.ts';
import { ProxyError } from './proxy-error.ts';
import { connectBySocks } from './socks5.ts';

/** How a connection through proxies is opened. */
export interface SocketOptions {
  /** How long all of it may take, in milliseconds; proxies that are tried one after the other share it. */
  readonly timeoutMs: number;
  /** Ends it, at whatever time, with what is open. */
  readonly signal?: AbortSignal | undefined;
  /** Authorities that sign for proxies which are spoken to over TLS, PEM; left out for the known ones. */
  readonly ca?: readonly string[] | undefined;
  /** How much the socket holds for a slow reader, in bytes; left out for Node's own measure. */
  readonly highWaterMark?: number | undefined;
}

/** When a silent peer is asked whether it lives, in milliseconds. */
const KEEP_ALIVE_MS = 30_000;

/**
 * Opens a connection to a host, through the first of the proxies that can be reached. One that refuses is not got round.
 *
 * @throws ProxyError, or what Node says where it is dialled directly
 */
export async function openSocket(list: ProxyList, to: Address, options: SocketOptions): Promise<Socket> {
  const until = performance.now() + options.timeoutMs;
  let last: unknown = new ProxyError('proxy-unreachable', 'No proxy was named.');
  for (const [at, one] of list.entries()) {
    // who comes after a silent one must have some time too
    const timeoutMs = Math.max(1, (until - performance.now()) / (list.length - at));
    try {
      return await tryOne(one, to, { ...options, timeoutMs });
    } catch (cause) {
      last = cause;
      const isOver = options.signal?.aborted === true || performance.now() >= until;
      if (isOver || (cause instanceof ProxyError && cause.code !== 'proxy-unreachable')) break;
    }
  }
  throw last;
}

async function tryOne(one: 'direct' | Proxy, to: Address, options: SocketOptions): Promise<Socket> {
  const socket = dial(one === 'direct' ? to : one, one, options);
  const silent = (): Error =>
    one === 'direct'
      ? Object.assign(new Error(`no answer in ${seconds(options)}`), { code: 'ETIMEDOUT' })
      : new ProxyError(
          'proxy-unreachable',
          `The proxy ${proxyText(one)} did not answer in ${seconds(options)}.`,
        );
  const timer = setTimeout(() => socket.destroy(silent()), options.timeoutMs);
  const abort = (): void => void socket.destroy(new Error('It was not wanted any more.'));
  options.signal?.addEventListener('abort', abort, { once: true });
  if (options.signal?.aborted === true) abort();
  const seen: { failure?: unknown } = {};
  socket.on('error', (cause) => (seen.failure ??= cause));
  try {
    await connected(socket, one === 'direct' ? null : one);
    if (one !== 'direct') {
      await (one.protocol === 'socks5' ? connectBySocks : connectByHttp)(socket, one, to);
    }
    return socket;
  } catch (cause) {
    socket.destroy();
    // what ended the socket says more than that it ended
    throw seen.failure instanceof ProxyError ? seen.failure : cause;
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', abort);
  }
}

function dial({ host, port }: Address, one: 'direct' | Proxy, { ca, highWaterMark }: SocketOptions): Socket {
  // the stream's option, which the types of `connect` do not name
  const stream = highWaterMark === undefined ? {} : { highWaterMark };
  const socket = connect({
    host,
    port,
    autoSelectFamily: true,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE_MS,
    ...stream,
  });
  if (one === 'direct' || one.protocol !== 'https') return socket;
  const name = isIP(host) === 0 ? { servername: host } : { host };
  const secure = connectTls({ ...name, ...stream, socket, ...(ca && { ca: [...ca] }) });
  socket.on('error', (cause) => secure.destroy(cause));
  return secure;
}

function connected(socket: Socket, proxy: Proxy | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const isSecure = proxy?.protocol === 'https';
    socket.once(isSecure ? 'secureConnect' : 'connect', resolve);
    const fail = (cause: Error): void => {
      if (proxy === null || cause instanceof ProxyError) return reject(cause);
      const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
      const why = REASONS[code] ?? (code || 'it failed');
      reject(
        new ProxyError('proxy-unreachable', `The proxy ${proxyText(proxy)} could not be reached: ${why}.`),
      );
    };
    socket.once('error', fail);
    socket.once('close', () => fail(new Error('closed')));
  });
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the name has no address',
  EAI_AGAIN: 'the name could not be looked up',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'there is no way there',
  ENETUNREACH: 'there is no network',
  ECONNRESET: 'the connection was reset',
};

function seconds({ timeoutMs }: SocketOptions): string {
  const rounded = Math.round(timeoutMs / 100) / 10;
  return `${rounded} second${rounded === 1 ? '' : 's'}`;
}
