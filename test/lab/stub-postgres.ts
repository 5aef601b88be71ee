import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { readBytes } from '../../main/gateway/read-bytes.ts';
import { makeAuthority, type Authority } from '../sandbox/certificates.ts';

/** A PostgreSQL that signs everybody in, costs next to nothing, and answers any query. */
export interface StubPostgres {
  readonly port: number;
  /** Sessions that are open now. */
  readonly open: () => number;
  /** Passwords that were sent. */
  readonly passwords: readonly string[];
  /** How many bytes of floods have been written, taken or not. */
  readonly flooded: () => number;
  /** Breaks every session off, as a server that is killed does. */
  readonly breakOff: () => void;
  readonly close: () => Promise<void>;
}

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

const askPassword = message('R', int32(3));
const ready = message('Z', Buffer.from('I'));
const welcome = Buffer.concat([
  message('R', int32(0)),
  message('K', int32(4_711), Buffer.from('abcd')),
  ready,
]);
const done = Buffer.concat([message('C', Buffer.from('SELECT 0\0')), ready]);
const row = message('d', Buffer.alloc(8_000, 'x'));
const rows = Buffer.concat(Array.from({ length: 8 }, () => row));

/**
 * Starts it on a free port of an address, which is the name in its certificate. The query `flood` gives COPY data
 * for as long as the client reads it, `silence` nothing at all, after `stall` nothing more is read, and any other one
 * gives no rows.
 */
export async function startStubPostgres(
  authority: Authority = makeAuthority(),
  host = 'localhost',
): Promise<StubPostgres> {
  const { certPem, keyPem } = authority.issue([host]);
  const secureContext = createSecureContext({ cert: certPem, key: keyPem });
  const sockets = new Set<Socket>();
  const passwords: string[] = [];
  let flooded = 0;

  async function serve(plain: Socket): Promise<void> {
    if ((await readBytes(plain, 8)) === null) return;
    plain.write('S');
    const socket = new TLSSocket(plain, { isServer: true, secureContext });
    socket.on('error', () => plain.destroy());
    const length = await readBytes(socket, 4);
    if (length === null || (await readBytes(socket, length.readInt32BE() - 4)) === null) return;
    socket.write(askPassword);
    for (;;) {
      const head = await readBytes(socket, 5);
      const body = head && (await readBytes(socket, head.readInt32BE(1) - 4));
      if (head === null || body === null) return;
      const [type, text] = [String.fromCharCode(head[0] ?? 0), body.toString().replace(/\0$/, '')];
      if (type === 'p') {
        passwords.push(text);
        socket.write(welcome);
      } else if (type === 'Q' && text.includes('flood')) {
        await flood(socket, (bytes) => (flooded += bytes));
      } else if (type === 'Q' && text.includes('stall')) {
        return;
      } else if (type === 'Q' && !text.includes('silence')) {
        socket.write(done);
      } else if (type === 'X') {
        socket.end();
        return;
      }
    }
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    void serve(socket);
  });
  await new Promise<void>((resolve) => server.listen({ port: 0, host, backlog: 1_024 }, resolve));
  const address: AddressInfo | string | null = server.address();
  return {
    port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    open: () => sockets.size,
    passwords,
    flooded: () => flooded,
    breakOff: () => sockets.forEach((socket) => socket.resetAndDestroy()),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

async function flood(socket: TLSSocket, onWritten: (bytes: number) => void): Promise<void> {
  socket.write(message('H', Buffer.from([0, 0, 1, 0, 0])));
  while (!socket.destroyed) {
    onWritten(rows.length);
    if (socket.write(rows)) continue;
    await new Promise<void>((resolve) => {
      const goOn = (): void => {
        socket.off('drain', goOn).off('close', goOn);
        resolve();
      };
      socket.on('drain', goOn).on('close', goOn);
    });
  }
}
