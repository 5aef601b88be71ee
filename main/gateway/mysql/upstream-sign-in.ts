import type { Duplex } from 'node:stream';
import { answerInTime } from '../answer-in-time.ts';
import { endRefusal, silenceRefusal } from '../through-tunnel.ts';
import type { Refusal, Step } from '../session.ts';
import { askedOfServer, CAPABILITY, has } from './capabilities.ts';
import { shown } from '../../../app/common/text/plain-text.ts';
import { errorBeforeTls, parseError } from './error-packet.ts';
import { Fields, nullEnded } from './fields.ts';
import { parseGreeting, type Greeting } from './greeting.ts';
import { MAX_FROM_SERVER, packet, readPacket } from './packets.ts';
import { encodeResponse, SSL_REQUEST_LENGTH, type HandshakeResponse } from './response.ts';

/** What a server has said before TLS. */
export type FirstWord<T> =
  | { readonly kind: 'yes'; readonly value: T }
  /** `number` is the error's, where the server gave one. */
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly number?: number };

/** What a server has said behind verified TLS. */
export type ServerWord<T> =
  | FirstWord<T>
  /** An ERR packet's payload, and what it says. */
  | { readonly kind: 'error'; readonly payload: Buffer; readonly refusal: Refusal };

/** Reads a server's greeting. One without TLS is refused: a token is sent through nothing else. */
export async function hearGreeting(upstream: Duplex): Promise<FirstWord<Greeting>> {
  const payload = await answerInTime(upstream, readPacket(upstream, null, MAX_FROM_SERVER));
  if (payload === 'silent') return refused(silenceRefusal(upstream));
  if (payload === 'gone') return refused(endRefusal(upstream)?.refusal ?? CLOSED);
  const greeting = payload === 'malformed' ? null : parseGreeting(payload);
  const error = payload === 'malformed' ? null : parseError(payload);
  if (greeting === null && error !== null) return { kind: 'refused', ...errorBeforeTls(error.number) };
  if (greeting === null) return refused(NOT_MYSQL);
  return has(greeting.capabilities, CAPABILITY.ssl) ? { kind: 'yes', value: greeting } : refused(NO_TLS);
}

/**
 * The client's response as the server gets it: with TLS, the connection's user, and an empty answer. The
 * plugin is the greeting's: naming mysql_clear_password with an empty answer makes servers take that as the
 * password, and not ask.
 */
export function responseFor(
  server: Greeting,
  client: HandshakeResponse,
  { dbUser, database }: { readonly dbUser: string; readonly database: string },
): HandshakeResponse {
  const needed = CAPABILITY.ssl | CAPABILITY.protocol41 | CAPABILITY.secureConnection | CAPABILITY.pluginAuth;
  const asked = askedOfServer(client, server);
  const named = client.database?.length === 0 ? null : client.database;
  return {
    ...client,
    capabilities: (asked.capabilities | needed) >>> 0,
    extended: asked.extended,
    user: Buffer.from(dbUser),
    answer: Buffer.alloc(0),
    database: named ?? (database === '' ? client.database : Buffer.from(database)),
    plugin: server.plugin === CLEARTEXT ? 'mysql_native_password' : server.plugin,
    attributes: has(server.capabilities, CAPABILITY.connectAttributes) ? client.attributes : null,
  };
}

/**
 * Signs in at a server that has greeted: TLS first, then who it is, then the token, where it is asked for.
 *
 * @param secure puts verified TLS on the connection
 * @returns the connection that is signed in, and its OK packet's payload
 */
export async function signInUpstream(
  response: HandshakeResponse,
  token: string,
  plain: Duplex,
  secure: () => Promise<Step<Duplex>>,
): Promise<ServerWord<{ readonly upstream: Duplex; readonly ok: Buffer }>> {
  const payload = encodeResponse(response);
  plain.write(packet(1, payload.subarray(0, SSL_REQUEST_LENGTH)));
  const secured = await secure();
  if (!secured.ok) return refused(secured.refusal);
  const upstream = secured.value;
  upstream.write(packet(2, payload));
  const first = await readPacket(upstream, 3, MAX_FROM_SERVER);
  if (typeof first === 'string') return refused(first === 'gone' ? CLOSED : NOT_MYSQL);
  if (first[0] !== AUTH_SWITCH) return verdict(first, upstream, NOT_ASKED);
  const plugin = pluginAskedFor(first);
  if (plugin !== CLEARTEXT) return refused(notIamUser(plugin));
  // one write: a token and its NUL are one packet, and one TLS record where it fits
  upstream.write(packet(4, nullEnded(token)));
  const last = await readPacket(upstream, 5, MAX_FROM_SERVER);
  if (typeof last === 'string') return refused(last === 'gone' ? CLOSED : NOT_MYSQL);
  return last[0] === 0x00 || last[0] === 0xff ? verdict(last, upstream) : refused(ASKS_FOR_MORE);
}

const CLEARTEXT = 'mysql_clear_password';
const AUTH_SWITCH = 0xfe;

function verdict(
  payload: Buffer,
  upstream: Duplex,
  hint?: string,
): ServerWord<{ readonly upstream: Duplex; readonly ok: Buffer }> {
  if (payload[0] === 0x00) return { kind: 'yes', value: { upstream, ok: payload } };
  return payload[0] === 0xff ? serverError(payload, hint) : refused(notIamUser(pluginAskedFor(payload)));
}

/** The plugin of an AuthSwitchRequest; what else asks for more than a token has none. */
function pluginAskedFor(payload: Buffer): string {
  if (payload[0] !== AUTH_SWITCH || payload.length === 1) return '';
  return shown(new Fields(payload.subarray(1, 65)).toNullOrEnd().toString('latin1'));
}

function serverError(payload: Buffer, hint?: string): ServerWord<never> {
  const error = parseError(payload);
  if (error === null) return refused(NOT_MYSQL);
  const message = `The database refused (error ${error.number}): ${error.text}`;
  return {
    kind: 'error',
    payload,
    refusal: { code: 'database-refused', message, ...(hint !== undefined && { hint }) },
  };
}

function refused(refusal: Refusal): FirstWord<never> {
  return { kind: 'refused', refusal };
}

const IAM_USER = "Its user must be IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'.";
const NOT_ASKED = `The database did not ask for a token: the user may not exist there. ${IAM_USER}`;

function notIamUser(plugin: string): Refusal {
  const how = plugin === '' ? 'in another way' : `through ${plugin}`;
  return {
    code: 'database-refused',
    message: `The database wants this user to log in ${how}, not with a token, and got none.`,
    hint: IAM_USER,
  };
}

const ASKS_FOR_MORE: Refusal = {
  code: 'database-refused',
  message: 'The database asks for something more after the token, which the gateway does not have.',
  hint: IAM_USER,
};

/** What a server is called that has gone away. */
export const CLOSED: Refusal = {
  code: 'unreachable',
  message: 'The database closed the connection during the login.',
  hint: 'Try again.',
};

const NOT_MYSQL: Refusal = {
  code: 'unreachable',
  message: 'What answers at the database’s port does not speak MySQL’s protocol.',
  hint: 'Check the port, and the tunnel if one is dialled.',
};

const NO_TLS: Refusal = {
  code: 'tls-refused',
  message: 'The database has no TLS, and a token is not sent without.',
};
