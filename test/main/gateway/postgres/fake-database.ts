import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { readBytes } from '../../../../main/gateway/read-bytes.ts';
import {
  encodeMessage,
  int32,
  readMessage,
  type Message,
} from '../../../../main/gateway/postgres/messages.ts';
import type { Issued } from '../../../sandbox/certificates.ts';
import { startTlsFront } from '../../../sandbox/tls-front.ts';
import { TOKEN } from './open-gateway.ts';
import { serverMessage } from './wire.ts';

/** What the server does in place of the ordinary. */
export interface Behaviour {
  /** What it answers to SSLRequest; `S` goes on in TLS. Empty: it closes. */
  readonly sslAnswer?: string;
  /** Sent in place of the request for a password. */
  readonly ask?: Buffer;
  /** Sent in place of all that follows a right token; then the connection ends unless it has ReadyForQuery. */
  readonly answer?: Buffer;
  readonly key?: Buffer;
  /** Instead of speaking, over TLS. */
  readonly takeOver?: (socket: TLSSocket) => Promise<void>;
}

/** A server in plain Node whose database answers each query with its text. */
export interface FakeDatabase {
  readonly port: number;
  /** What came in the clear, first packets over TLS, tokens, and cancel requests. */
  readonly seen: { plain: number; startups: Buffer[]; tokens: string[]; cancels: Buffer[] };
  behaviour: Behaviour;
  readonly stop: () => Promise<void>;
}

export const KEY = Buffer.from('00000007aabbccdd', 'hex');

/** Starts one with this certificate. */
export async function startFakeDatabase(
  certificate: Issued,
  behaviour: Behaviour = {},
): Promise<FakeDatabase> {
  const seen: FakeDatabase['seen'] = { plain: 0, startups: [], tokens: [], cancels: [] };
  const front = await startTlsFront(certificate, async ({ socket, secure }) => {
    const request = await readBytes(socket, 8);
    if (request === null) return;
    const { sslAnswer = 'S' } = database.behaviour;
    socket.write(sslAnswer);
    if (sslAnswer !== 'S') {
      await readBytes(socket, 1).then((more) => more !== null && (seen.plain += 1));
      return;
    }
    const tls = await secure(true);
    if (tls !== undefined) await speak(tls, socket);
  });

  async function speak(tls: TLSSocket, socket: Socket): Promise<void> {
    const { ask = serverMessage.askCleartext, answer, key = KEY, takeOver } = database.behaviour;
    if (takeOver !== undefined) return takeOver(tls);
    const head = await readBytes(tls, 8);
    const rest = head && (await readBytes(tls, head.readInt32BE(0) - 8));
    if (!head || !rest) return;
    if (head.readInt32BE(4) === 80877102) {
      seen.cancels.push(Buffer.concat([head, rest]));
      tls.end();
      return;
    }
    seen.startups.push(Buffer.concat([head, rest]));
    tls.write(ask);
    const password = await readMessage(tls, 10_000);
    if (typeof password === 'string') return;
    const token = password.body.toString().slice(0, -1);
    seen.tokens.push(token);
    if (token !== TOKEN) return;
    const { ok, status, ready } = serverMessage;
    const signedIn = [ok, status('server_version', '17.2'), serverMessage.key(key), ready];
    tls.write(answer ?? Buffer.concat(signedIn));
    for (;;) {
      const message = await readMessage(tls, 1_000_000);
      if (typeof message === 'string' || message.type === 'X') break;
      if (message.type === 'Q') tls.write(echo(message));
    }
    socket.end();
  }

  const database: FakeDatabase = { port: front.port, seen, behaviour, stop: front.stop };
  return database;
}

/** One row with one column: the query itself. */
function echo({ body }: Message): Buffer {
  const text = body.subarray(0, -1);
  const column = Buffer.from('00000000000000000019ffffffffffff0000', 'hex');
  return Buffer.concat([
    encodeMessage('T', Buffer.from([0, 1]), Buffer.from('echo\0'), column),
    encodeMessage('D', Buffer.from([0, 1]), int32(text.length), text),
    encodeMessage('C', Buffer.from('SELECT 1\0')),
    serverMessage.ready,
  ]);
}
