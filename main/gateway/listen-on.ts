import { createServer, type Server, type Socket } from 'node:net';
import { isAnswered } from './is-answered.ts';
import { SOCKET_BUFFER_BYTES } from './upstream.ts';

/**
 * Listens on one address of this machine, unless somebody else takes connections there.
 *
 * @param accept handed each client, paused
 * @returns the server, or the system's code for why not, such as `EADDRINUSE`
 */
export async function listenOn(
  host: string,
  port: number,
  accept: (client: Socket) => void,
): Promise<{ server: Server } | { code: string }> {
  if (port !== 0 && (await isAnswered(host, port))) return { code: 'EADDRINUSE' };
  return new Promise((resolve) => {
    const server = createServer({ pauseOnConnect: true, highWaterMark: SOCKET_BUFFER_BYTES }, accept);
    server.once('error', (cause) => resolve({ code: 'code' in cause ? String(cause.code) : 'unknown' }));
    server.listen({ host, port, exclusive: true, backlog: 1_024 }, () => {
      // such as no file descriptors left: a client is lost, the port goes on
      server.on('error', () => undefined);
      resolve({ server });
    });
  });
}
