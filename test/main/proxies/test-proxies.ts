import { createServer, type IncomingMessage } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import { succeed } from '../../../app/common/result.ts';
import type { Proxy, ProxyList } from '../../../app/proxies/model.ts';
import type { Target } from '../../../app/proxies/target.ts';
import { govern } from '../../../main/proxies/outbound.ts';

/** A proxy on this machine. */
export function proxyAt(port: number, over: Partial<Proxy> = {}): Proxy {
  return { protocol: 'http', host: '127.0.0.1', port, user: '', password: '', ...over };
}

/** Has all that the test sends go so, until it ends. */
export function governed(listFor: (target: Target) => ProxyList, extraCa: string | null = null): void {
  generations += 1;
  const generation = generations;
  govern({
    listFor: (target) => succeed(listFor(target)),
    generation: () => generation,
    extraCa: () => extraCa,
  });
  onTestFinished(() => govern(null));
}

let generations = 0;

/** Listens until the test ends, and closes what is open. */
export async function listening(serve: (socket: Socket) => void): Promise<number> {
  const open = new Set<Socket>();
  const server = createTcpServer((socket) => {
    open.add(socket.on('error', () => undefined));
    socket.on('close', () => open.delete(socket));
    serve(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  return portOf(server.address());
}

/** How {@link connectProxy} answers. */
export interface ConnectProxyOptions {
  /** The status line and headers in place of a connection, such as `403 Forbidden`. */
  readonly refusal?: string;
  /** Where it connects to, whatever it is asked for; nowhere and in silence where null. */
  readonly leadsTo?: number | null;
}

/** Node's own HTTP server as a CONNECT proxy, with what it was asked. */
export async function connectProxy({ refusal, leadsTo }: ConnectProxyOptions = {}) {
  const asked: { readonly to: string; readonly authorization: string | undefined }[] = [];
  const open = new Set<Duplex>();
  const server = createServer();
  server.on('connect', ({ url = '', headers }: IncomingMessage, socket: Duplex) => {
    asked.push({ to: url, authorization: headers['proxy-authorization'] });
    open.add(socket.on('error', () => undefined));
    if (refusal !== undefined) return void socket.end(`HTTP/1.1 ${refusal}\r\n\r\n<html>no</html>`);
    if (leadsTo === null) return undefined;
    const on = connect(leadsTo ?? Number(url.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\nX: y\r\n\r\n');
      socket.pipe(on).pipe(socket);
    });
    open.add(on.on('error', () => socket.destroy()));
    return undefined;
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  return { port: portOf(server.address()), asked };
}

function portOf(address: AddressInfo | string | null): number {
  return address !== null && typeof address === 'object' ? address.port : 0;
}
