import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { createListener } from '../../../main/gateway/listener.ts';
import { readBytes } from '../../../main/gateway/read-bytes.ts';
import type { SessionEnd } from '../../../main/gateway/session.ts';
import { freePorts } from '../../lab/server-process.ts';

const undo: (() => void)[] = [];
afterEach(() => undo.splice(0).forEach((one) => one()));

/** A database that says `hello`, a gateway before it that lets in who says `in`, and a client. */
async function open() {
  const atDatabase: Socket[] = [];
  const server = createServer((socket) => {
    atDatabase.push(socket.on('error', () => undefined));
    socket.write('hello');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const [port = 0] = await freePorts(1);
  const onOpened = vi.fn<(session: number, program: string) => void>();
  const onEnded = vi.fn<(end: SessionEnd) => void>();
  const database = { host: '127.0.0.1', port: portOf(server.address()) };
  const listener = createListener(
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
      address: database,
      connectAddress: database,
      tunnel: null,
      isProxied: false,
      ca: '',
    },
    {
      through: () => null,
      protocol: () => ({
        serve: () => async (client, session) => {
          session.identified('psql');
          const said = await readBytes(client, 2);
          if (said === null) return { kind: 'done' };
          if (String(said) === 'no') {
            client.end();
            return { kind: 'refused', refusal: { code: 'wrong-password', message: 'No.' } };
          }
          const upstream = await session.dial();
          if (!upstream.ok) return { kind: 'refused', refusal: upstream.refusal };
          return { kind: 'relay', client, upstream: upstream.value };
        },
        refusal: () => Buffer.alloc(0),
      }),
      ownUser: null,
      userOf: async () => null,
      token: async () => ({ ok: true, value: '' }),
      enter: () => true,
      leave: () => undefined,
      nextId: () => 7,
      onClients: () => undefined,
      onOpened,
      onEnded,
    },
  );
  expect(await listener.open(port)).toBeNull();
  const client = connect({ port, host: '127.0.0.1' }).on('error', () => undefined);
  undo.push(
    () => listener.close(),
    () => server.close(),
    () => [client, ...atDatabase].forEach((socket) => socket.destroy()),
  );
  const ended = async (): Promise<SessionEnd | undefined> => {
    await vi.waitFor(() => expect(onEnded).toHaveBeenCalledOnce());
    return onEnded.mock.calls[0]?.[0];
  };
  return { client, atDatabase, listener, onOpened, ended };
}

/** A client that is in, and has heard the database. */
async function letIn() {
  const gateway = await open();
  gateway.client.write('in');
  await once(gateway.client, 'data');
  expect(gateway.onOpened).toHaveBeenCalledExactlyOnceWith(7, 'psql');
  return gateway;
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

it('a session that the client ends is told so, with its bytes', async () => {
  const { client, ended } = await letIn();
  client.end();
  const end = await ended();
  expect(end).toEqual({ session: 7, cause: 'client-closed', ms: expect.any(Number), sent: 2, received: 5 });
  expect(end?.ms).toBeGreaterThanOrEqual(0);
});

it('a session that the database ends is told so', async () => {
  const { atDatabase, ended } = await letIn();
  atDatabase.forEach((socket) => socket.end());
  expect(await ended()).toMatchObject({ cause: 'database-closed', sent: 2, received: 5 });
});

it('a session that the database breaks off is told so', async () => {
  const { atDatabase, ended } = await letIn();
  atDatabase.forEach((socket) => socket.resetAndDestroy());
  expect(await ended()).toMatchObject({ cause: 'database-closed' });
});

it.each([
  ['one session', ({ end }: { end: (ids: number[] | null) => void }) => end([7])],
  ['all sessions', ({ end }: { end: (ids: number[] | null) => void }) => end(null)],
  ['the gateway', ({ close }: { close: () => void }) => close()],
])('that Latchkey stopped %s is told', async (_what, stop) => {
  const { listener, ended } = await letIn();
  stop(listener);
  expect(await ended()).toMatchObject({ cause: 'stopped' });
});

it('a client that is not let in is told with why, and was never open', async () => {
  const { client, onOpened, ended } = await open();
  client.write('no');
  expect(await ended()).toMatchObject({ cause: 'wrong-password', received: 0 });
  expect(onOpened).not.toHaveBeenCalled();
});

it('a client that goes before it is let in is told', async () => {
  const { client, onOpened, ended } = await open();
  await once(client, 'connect');
  client.end();
  expect(await ended()).toMatchObject({ cause: 'client-closed', sent: 0, received: 0 });
  expect(onOpened).not.toHaveBeenCalled();
});
