import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createListener, type Listener } from '../../../main/gateway/listener.ts';
import type { PeerUser } from '../../../main/gateway/peer-user.ts';
import { readBytes } from '../../../main/gateway/read-bytes.ts';
import { postgresRefusal } from '../../../main/gateway/postgres/error-response.ts';
import { freePorts } from '../../lab/server-process.ts';

const sockets: Socket[] = [];
let listener: Listener | null = null;
afterEach(() => {
  listener?.close();
  for (const socket of sockets.splice(0)) socket.destroy();
});

/** A listener whose clients are in when they have said `in`; who they are is told by the test. */
async function listen(userOf: PeerUser, places = 10_000): Promise<number> {
  const [port = 0] = await freePorts(1);
  let [taken, id] = [0, 0];
  listener = createListener(
    {
      id: 'one',
      port,
      family: 'postgres',
      dbUser: 'u',
      database: '',
      localPassword: 'p',
      localSignIn: 'scram',
      admits: 'own-user',
      localTls: null,
      address: { host: 'localhost', port: 1 },
      connectAddress: { host: 'localhost', port: 1 },
      tunnel: null,
      isProxied: false,
      ca: '',
    },
    {
      through: () => null,
      protocol: () => ({
        serve: () => async (client, session) => {
          if ((await readBytes(client, 2)) === null) return { kind: 'done' };
          await session.token();
          client.write('welcome');
          await once(client, 'close');
          return { kind: 'done' };
        },
        refusal: postgresRefusal,
      }),
      token: async () => ({ ok: true, value: '' }),
      ownUser: 0,
      userOf,
      enter() {
        if (taken >= places && !(listener?.giveWay() ?? false)) return false;
        taken += 1;
        return true;
      },
      leave: () => void (taken -= 1),
      nextId: () => ++id,
      onClients: () => undefined,
      onOpened: () => undefined,
      onEnded: () => undefined,
    },
  );
  expect(await listener.open(port)).toBeNull();
  return port;
}

async function join(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => undefined);
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

async function silent(port: number, count: number): Promise<Socket[]> {
  const all: Socket[] = [];
  for (const before = listener?.pendingCount() ?? 0; all.length < count;) {
    all.push(await join(port));
    await expect
      .poll(() => listener?.pendingCount(), { interval: 1 })
      .toBe(Math.min(128, before + all.length));
  }
  return all;
}

async function told(socket: Socket): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of socket) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString();
}

async function isLetIn(port: number): Promise<boolean> {
  const socket = await join(port);
  socket.write('in');
  return (await readBytes(socket, 7))?.toString() === 'welcome';
}

it('128 silent clients shut nobody out: the oldest is told and gives way, again and again', async () => {
  const port = await listen(async () => null);
  const held = await silent(port, 128);
  for (const oldest of held.slice(0, 3)) {
    expect(await isLetIn(port)).toBe(true);
    expect(await told(oldest)).toContain('Others came to this gateway');
    expect(listener?.pendingCount()).toBe(127);
    await silent(port, 1);
  }
});

it('a flood of another user costs that user’s places only, though the owner’s client is the oldest', async () => {
  const [localPort = 0] = await freePorts(1);
  const port = await listen(async ({ remotePort }) => (remotePort === localPort ? 1_000 : 65_534));
  // the first ones are not asked who they are
  await silent(port, 16);
  const mine = connect({ port, host: '127.0.0.1', localPort });
  mine.on('error', () => undefined);
  sockets.push(mine);
  await expect.poll(() => listener?.pendingCount()).toBe(17);
  await silent(port, 111);
  for (let more = 0; more < 200; more += 1) await join(port);
  mine.write('in');
  expect((await readBytes(mine, 7))?.toString()).toBe('welcome');
});

it('where every place of the process is taken, one that has not given its password gives way; those who have stay', async () => {
  const port = await listen(async () => null, 3);
  expect(await isLetIn(port)).toBe(true);
  const [first] = await silent(port, 2);
  expect(await isLetIn(port)).toBe(true);
  if (first === undefined) throw new Error('Nobody came.');
  expect(await told(first)).toContain('Others came');
  expect(await isLetIn(port)).toBe(true);
  expect(await told(await join(port))).toContain('as many gateway sessions open');
});
