import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { webSocketOpener } from '../../../../main/tunnels/session-manager/web-socket.ts';
import type { Wire, WireEvents } from '../../../../main/tunnels/session-manager/wire.ts';

const MEGABYTE = 1024 * 1024;

/** A busy machine is slow, not wrong. */
const eventually = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 20_000 });

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

/** A service on loopback. */
async function startService() {
  const server = createServer();
  const webSockets = new WebSocketServer({ server });
  const peers: WebSocket[] = [];
  const said: string[] = [];
  const headers: IncomingHttpHeaders[] = [];
  webSockets.on('connection', (peer, request) => {
    peers.push(peer);
    headers.push(request.headers);
    peer.on('message', (data, isBinary) => {
      const text = Buffer.isBuffer(data) ? data.toString() : '';
      said.push(isBinary ? `binary ${text}` : text);
    });
  });
  const port = await portOf(server);
  onTestFinished(() => {
    for (const peer of peers) peer.terminate();
    server.close();
  });
  return { url: `ws://127.0.0.1:${port}/v1/data-channel/s?role=publish_subscribe`, peers, said, headers };
}

function recorder() {
  const told: string[] = [];
  let bytes = 0;
  const events: WireEvents = {
    onMessage(message) {
      bytes += message.length;
      if (message.length < 100) told.push(message.toString());
    },
    onPong: () => void told.push('pong'),
    onDrained: () => void told.push('drained'),
    onLost: (why) => void told.push(why),
  };
  return { told, events, bytes: () => bytes };
}

async function open(
  url: string,
  events: WireEvents = recorder().events,
  signal = new AbortController().signal,
) {
  const opening = { url, headers: { authorization: 'AWS4-HMAC-SHA256 signed' }, token: 'the-token' };
  const opened = await webSocketOpener('the-client')(opening, events, signal);
  if (opened.ok) onTestFinished(() => opened.value.close());
  return opened;
}

async function openWire(url: string, events?: WireEvents): Promise<Wire> {
  const opened = await open(url, events);
  if (!opened.ok) throw new Error(opened.end.detail);
  return opened.value;
}

it('signs the upgrade, gives the token first, and passes messages both ways', async () => {
  const { url, peers, said, headers } = await startService();
  const { told, events } = recorder();
  const wire = await openWire(url, events);
  wire.send(Buffer.from('one'));
  wire.ping();
  await eventually(() => expect(said).toHaveLength(2));
  peers[0]?.send(Buffer.from('two'));
  await eventually(() => expect(told).toEqual(['pong', 'two']));
  expect(headers[0]).toMatchObject({ authorization: 'AWS4-HMAC-SHA256 signed' });
  expect(headers[0]?.['sec-websocket-extensions']).toBeUndefined();
  expect(JSON.parse(said[0] ?? '')).toMatchObject({
    MessageSchemaVersion: '1.0',
    TokenValue: 'the-token',
    ClientId: 'the-client',
  });
  expect(said[1]).toBe('binary one');
});

it.each([
  [403, 'tunnel-denied'],
  [401, 'tunnel-denied'],
  [500, 'tunnel-lost'],
  [302, 'tunnel-lost'],
])('is told no with HTTP status %i', async (status, code) => {
  const server = createServer();
  server.on('upgrade', (_request, socket) =>
    socket.end(`HTTP/1.1 ${status} No\r\nLocation: ws://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n`),
  );
  onTestFinished(() => void server.close());
  const opened = await open(`ws://127.0.0.1:${await portOf(server)}/`);
  expect(opened).toEqual({ ok: false, end: { code, detail: `HTTP status ${status}` } });
});

it('says that nobody listens, and that what listens is no WebSocket', async () => {
  const server = createTcpServer((socket) => socket.end('hello\r\n'));
  const port = await portOf(server);
  const garbled = await open(`ws://127.0.0.1:${port}/`);
  expect(garbled).toMatchObject({ ok: false, end: { code: 'tunnel-lost' } });
  server.close();
  expect(await open(`ws://127.0.0.1:${port}/`)).toEqual({
    ok: false,
    end: { code: 'tunnel-lost', detail: 'ECONNREFUSED' },
  });
});

it.each(['timeout', 'abort'])('frees the connection to one that never answers, at a %s', async (ending) => {
  const accepted: Socket[] = [];
  const server = createTcpServer((socket) => {
    accepted.push(socket);
    socket.on('error', () => undefined).resume();
  });
  onTestFinished(() => void server.close());
  const port = await portOf(server);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const abort = new AbortController();
  const opening = open(`ws://127.0.0.1:${port}/`, undefined, abort.signal);
  if (accepted.length === 0) await once(server, 'connection');
  const closed = accepted[0] && once(accepted[0], 'close');
  if (ending === 'abort') abort.abort();
  else vi.advanceTimersByTime(10_000);
  const code = ending === 'abort' ? 'tunnel-closed' : 'tunnel-lost';
  expect(await opening).toMatchObject({ ok: false, end: { code } });
  await closed;
});

it('gives a token to nobody without TLS but on this computer', async () => {
  for (const url of ['ws://192.0.2.1/', 'http://127.0.0.1/', 'ws://localhost.example/', 'no address'])
    expect(await open(url)).toMatchObject({ ok: false, end: { code: 'tunnel-malformed' } });
});

it('tells once that it is lost, and why', async () => {
  const { url, peers } = await startService();
  const goodbye = recorder();
  await openWire(url, goodbye.events);
  await eventually(() => expect(peers).toHaveLength(1));
  peers[0]?.close(1000, 'Bye');
  await eventually(() => expect(goodbye.told).toEqual(['closed with 1000 Bye']));

  const flooded = recorder();
  await openWire(url, flooded.events);
  await eventually(() => expect(peers).toHaveLength(2));
  peers[1]?.send(Buffer.alloc(MEGABYTE));
  await eventually(() => expect(flooded.told).toEqual(['closed with 1006']));
  expect(flooded.bytes()).toBe(0);
});

it('sends what was sent before it is closed, and tells nothing after', async () => {
  const { url, peers, said } = await startService();
  const { told, events } = recorder();
  const wire = await openWire(url, events);
  await eventually(() => expect(peers).toHaveLength(1));
  wire.send(Buffer.from('last'));
  wire.close();
  peers[0]?.send(Buffer.from('late'));
  await eventually(() => expect(peers[0]?.readyState).toBe(3));
  expect(said.at(-1)).toBe('binary last');
  expect(told).toEqual([]);
});

it('is congested while a peer does not read, and says when it is no more', async () => {
  const { url, peers } = await startService();
  const { told, events } = recorder();
  const wire = await openWire(url, events);
  await eventually(() => expect(peers).toHaveLength(1));
  peers[0]?.pause();
  for (let at = 0; at < 64; at += 1) wire.send(Buffer.alloc(MEGABYTE / 4));
  await turns();
  expect(wire.isCongested()).toBe(true);
  expect(told).toEqual([]);
  peers[0]?.resume();
  await eventually(() => expect(told).toEqual(['drained']));
  expect(wire.isCongested()).toBe(false);
});

it('reads nothing while it is paused, nor while its peer takes none of its acknowledgements', async () => {
  const { url, peers } = await startService();
  const { told, events, bytes } = recorder();
  const wire = await openWire(url, events);
  await eventually(() => expect(peers).toHaveLength(1));
  const [peer] = peers;
  wire.pause();
  peer?.send('paused');
  await turns();
  expect(told).toEqual([]);
  wire.resume();
  await eventually(() => expect(told).toEqual(['paused']));

  // more than all buffers on the way hold
  peer?.pause();
  for (let at = 0; at < 64; at += 1) wire.send(Buffer.alloc(MEGABYTE));
  const before = bytes();
  for (let at = 0; at < 100; at += 1) peer?.send(Buffer.alloc(100_000));
  await turns();
  expect(bytes()).toBe(before);
  peer?.resume();
  await eventually(() => expect(bytes()).toBe(before + 10_000_000));
});

/** Time in which what is not held back would arrive. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
