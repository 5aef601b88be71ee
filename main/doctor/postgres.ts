import type { Duplex } from 'node:stream';
import { shown } from '../../app/common/text/plain-text.ts';
import type { AuthenticationSeen, SignInSeen } from '../../app/doctor/observations.ts';
import type { ServerRefusal } from '../../app/doctor/server-words.ts';
import { parseError } from '../gateway/postgres/error-response.ts';
import { requestCode } from '../gateway/postgres/first-packet.ts';
import { authentication } from '../gateway/postgres/local-sign-in.ts';
import { encodeMessage, int32, readMessage, send, type Message } from '../gateway/postgres/messages.ts';
import { encodeStartup, type Parameter } from '../gateway/postgres/startup.ts';
import { readBytes } from '../gateway/read-bytes.ts';
import { otherProtocol } from './other-protocol.ts';
import { endPolitely, type ServerProtocol } from './server.ts';

/** The longest message that is read, in bytes. */
const MAX_MESSAGE = 100_000;

/** The longest words of a server that are kept, in characters. */
const MAX_WORDS = 1_000;

/** Version 3.0 of the protocol. */
const PROTOCOL_VERSION = 196_608;

/**
 * PostgreSQL's protocol, and that of Aurora DSQL.
 * Source: PostgreSQL documentation, "Frontend/Backend Protocol", "Message Flow".
 */
export const postgresServer: ServerProtocol = {
  async secure(socket, putTls) {
    await send(socket, Buffer.concat([int32(8), int32(requestCode.tls)]));
    const answer = await readBytes(socket, 1);
    if (answer === null) return { seen: { state: 'closed' }, stream: null };
    switch (answer.toString('latin1')) {
      case 'S': {
        if (socket.readableLength === 0) return putTls();
        // an SSH server begins with this letter, too; else somebody on the way put bytes behind it (CVE-2021-23222)
        const other = await otherProtocol(socket, answer);
        return other.speaks === ''
          ? failed('The server sent plain text behind its agreement.')
          : { seen: other, stream: null };
      }
      case 'N':
        return { seen: { state: 'no-tls' }, stream: null };
      case 'E':
        // its text is not shown: before TLS anybody on the way could have written it (CVE-2024-10977)
        return failed('The server answered the request for TLS with an error.');
      default:
        return { seen: await otherProtocol(socket, answer), stream: null };
    }
  },

  async ask(stream, { user, database }) {
    const named: readonly Parameter[] = database === '' ? [] : [['database', latin1(database)]];
    const parameters: readonly Parameter[] = [
      ['user', latin1(user)],
      ...named,
      ['application_name', 'latchkey'],
    ];
    await send(stream, encodeStartup(PROTOCOL_VERSION, parameters));
    for (;;) {
      const message = await readMessage(stream, MAX_MESSAGE);
      if (message === 'gone') return notAnswered('The server closed the connection.');
      if (message === 'malformed') return notAnswered('The server does not speak PostgreSQL.');
      if (message.type === 'E') return { asks: 'nothing', refusal: refusalOf(message) };
      if (message.type === 'R') return askedFor(message);
    }
  },

  async signIn(stream, token) {
    const startedAt = performance.now();
    await send(stream, encodeMessage('p', Buffer.from(`${token.reveal()}\0`)));
    return outcome(stream, startedAt);
  },

  // a connection that ends while a password is awaited leaves no line in the log; one that is cut off does
  leave: (stream, isIn) => endPolitely(stream, isIn ? encodeMessage('X') : undefined),
};

/** Reads up to the first question after the login: the database is looked at after the token. */
async function outcome(stream: Duplex, startedAt: number): Promise<SignInSeen> {
  for (;;) {
    const message = await readMessage(stream, MAX_MESSAGE);
    if (typeof message === 'string') return { state: 'closed' };
    if (message.type === 'E') return { state: 'refused', refusal: refusalOf(message) };
    if (message.type === 'Z') return { state: 'in', ms: performance.now() - startedAt };
  }
}

function askedFor({ body }: Message): AuthenticationSeen {
  const kind = body.length < 4 ? -1 : body.readInt32BE(0);
  switch (kind) {
    case authentication.cleartext:
      return { asks: 'token' };
    case authentication.sasl:
      return { asks: 'password', method: 'SCRAM' };
    case authentication.md5:
      return { asks: 'password', method: 'MD5' };
    case authentication.ok:
      return { asks: 'password', method: 'none at all' };
    default:
      return { asks: 'password', method: `method ${kind}` };
  }
}

function refusalOf(message: Message): ServerRefusal {
  const { sqlState, message: words, hint = '' } = parseError(message);
  return { code: sqlState, message: shown(words, MAX_WORDS), hint: shown(hint, MAX_WORDS) };
}

function notAnswered(message: string): AuthenticationSeen {
  return { asks: 'nothing', refusal: { code: '', message, hint: '' } };
}

function failed(words: string): { seen: { state: 'failed'; words: string }; stream: null } {
  return { seen: { state: 'failed', words }, stream: null };
}

function latin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}
