import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** A forwarder of bytes, as `ssh -L` and the session manager's port forwarding are. */
export interface Tunnel {
  readonly port: number;
  /** How many have come through it. */
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

/**
 * Starts a forwarder on a free port of the loopback.
 *
 * @param to the port on this machine that it leads to
 */
export async function startTunnel(to: number): Promise<Tunnel> {
  const open = new Set<Socket>();
  let count = 0;
  const server = createServer((near) => {
    count += 1;
    const far = connect(to, 'localhost');
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      socket.on('error', () => [near, far].forEach((one) => one.destroy()));
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = addressOf(server.address());
  return {
    port,
    connections: () => count,
    close: () => {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('The tunnel has no port.');
  return address;
}
