import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { splice } from '../../main/gateway/splice.ts';
import type { Session } from '../../main/tunnels/session-manager/session.ts';

/** Listens on a free port of the loopback, and carries each connection through a session. */
export async function listenForSession(session: Session): Promise<{ port: number; close: () => void }> {
  const server = createServer({ noDelay: true }, (client) => {
    void splice(client, session.connect());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address: AddressInfo | string | null = server.address();
  return { port: typeof address === 'object' ? (address?.port ?? 0) : 0, close: () => void server.close() };
}
