import { createServer, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { Issued } from './certificates.ts';

/** A listening port whose protocol begins in plain text and goes on in TLS. */
export interface TlsFront {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** What a protocol gets for one client: the plain socket, and the way to TLS on it. */
export interface Arrival {
  readonly socket: Socket;
  /**
   * Speaks TLS from here on; `undefined` when the handshake failed, or the client had sent bytes ahead of it.
   *
   * @param waits whether the protocol has clients wait for an answer before TLS: MySQL's begin it unasked
   */
  readonly secure: (waits: boolean) => Promise<TLSSocket | undefined>;
}

/** Serves each client on loopback with `serve`; whatever goes wrong there ends that client only. */
export async function startTlsFront(
  certificate: Issued,
  serve: (arrival: Arrival) => Promise<void>,
): Promise<TlsFront> {
  const secureContext = createSecureContext({ cert: certificate.certPem, key: certificate.keyPem });
  const open = new Set<Socket>();
  const onClient = (socket: Socket): void => {
    open.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
    let spoken: Duplex = socket;
    const secure = (waits: boolean): Promise<TLSSocket | undefined> => {
      // bytes sent ahead of TLS would be taken for encrypted ones (CVE-2021-23222)
      if (waits && socket.readableLength > 0) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        // what was read already is lost to a TLS socket on the socket itself, which reads below the stream
        const stream = waits ? socket : Duplex.from({ readable: socket, writable: socket });
        const tls = new TLSSocket(stream, { isServer: true, secureContext });
        spoken = tls;
        tls.on('error', () => tls.destroy());
        tls.once('secure', () => resolve(tls));
        tls.once('close', () => {
          socket.destroy();
          resolve(undefined);
        });
      });
    };
    serve({ socket, secure })
      .catch(() => socket.destroy())
      // not the socket below TLS: what TLS has still to send would be cut off
      .finally(() => spoken.end());
  };
  const server = createServer(onClient);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
