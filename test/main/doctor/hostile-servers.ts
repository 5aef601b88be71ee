import { createServer, type Socket } from 'node:net';

/** A server that does with each connection what it is told. */
export interface RawServer {
  readonly port: number;
  /** What has come, of all connections. */
  readonly received: () => Buffer;
  /** Connections that are open. */
  readonly open: () => number;
  readonly stop: () => Promise<void>;
}

/** Starts it on the loopback. */
export async function startRawServer(serve: (socket: Socket) => void): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const received: Buffer[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.on('data', (data) => received.push(data));
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    received: () => Buffer.concat(received),
    open: () => sockets.size,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
