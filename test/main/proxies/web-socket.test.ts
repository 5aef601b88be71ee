import { createServer } from 'node:https';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { webSocketOpener } from '../../../main/tunnels/session-manager/web-socket.ts';
import { makeAuthority } from '../../sandbox/certificates.ts';
import { connectProxy, proxyAt } from './test-proxies.ts';

const HOST = 'ssmmessages.eu-west-1.amazonaws.com';
const authority = makeAuthority('Corp Inspection CA');
const ignored = {
  onMessage: () => undefined,
  onPong: () => undefined,
  onDrained: () => undefined,
  onLost: () => undefined,
};

describe("Session Manager's WebSocket", () => {
  let port = 0;
  let heard: string[] = [];

  beforeEach(async () => {
    heard = [];
    const { certPem, keyPem } = authority.issue([HOST]);
    const server = createServer({ cert: certPem, key: keyPem });
    const sockets = new WebSocketServer({ server });
    sockets.on('connection', (socket) =>
      socket.on('message', (data) => heard.push(Buffer.isBuffer(data) ? data.toString() : 'no buffer')),
    );
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    port = address !== null && typeof address === 'object' ? address.port : 0;
    onTestFinished(() => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      server.close();
    });
  });

  const open = (at: number, ca: string | null) =>
    webSocketOpener('client')(
      { url: `wss://${HOST}/v1/data-channel/s`, headers: {}, token: 'SECRET', ca, proxies: [proxyAt(at)] },
      ignored,
      new AbortController().signal,
    );

  it('goes through the proxy, TLS verified for the service', async () => {
    const proxy = await connectProxy({ leadsTo: port });
    const opened = await open(proxy.port, authority.caPem);
    expect(opened.ok).toBe(true);
    await expect.poll(() => heard.join()).toContain('SECRET');
    expect(proxy.asked.map(({ to }) => to)).toEqual([`${HOST}:443`]);
    if (opened.ok) opened.value.close();
  });

  it('gives an intercepting proxy no token, and names it', async () => {
    const proxy = await connectProxy({ leadsTo: port });
    const opened = await open(proxy.port, null);
    expect(opened).toMatchObject({ ok: false, end: { code: 'proxy-intercepts' } });
    expect(JSON.stringify(opened)).toContain('Corp Inspection CA');
    expect(heard).toEqual([]);
  });

  it('is told what the proxy says', async () => {
    const proxy = await connectProxy({ refusal: '403 Forbidden' });
    expect(await open(proxy.port, null)).toMatchObject({ ok: false, end: { code: 'proxy-refused' } });
  });
});
