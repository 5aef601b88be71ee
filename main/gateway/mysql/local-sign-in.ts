import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { TLSSocket, type SecureContext } from 'node:tls';
import { answerInTime, FIRST_PACKET_MS } from '../answer-in-time.ts';
import type { LocalEndpoint, Refusal } from '../session.ts';
import { CAPABILITY, has } from './capabilities.ts';
import { hear, tell, type ClientSide } from './client-side.ts';
import { shown } from '../../../app/common/text/plain-text.ts';
import { nullEnded } from './fields.ts';
import type { Greeting } from './greeting.ts';
import { isOldProtocol, isSslRequest, parseResponse, type HandshakeResponse } from './response.ts';
import { fits, isRight, localPlugin, makeNonce, type LocalPlugin } from './scramble.ts';

/** How a client's proof of the local password has ended. */
export type LocalSignIn =
  | {
      readonly kind: 'in';
      readonly side: ClientSide;
      readonly response: HandshakeResponse;
      /** Whether the client waits for caching_sha2_password's word that no more is asked of it. */
      readonly awaitsFastAuth: boolean;
      /** What the client has answered to. */
      readonly nonce: Buffer;
    }
  | { readonly kind: 'refused'; readonly side: ClientSide; readonly refusal: Refusal }
  | { readonly kind: 'gone' };

/**
 * The plugin that a server would greet with: what its clients are sure to have. MySQL has had
 * caching_sha2_password since 8.0, and MySQL 9's clients have nothing else; MariaDB's have it in a file that
 * may be missing.
 */
export function greetingPlugin({ version }: Pick<Greeting, 'version'>, isMariadb: boolean): LocalPlugin {
  if (isMariadb || version.toLowerCase().includes('mariadb')) return 'mysql_native_password';
  return Number.parseInt(version, 10) >= 8 ? 'caching_sha2_password' : 'mysql_native_password';
}

/**
 * Reads the client's answer to the greeting, over TLS where it asks for it, and checks its local password and
 * then its user.
 *
 * @param shown the greeting that the client has
 */
export async function signInLocally(
  greeted: ClientSide,
  localEndpoint: LocalEndpoint,
  shown: Greeting,
): Promise<LocalSignIn> {
  let heard = await answerInTime(greeted.stream, hear(greeted), FIRST_PACKET_MS);
  if (heard === 'silent') return { kind: 'gone' };
  if (heard !== 'gone' && heard !== 'malformed' && isSslRequest(heard.payload)) {
    if (localEndpoint.localTls === null) return refused(heard.side, NO_LOCAL_TLS);
    const stream = await secureLocally(heard.side.stream, localEndpoint.localTls);
    if (stream === null) return { kind: 'gone' };
    heard = await hear({ ...heard.side, stream });
  }
  if (heard === 'gone') return { kind: 'gone' };
  if (heard === 'malformed') return refused(greeted, NOT_MYSQL);
  const { payload } = heard;
  if (isOldProtocol(payload)) return refused({ ...heard.side, knowsState: false }, TOO_OLD);
  const response = parseResponse(payload);
  if (response === null) {
    const isOld = payload.length >= 4 && !has(payload.readUInt32LE(0), CAPABILITY.secureConnection);
    return refused(heard.side, isOld ? TOO_OLD : NOT_MYSQL);
  }
  const proof = await proofOf(heard.side, response, shown);
  if (proof === 'gone') return { kind: 'gone' };
  const { side, plugin, answer, nonce } = proof;
  if (plugin === null || !isRight(plugin, answer, localEndpoint.localPassword, nonce)) {
    return refused(side, wrongPassword(response.user, answer));
  }
  if (!response.user.equals(Buffer.from(localEndpoint.dbUser))) {
    return refused(side, wrongUser(response.user, localEndpoint.dbUser));
  }
  return { kind: 'in', side, response, nonce, awaitsFastAuth: plugin === 'caching_sha2_password' };
}

/**
 * AuthMoreData of caching_sha2_password: the scramble was enough, and OK follows.
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_caching_sha2_authentication_exchanges.html
 */
export const FAST_AUTH_OK = Buffer.from([0x01, 0x03]);

interface Proof {
  readonly side: ClientSide;
  /** Null where the answer is none that could be right. */
  readonly plugin: LocalPlugin | null;
  readonly answer: Buffer;
  readonly nonce: Buffer;
}

/** The client's answer, asked for once more where its first one is for another plugin. */
async function proofOf(
  side: ClientSide,
  { answer, plugin: named }: HandshakeResponse,
  { nonce, plugin: greeted }: Greeting,
): Promise<Proof | 'gone'> {
  const unproven: Proof = { side, plugin: null, answer, nonce };
  // a client that knows of no plugins has this one, and cannot be asked for another
  const plugin = localPlugin(named ?? 'mysql_native_password');
  if (plugin !== null && fits(plugin, answer)) return { ...unproven, plugin };
  if (named === null || (plugin === greeted && isEmpty(answer))) return unproven;
  const next = plugin === greeted ? 'mysql_native_password' : (plugin ?? 'mysql_native_password');
  if (next === plugin && plugin === greeted) return unproven;
  const fresh = makeNonce();
  const asked = tell(side, authSwitchRequest(next, fresh));
  const heard = await hear(asked);
  if (heard === 'gone') return 'gone';
  if (heard === 'malformed') return { ...unproven, side: asked };
  return { side: heard.side, plugin: next, answer: heard.payload, nonce: fresh };
}

/**
 * Asks the client to answer by another plugin.
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_auth_switch_request.html
 */
export function authSwitchRequest(plugin: LocalPlugin, nonce: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0xfe]), nullEnded(plugin), nullEnded(nonce)]);
}

/**
 * Puts TLS on the local side. A client sends its first TLS bytes right behind the request, without waiting:
 * those that are here already are TLS's, and never taken for what follows it.
 *
 * @returns null where it fails
 */
async function secureLocally(client: Duplex, secureContext: SecureContext): Promise<Duplex | null> {
  const tls = new TLSSocket(client, { isServer: true, secureContext });
  // told by the stream's end; without a listener it would be thrown
  tls.on('error', () => undefined);
  const ended = new AbortController();
  const end = (): void => ended.abort();
  tls.once('close', end);
  try {
    await once(tls, 'secure', { signal: ended.signal });
    return tls;
  } catch {
    tls.destroy();
    return null;
  } finally {
    tls.off('close', end);
  }
}

const NOT_MYSQL: Refusal = {
  code: 'malformed',
  message: 'This is a port for MySQL clients, and what came is not of their protocol.',
};

const NO_LOCAL_TLS: Refusal = {
  code: 'unsupported',
  message: 'This local port has no TLS, and the client asks for it.',
  hint: 'Turn TLS off in the client: the way to the database is encrypted, and this part stays on this machine.',
};

const TOO_OLD: Refusal = {
  code: 'unsupported',
  message: 'The client is too old: it cannot log in as MySQL 4.1 and later ask for it.',
  hint: 'Use a newer client.',
};

function refused(side: ClientSide, refusal: Refusal): LocalSignIn {
  return { kind: 'refused', side, refusal };
}

/** Whether an answer is that of no password: caching_sha2_password writes it as one NUL. */
function isEmpty(answer: Buffer): boolean {
  return answer.length === 0 || (answer.length === 1 && answer[0] === 0);
}

function wrongPassword(user: Buffer, answer: Buffer): Refusal {
  return {
    code: 'wrong-password',
    message: denied(user, isEmpty(answer) ? 'NO' : 'YES'),
    hint: 'Latchkey’s local password is wanted here: in Latchkey, on the connection, “How to connect”.',
  };
}

function wrongUser(user: Buffer, dbUser: string): Refusal {
  return {
    code: 'wrong-user',
    message: denied(user, 'YES'),
    hint: `This port is for the database user '${dbUser}' only.`,
  };
}

/** In the server's words, which clients look for. */
function denied(user: Buffer, withPassword: 'YES' | 'NO'): string {
  const name = shown(user.subarray(0, MAX_USER).toString('utf8'));
  return `Access denied for user '${name}'@'localhost' (using password: ${withPassword}).`;
}

/** How much of a user's name is repeated, in bytes. MySQL's users have 32 characters, MariaDB's 80. */
const MAX_USER = 80;
