import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { expect, it, onTestFinished } from 'vitest';
import type { TunnelEnd } from '../../../../app/tunnels/model.ts';
import { openForwarding, type Hear } from '../../../../main/tunnels/ssh/forwarding.ts';
import { TunnelError } from '../../../../main/tunnels/tunnel-error.ts';

/** The local end of a forwarding, where a test takes the connections in the place of `ssh`. */
async function openLocal(take: (socket: Socket) => void) {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-ssh-'));
  const path = join(folder, 's');
  const server: Server = createServer({ allowHalfOpen: false }, (socket) => {
    socket.on('error', () => undefined);
    take(socket);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  let hear: Hear = () => undefined;
  const changes = { count: 0 };
  const session = openForwarding(
    { path },
    {
      clock: { now: Date.now },
      onChange: () => void (changes.count += 1),
      listen: (given) => (hear = given),
    },
  );
  onTestFinished(async () => {
    session.close();
    server.close();
    await rm(folder, { recursive: true, force: true });
  });
  return { session, server, changes, hear: (end: TunnelEnd, isOver: boolean) => hear(end, isOver) };
}

/** How a stream has ended: the code of its tunnel's end, `end`, or another error. */
function endOf(stream: Duplex): Promise<string> {
  return new Promise((resolve) => {
    stream.on('error', (cause) => resolve(cause instanceof TunnelError ? cause.code : cause.message));
    stream.once('end', () => resolve('end'));
    stream.resume();
  });
}

it('carries bytes both ways, counts them, and ends as the database does', async () => {
  const { session } = await openLocal((socket) => socket.once('data', (chunk) => socket.end(chunk)));
  const stream = session.connect();
  const heard: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => heard.push(chunk));
  stream.write('select 1');
  expect(await endOf(stream)).toBe('end');
  expect(Buffer.concat(heard).toString()).toBe('select 1');
  await expect.poll(() => session.status().connections).toBe(0);
  expect(session.status()).toMatchObject({ state: 'open', sent: 8, received: 8, end: null });
});

it.each([true, false])(
  'fails with what main says of a connection that was refused (sent first: %s)',
  async (sends) => {
    const { session, hear } = await openLocal((socket) => {
      socket.destroy();
      setImmediate(() => hear({ code: 'ssh-target-refused', detail: '' }, false));
    });
    const stream = session.connect();
    if (sends) stream.write('select 1');
    expect(await endOf(stream)).toBe('ssh-target-refused');
    expect(session.status().end).toBeNull();
  },
);

it('fails as unreachable where nobody says why', async () => {
  const { session } = await openLocal((socket) => socket.destroy());
  expect(await endOf(session.connect())).toBe('ssh-target-unreachable');
});

it('ends with all its connections when main says that ssh has', async () => {
  const { session, hear, changes } = await openLocal((socket) => socket.write('a'));
  const stream = session.connect();
  await new Promise((resolve) => stream.once('data', resolve));
  const before = changes.count;
  hear({ code: 'ssh-unreachable', detail: 'Timeout' }, true);
  expect(await endOf(stream)).toBe('ssh-unreachable');
  expect(changes.count).toBeGreaterThan(before);
  expect(session.status()).toMatchObject({ state: 'ended', end: { code: 'ssh-unreachable' } });
  expect(await endOf(session.connect())).toMatch('ssh-unreachable');
});

it('is over where nobody takes connections any more', async () => {
  const { session, server } = await openLocal(() => undefined);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  expect(await endOf(session.connect())).toBe('ssh-failed');
  expect(session.status()).toMatchObject({ state: 'ended', end: { code: 'ssh-failed' } });
});
