import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { Authority } from '../sandbox/certificates.ts';

/** A proxy behind which AWS's own names lead to the sandbox. */
export interface AwsProxy {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * An HTTP proxy that ends TLS for whatever host is asked for, with a certificate of `authority`, and passes what is in
 * it on: for AWS's tools that cannot be told another endpoint.
 *
 * @param upstream where plain HTTP goes
 */
export async function startAwsProxy(upstream: string, authority: Authority): Promise<AwsProxy> {
  const port = Number(new URL(upstream).port);
  const open = new Set<Duplex | Socket>();
  const keep = <S extends Duplex>(socket: S): S => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    return socket;
  };
  const server = createServer();
  server.on('connect', (request, socket) => {
    keep(socket).on('error', () => socket.destroy());
    const [host = ''] = (request.url ?? '').split(':');
    const { certPem, keyPem } = authority.issue([host]);
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    const secureContext = createSecureContext({ cert: certPem, key: keyPem });
    const tls = keep(new TLSSocket(socket, { isServer: true, secureContext }));
    const on = keep(connect(port, '127.0.0.1'));
    tls.on('error', () => on.destroy()).pipe(on);
    on.on('error', () => tls.destroy()).pipe(tls);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
