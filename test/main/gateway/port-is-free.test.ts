import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isAnswered } from '../../../main/gateway/is-answered.ts';
import { listenOn } from '../../../main/gateway/listen-on.ts';
import { portIsFree } from '../../../main/gateway/port-is-free.ts';

/** Somebody else's program on a port that the system chooses. */
async function holder(host: string, accept: (server: Server) => void = () => undefined): Promise<number> {
  const server = createServer();
  accept(server);
  server.listen({ host, port: 0 });
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

describe('a port', () => {
  it.each(['127.0.0.1', '0.0.0.0'])(
    'that somebody has on %s is not free, and is not listened on',
    async (host) => {
      const port = await holder(host);
      expect(await isAnswered('127.0.0.1', port)).toBe(true);
      expect(await portIsFree(port)).toBe(false);
      expect(await listenOn('127.0.0.1', port, () => undefined)).toEqual({ code: 'EADDRINUSE' });
    },
  );

  it('that nobody has is free', async () => {
    const listening = await listenOn('127.0.0.1', 0, (client) => client.destroy());
    if (!('server' in listening)) throw new Error(listening.code);
    const address = listening.server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await portIsFree(port)).toBe(false);
    listening.server.close();
    await once(listening.server, 'close');
    expect(await isAnswered('127.0.0.1', port)).toBe(false);
    expect(await portIsFree(port)).toBe(true);
  });
});
