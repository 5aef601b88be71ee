import type { Duplex } from 'node:stream';
import type { AuthenticationSeen, SignInSeen } from '../../app/doctor/observations.ts';
import type { ServerRefusal } from '../../app/doctor/server-words.ts';
import { CAPABILITY, has, isMariadb } from '../gateway/mysql/capabilities.ts';
import { shown } from '../../app/common/text/plain-text.ts';
import { parseError } from '../gateway/mysql/error-packet.ts';
import { Fields, nullEnded } from '../gateway/mysql/fields.ts';
import { parseGreeting, type Greeting } from '../gateway/mysql/greeting.ts';
import { MAX_FROM_SERVER, packet, readPacket } from '../gateway/mysql/packets.ts';
import { encodeResponse, SSL_REQUEST_LENGTH, type HandshakeResponse } from '../gateway/mysql/response.ts';
import { int32 } from '../gateway/postgres/messages.ts';
import { requestCode } from '../gateway/postgres/first-packet.ts';
import { readBytes } from '../gateway/read-bytes.ts';
import { otherProtocol } from './other-protocol.ts';
import type { Secured } from './reach.ts';
import { endPolitely, type ServerProtocol, type SignInAs } from './server.ts';

/** A plugin that no account has: the server must say which one the account has. */
const NO_PLUGIN = 'latchkey_probe';
const CLEARTEXT = 'mysql_clear_password';
const AUTH_SWITCH = 0xfe;
const COM_QUIT = 0x01;

/**
 * How long a server has to greet before it is asked whether it is PostgreSQL, which waits for the client; in
 * milliseconds.
 */
const GREETING_TIMEOUT_MS = 1_200;

/**
 * The protocol of MySQL and MariaDB. One for each connection: what the server greets with decides the answer.
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase.html
 */
export function mysqlServer(): ServerProtocol {
  let greeting: Greeting | null = null;
  return {
    async secure(socket, putTls) {
      const first = await greeted(socket);
      if (first === null) return { seen: { state: 'closed' }, stream: null };
      if ('seen' in first) return first;
      const { payload, head } = first;
      if (payload[0] === 0xff)
        return { seen: { state: 'refused', refusal: earlyRefusal(payload) }, stream: null };
      greeting = parseGreeting(payload);
      if (greeting === null) {
        return { seen: await otherProtocol(socket, Buffer.concat([head, payload])), stream: null };
      }
      if (!has(greeting.capabilities, CAPABILITY.ssl)) return { seen: { state: 'no-tls' }, stream: null };
      const request = encodeResponse(responseFor({ user: '', database: '' }));
      socket.write(packet(1, request.subarray(0, SSL_REQUEST_LENGTH)));
      return putTls();
    },

    async ask(stream, as) {
      stream.write(packet(2, encodeResponse(responseFor(as))));
      const answer = await readPacket(stream, 3, MAX_FROM_SERVER);
      if (typeof answer === 'string') return notAnswered('The server closed the connection.');
      if (answer[0] === 0xff) return { asks: 'nothing', refusal: refusalOf(answer) };
      if (answer[0] !== AUTH_SWITCH) return { asks: 'password', method: 'none at all' };
      const plugin = pluginIn(answer);
      if (plugin !== CLEARTEXT) return { asks: 'password', method: plugin };
      return { asks: greeting !== null && isMariadb(greeting) ? 'perhaps-token' : 'token' };
    },

    async signIn(stream, token) {
      const startedAt = performance.now();
      stream.write(packet(4, nullEnded(token.reveal())));
      const answer = await readPacket(stream, 5, MAX_FROM_SERVER);
      if (typeof answer === 'string') return { state: 'closed' };
      return verdictOf(answer, startedAt);
    },

    leave: (stream, isIn) => endPolitely(stream, isIn ? packet(0, Buffer.from([COM_QUIT])) : undefined),
  };
}

/** The server's first packet. PostgreSQL waits for its client, and is found out by its answer to one. */
async function greeted(
  socket: Duplex,
): Promise<Secured | { readonly head: Buffer; readonly payload: Buffer } | null> {
  let hasAsked = false;
  const timer = setTimeout(() => {
    hasAsked = true;
    socket.write(Buffer.concat([int32(8), int32(requestCode.tls)]));
  }, GREETING_TIMEOUT_MS);
  const first = await readBytes(socket, 1);
  clearTimeout(timer);
  if (first === null) return null;
  if (hasAsked && /[SN]/.test(first.toString('latin1'))) {
    return { seen: { state: 'other-protocol', speaks: 'postgres' }, stream: null };
  }
  const rest = await readBytes(socket, 3);
  if (rest === null) return null;
  const head = Buffer.concat([first, rest]);
  const length = head.readUIntLE(0, 3);
  if (head[3] !== 0 || length === 0 || length > MAX_FROM_SERVER) {
    return { seen: await otherProtocol(socket, head), stream: null };
  }
  const payload = await readBytes(socket, length);
  return payload === null ? null : { head, payload };
}

const { longPassword, protocol41, ssl, secureConnection, pluginAuth, connectWithDatabase } = CAPABILITY;

function responseFor({ user, database }: SignInAs): HandshakeResponse {
  return {
    capabilities: longPassword | protocol41 | ssl | secureConnection | pluginAuth | connectWithDatabase,
    extended: 0,
    maxPacketSize: 16_777_215,
    // utf8mb4_general_ci, which all servers have
    characterSet: 45,
    user: Buffer.from(user),
    answer: Buffer.alloc(0),
    // servers go by the flags of the request for TLS, which comes before anything is known of the database
    database: Buffer.from(database),
    plugin: NO_PLUGIN,
    attributes: null,
  };
}

function pluginIn(payload: Buffer): string {
  if (payload.length === 1) return 'mysql_old_password';
  return shown(new Fields(payload.subarray(1, 65)).toNullOrEnd().toString('latin1'));
}

function verdictOf(payload: Buffer, startedAt: number): SignInSeen {
  if (payload[0] === 0x00) return { state: 'in', ms: performance.now() - startedAt };
  if (payload[0] === 0xff) return { state: 'refused', refusal: refusalOf(payload) };
  const message = 'The server asks for something more after the token.';
  return { state: 'refused', refusal: { code: '', message, hint: '' } };
}

function refusalOf(payload: Buffer): ServerRefusal {
  const error = parseError(payload);
  if (error === null) return { code: '', message: 'The server’s error is not well-formed.', hint: '' };
  return { code: String(error.number), message: error.text.slice(0, 1_000), hint: '' };
}

/** An error before TLS: its number counts, its text could be anybody's. */
function earlyRefusal(payload: Buffer): ServerRefusal {
  const { code } = refusalOf(payload);
  return { code, message: `The server said error ${code} before TLS.`, hint: '' };
}

function notAnswered(message: string): AuthenticationSeen {
  return { asks: 'nothing', refusal: { code: '', message, hint: '' } };
}
