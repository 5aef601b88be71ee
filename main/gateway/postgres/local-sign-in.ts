import { createHash, timingSafeEqual } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { encodeMessage, int32, readMessage, send } from './messages.ts';
import { scramKeys, startScram } from './scram.ts';

/** Whether a client knows the local password. */
export type LocalVerdict =
  | { readonly kind: 'right' }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'malformed'; readonly message: string }
  | { readonly kind: 'gone' };

/** Asks a client for the local password. AuthenticationOk is left to the database. */
export type LocalSignIn = (client: Duplex) => Promise<LocalVerdict>;

/** How clients are asked: most can do SCRAM; the others do cleartext, which never leaves this machine. */
export type LocalSignInMethod = 'scram' | 'cleartext';

/** PostgreSQL's own bound (PG_MAX_AUTH_TOKEN_LENGTH, libpq/auth.h), in bytes. */
const MOST = 65_535;

const MECHANISM = 'SCRAM-SHA-256';

/** The kinds of AuthenticationRequest. Source: PostgreSQL documentation, "Message Formats". */
export const authentication = {
  ok: 0,
  cleartext: 3,
  md5: 5,
  sasl: 10,
  saslContinue: 11,
  saslFinal: 12,
} as const;

/** A sign-in for this password, of which keys are derived here once. An empty password lets nobody in. */
export function localSignIn(method: LocalSignInMethod, password: string): LocalSignIn {
  const signIn = method === 'scram' ? scramSignIn(password) : cleartextSignIn(password);
  if (password !== '') return signIn;
  return async (client) => {
    const verdict = await signIn(client);
    return verdict.kind === 'right' ? { kind: 'wrong' } : verdict;
  };
}

/** Source: PostgreSQL documentation, "Message Flow", "Start-up", AuthenticationCleartextPassword. */
function cleartextSignIn(password: string): LocalSignIn {
  const expected = sha256(Buffer.from(password));
  return async (client) => {
    await send(client, request(authentication.cleartext));
    const answer = await readAnswer(client);
    if (!Buffer.isBuffer(answer)) return answer;
    if (answer.indexOf(0) !== answer.length - 1) return malformed('The password message is not well-formed.');
    // digests have one length, so that the time taken tells nothing
    return { kind: timingSafeEqual(sha256(answer.subarray(0, -1)), expected) ? 'right' : 'wrong' };
  };
}

/** Source: PostgreSQL documentation, "SASL Authentication", "SCRAM-SHA-256 Authentication". */
function scramSignIn(password: string): LocalSignIn {
  const keys = scramKeys(password);
  return async (client) => {
    await send(client, request(authentication.sasl, `${MECHANISM}\0\0`));
    const initial = await readAnswer(client);
    if (!Buffer.isBuffer(initial)) return initial;
    const clientFirst = parseInitialResponse(initial);
    if (clientFirst === null) return malformed(`The client has to answer with ${MECHANISM}.`);
    const exchange = startScram(keys, clientFirst);
    if ('malformed' in exchange) return malformed(exchange.malformed);
    await send(client, request(authentication.saslContinue, exchange.serverFirst));
    const clientFinal = await readAnswer(client);
    if (!Buffer.isBuffer(clientFinal)) return clientFinal;
    const verdict = exchange.finish(clientFinal.toString('latin1'));
    if (verdict.kind !== 'right') return verdict;
    await send(client, request(authentication.saslFinal, verdict.serverFinal));
    return { kind: 'right' };
  };
}

/** The client's first SCRAM message out of a SASLInitialResponse; null where it is none for our mechanism. */
function parseInitialResponse(body: Buffer): string | null {
  const name = `${MECHANISM}\0`;
  const start = name.length + 4;
  if (body.length < start || body.toString('latin1', 0, name.length) !== name) return null;
  const data = body.subarray(start);
  return body.readInt32BE(name.length) === data.length ? data.toString('latin1') : null;
}

async function readAnswer(client: Duplex): Promise<Buffer | LocalVerdict> {
  const message = await readMessage(client, MOST);
  // Terminate: it has given up
  if (message === 'gone' || (message !== 'malformed' && message.type === 'X')) return { kind: 'gone' };
  if (message === 'malformed') return malformed('The answer has an impossible length.');
  if (message.type !== 'p') return malformed('A password was asked for, and something else came.');
  return message.body;
}

function request(kind: number, data = ''): Buffer {
  return encodeMessage('R', int32(kind), Buffer.from(data, 'latin1'));
}

function malformed(message: string): LocalVerdict {
  return { kind: 'malformed', message };
}

function sha256(data: Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}
