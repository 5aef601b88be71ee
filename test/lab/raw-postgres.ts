import { connect, type Socket } from 'node:net';
import { readBytes } from '../../main/gateway/read-bytes.ts';

/**
 * Opens a session with no driver: a start-up message, the password in clear text, and whatever comes until the
 * server is ready. For many sessions at once.
 *
 * @param onError told what the server says where it does not let one in
 * @returns the socket, paused; null where it was not let in
 */
export async function rawPostgres(
  port: number,
  {
    user,
    database,
    password,
    minor = 0,
    host = '127.0.0.1',
  }: {
    readonly user: string;
    readonly database: string;
    readonly password: string;
    /** Of the protocol's version 3. */
    readonly minor?: number;
    readonly host?: string;
  },
  onError: (text: string) => void = () => undefined,
): Promise<Socket | null> {
  const socket = connect({ port, host, noDelay: true });
  socket.on('error', () => undefined);
  const body = Buffer.from(
    `\0\x03\0${String.fromCharCode(minor)}user\0${user}\0database\0${database}\0\0`,
    'latin1',
  );
  socket.write(Buffer.concat([lengthOf(body), body]));
  for (;;) {
    const head = await readBytes(socket, 5);
    const rest = head && (await readBytes(socket, head.readInt32BE(1) - 4));
    if (head === null || rest === null) return null;
    const type = String.fromCharCode(head[0] ?? 0);
    if (type === 'E') {
      onError(rest.toString().replaceAll('\0', ' '));
      return null;
    }
    if (type === 'Z') return socket;
    if (type === 'R' && rest.readInt32BE() === 3) {
      const answer = Buffer.from(`${password}\0`);
      socket.write(Buffer.concat([Buffer.from('p'), lengthOf(answer), answer]));
    }
  }
}

/** A simple query, as bytes. */
export function simpleQuery(text: string): Buffer {
  const body = Buffer.from(`${text}\0`);
  return Buffer.concat([Buffer.from('Q'), lengthOf(body), body]);
}

function lengthOf(body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return length;
}
