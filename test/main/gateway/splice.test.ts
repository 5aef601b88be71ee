import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { Duplex, duplexPair } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Inspector } from '../../../main/gateway/session.ts';
import { splice } from '../../../main/gateway/splice.ts';
import { SOCKET_BUFFER_BYTES } from '../../../main/gateway/upstream.ts';

const KB = 1_024;
const BULK_BYTES = 16 * KB * KB;
/** What a session may have in a turn: what is passed on, and what was read with it and waits. */
const MAX_TURN_BYTES = 4 * SOCKET_BUFFER_BYTES;

/** As MySQL's sessions are looked at, by one who has nothing to say. */
const looksOn: Inspector = {
  fromClient: (chunk) => ({ toServer: chunk, toClient: null, ends: false }),
  fromServer: (chunk) => ({ toServer: null, toClient: chunk, ends: false }),
};

/** A client and a database with a session between them. */
function open({ buffer = SOCKET_BUFFER_BYTES, inspector }: { buffer?: number; inspector?: Inspector } = {}) {
  const [client, near] = duplexPair({ highWaterMark: buffer });
  const [far, database] = duplexPair({ highWaterMark: buffer });
  return { client, database, over: splice(near, far, inspector) };
}

const RUN = Buffer.from(Array.from({ length: 251 }, (_, at) => at));

/** Bytes of which each run of 251 tells its place: what is lost, doubled or turned round shows. */
function bytesFrom(start: number, length: number): Buffer {
  const from = start % RUN.length;
  return Buffer.alloc(length, Buffer.concat([RUN.subarray(from), RUN.subarray(0, from)]));
}

/** The most by which a count grows before another session has its turn. */
async function mostInATurn(count: () => number, isOver: () => boolean): Promise<number> {
  let [before, most] = [count(), 0];
  while (!isOver()) {
    await nextTurn();
    most = Math.max(most, count() - before);
    before = count();
  }
  return most;
}

interface Sending {
  /** The lengths of what is written, in bytes. */
  readonly sizes: readonly number[];
  /** In which turns the sender or the reader rests: every so many; 0 for none. */
  readonly senderRests: number;
  readonly readerRests: number;
}

async function send(side: Duplex, { sizes, senderRests }: Sending): Promise<void> {
  let start = 0;
  for (const [at, size] of sizes.entries()) {
    side.write(bytesFrom(start, size));
    start += size;
    if (senderRests > 0 && at % senderRests === 0) await nextTurn();
  }
  side.end();
}

/** Reads to the end, and rests each time after so many chunks; 0 for never. */
async function read(side: Duplex, rests = 0): Promise<Buffer> {
  const chunks: Buffer[] = [];
  side.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    if (rests === 0 || chunks.length % rests !== 0) return;
    side.pause();
    setImmediate(() => side.resume());
  });
  await once(side, 'end');
  return Buffer.concat(chunks);
}

const sendings: fc.Arbitrary<Sending> = fc.record({
  sizes: fc.array(fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 100 * KB })), {
    maxLength: 12,
  }),
  senderRests: fc.nat(3),
  readerRests: fc.nat(3),
});

const totalOf = ({ sizes }: Sending): number => sizes.reduce((sum, size) => sum + size, 0);

describe.each([
  ['untouched', undefined],
  ['looked at', looksOn],
])('a session that is %s', (_, inspector) => {
  it('loses, doubles and turns round no byte, however they come and however slowly they are read', async () => {
    await fc.assert(
      fc.asyncProperty(
        sendings,
        sendings,
        fc.constantFrom(1, 16 * KB, SOCKET_BUFFER_BYTES),
        async (up, down, buffer) => {
          const { client, database, over } = open({ buffer, ...(inspector && { inspector }) });
          const reading = Promise.all([read(database, up.readerRests), read(client, down.readerRests)]);
          await Promise.all([send(client, up), send(database, down)]);
          const [came, answered] = await reading;
          expect(came.equals(bytesFrom(0, totalOf(up)))).toBe(true);
          expect(answered.equals(bytesFrom(0, totalOf(down)))).toBe(true);
          await over;
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each(['client', 'database'] as const)(
    'takes no more from the %s than the other side reads',
    async (from) => {
      const session = open({ ...(inspector && { inspector }) });
      const [sender, reader] =
        from === 'client' ? [session.client, session.database] : [session.database, session.client];
      let taken = 0;
      const chunk = 64 * KB;
      for (let sent = 0; sent < BULK_BYTES; sent += chunk)
        sender.write(bytesFrom(sent, chunk), () => (taken += chunk));
      sender.end();
      for (let turn = 0; turn < 100; turn += 1) await nextTurn();
      expect(taken).toBeGreaterThan(0);
      expect(taken).toBeLessThan(8 * SOCKET_BUFFER_BYTES);
      expect((await read(reader)).equals(bytesFrom(0, BULK_BYTES))).toBe(true);
      expect(taken).toBe(BULK_BYTES);
    },
  );

  it('takes the whole answer to a client that has said its last', async () => {
    const { client, database, over } = open({ ...(inspector && { inspector }) });
    client.end('the last question');
    const answer = read(client, 2);
    expect(String(await read(database))).toBe('the last question');
    database.write(bytesFrom(0, 3 * SOCKET_BUFFER_BYTES));
    await nextTurn();
    database.end(bytesFrom(3 * SOCKET_BUFFER_BYTES, 10));
    expect((await answer).equals(bytesFrom(0, 3 * SOCKET_BUFFER_BYTES + 10))).toBe(true);
    expect(await over).toBe('client');
  });

  it('is given no more than its share of a turn, however much is there', async () => {
    let [left, passed] = [BULK_BYTES, 0];
    const database = new Duplex({
      highWaterMark: SOCKET_BUFFER_BYTES,
      read() {
        left -= 16 * KB;
        this.push(left >= 0 ? Buffer.alloc(16 * KB) : null);
      },
      write: (_chunk, _encoding, done) => done(),
    });
    const client = new Duplex({
      highWaterMark: SOCKET_BUFFER_BYTES,
      read: () => undefined,
      write(chunk: Buffer, _encoding, done) {
        passed += chunk.length;
        done();
      },
    });
    void splice(client, database, inspector);
    const most = await mostInATurn(
      () => passed,
      () => passed === BULK_BYTES,
    );
    expect(most).toBeLessThanOrEqual(MAX_TURN_BYTES);
    client.destroy();
  });
});

it('what comes in a turn is written in one piece', async () => {
  const written: string[][] = [];
  const database = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
  const client = new Duplex({
    read: () => undefined,
    write(chunk: Buffer, _encoding, done) {
      written.push([String(chunk)]);
      done();
    },
    writev(chunks, done) {
      written.push(chunks.map(({ chunk }) => String(chunk)));
      done();
    },
  });
  void splice(client, database);
  await nextTurn();
  for (const row of ['one', 'two', 'three']) database.push(row);
  await vi.waitFor(() => expect(written.flat()).toHaveLength(3));
  database.push('four');
  await vi.waitFor(() => expect(written.flat()).toHaveLength(4));
  expect(written).toEqual([['one', 'two', 'three'], ['four']]);
  client.destroy();
});

/** Two ends of a connection of the system's. */
async function connection(): Promise<readonly [Socket, Socket]> {
  const server = createServer({ pauseOnConnect: true, highWaterMark: SOCKET_BUFFER_BYTES });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  // the stream's option, which the types of `connect` do not name
  const stream = { highWaterMark: SOCKET_BUFFER_BYTES };
  const arriving = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const near = connect({ host: '127.0.0.1', port, ...stream });
  const far = await arriving;
  server.close();
  for (const end of [near, far]) {
    end.on('error', () => undefined);
    onTestFinished(() => void end.destroy());
  }
  return [near, far];
}

it('nor do sockets with all that the system holds for them', async () => {
  const [upstream, database] = await connection();
  const [client, near] = await connection();
  database.end(bytesFrom(0, BULK_BYTES));
  // the system holds megabytes by now
  for (let turn = 0; turn < 50; turn += 1) await nextTurn();
  let came = 0;
  client.on('data', (chunk: Buffer) => (came += chunk.length));
  void splice(near, upstream);
  const most = await mostInATurn(
    () => upstream.bytesRead,
    () => came === BULK_BYTES,
  );
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(MAX_TURN_BYTES);
});
