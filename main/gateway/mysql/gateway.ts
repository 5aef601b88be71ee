import type { Socket } from 'node:net';
import type { LocalEndpoint, Refusal, Serve, Served, Session } from '../session.ts';
import { isMariadb, offeredToClient } from './capabilities.ts';
import { changeUser } from './change-user.ts';
import { changeUserGuard } from './change-user-guard.ts';
import { endWith, refuse, tell, whileClientWaits, type ClientSide } from './client-side.ts';
import { explainedError, parseError } from './error-packet.ts';
import { encodeGreeting, type Greeting } from './greeting.ts';
import { FAST_AUTH_OK, greetingPlugin, signInLocally } from './local-sign-in.ts';
import { packet } from './packets.ts';
import { programOf } from './response.ts';
import { makeNonce } from './scramble.ts';
import { createServerCalls, type Call, type ServerCalls } from './server-calls.ts';
import { responseFor, signInUpstream } from './upstream-sign-in.ts';

/**
 * MySQL's and MariaDB's side of the gateway.
 *
 * The server speaks first, and what it says only the real one knows: its capabilities, and the connection's id,
 * which clients use for KILL QUERY. So the database is called before the local password is known; but nothing is
 * sent to it, and no token is asked for, before the password is right. How the server is kept from counting the
 * calls that come to nothing is told at `createServerCalls`.
 */
export function mysqlGateway(localEndpoint: LocalEndpoint): Serve {
  const calls = createServerCalls();
  return async (client, session) => {
    const line: Line = { call: null };
    try {
      return await signIn(client, session, localEndpoint, calls, line);
    } catch {
      client.destroy();
      return { kind: 'refused', refusal: BROKEN };
    } finally {
      if (line.call !== null) calls.hangUp(line.call);
    }
  };
}

/** The call that the server has not judged yet. */
interface Line {
  call: Call | null;
}

async function signIn(
  client: Socket,
  session: Session,
  localEndpoint: LocalEndpoint,
  calls: ServerCalls,
  line: Line,
): Promise<Served> {
  const stranger: ClientSide = { stream: client, sequence: 0, knowsState: false };
  if (session.refusal !== null) return refuse(stranger, session.refusal);
  let server = calls.greetingFromMemory();
  if (server === null) {
    const calling = calls.call(session);
    const waited = await whileClientWaits(client, calling, true);
    if (waited === 'gone' || waited === 'spoke') {
      calling.then(
        (word) => word.kind === 'yes' && calls.hangUp(word.value),
        () => undefined,
      );
      return waited === 'gone' ? DONE : refuse(stranger, SPOKE_FIRST);
    }
    const word = waited.value;
    if (word.kind === 'refused') return refuse(stranger, word.refusal, word.number);
    line.call = word.value;
    server = word.value.greeting;
  }

  const shown = greetingFor(server, localEndpoint);
  const greeted = { ...tell(stranger, encodeGreeting(shown)), knowsState: true };
  const local = await signInLocally(greeted, localEndpoint, shown);
  if (local.kind === 'gone') return DONE;
  if (local.kind === 'refused') {
    if (local.refusal.code === 'wrong-password') {
      const slowed = await whileClientWaits(local.side.stream, session.wrongPassword());
      if (slowed === 'gone') return DONE;
    }
    return refuse(local.side, local.refusal);
  }
  const { side, response } = local;
  session.identified(programOf(response));

  const token = await whileClientWaits(side.stream, session.token());
  if (token === 'gone' || token === 'spoke') return DONE;
  if (!token.value.ok) return refuse(side, token.value.refusal);

  const begun = line.call;
  line.call = null;
  const going = await calls.goOn(begun, server, session);
  if (going.kind === 'refused') return refuse(side, going.refusal, going.number);
  const call = going.value;
  line.call = call;
  const signingIn = signInUpstream(
    responseFor(call.greeting, response, localEndpoint),
    token.value.value,
    call.socket,
    () => session.secure(call.socket),
  );
  const outcome = await whileClientWaits(side.stream, signingIn);
  if (outcome === 'gone' || outcome === 'spoke') return DONE;
  const verdict = outcome.value;
  if (verdict.kind === 'refused') return refuse(side, verdict.refusal);
  line.call = null;
  if (verdict.kind === 'error') {
    call.socket.destroy();
    const cause = await whileClientWaits(side.stream, causeOf(verdict.payload, session));
    if (cause === 'gone' || cause === 'spoke') return DONE;
    const hint = cause.value ?? verdict.refusal.hint;
    endWith(side, packet(side.sequence, explainedError(verdict.payload, hint)));
    return { kind: 'refused', refusal: { ...verdict.refusal, ...(hint !== undefined && { hint }) } };
  }
  calls.succeeded(call);
  const capabilities = response.capabilities & shown.capabilities;
  const changeUserOptions = { ...localEndpoint, nonce: local.nonce, capabilities };
  tell(local.awaitsFastAuth ? tell(side, FAST_AUTH_OK) : side, verdict.value.ok);
  return {
    kind: 'relay',
    client: side.stream,
    upstream: verdict.value.upstream,
    inspector: changeUserGuard((payload) => changeUser(payload, changeUserOptions)),
  };
}

/** Numbers of the errors that say no more than that a user and a token were not taken. */
const ACCESS_DENIED = new Set([1045, 1698]);

/** Why the database refuses a token, where that is found out. */
async function causeOf(payload: Buffer, { explain }: Session): Promise<string | null> {
  const error = parseError(payload);
  if (error === null || explain === undefined || !ACCESS_DENIED.has(error.number)) return null;
  return explain({ code: String(error.number), message: error.text });
}

/** The server's greeting as a client gets it: whatever is true from end to end, and our own way to sign in. */
function greetingFor(server: Greeting, localEndpoint: LocalEndpoint): Greeting {
  return {
    ...server,
    ...offeredToClient(server, localEndpoint.localTls !== null),
    nonce: makeNonce(),
    plugin: greetingPlugin(server, isMariadb(server)),
  };
}

const DONE: Served = { kind: 'done' };

const SPOKE_FIRST: Refusal = {
  code: 'malformed',
  message: 'This is a port for MySQL clients, which wait for the server’s greeting; this one spoke first.',
};

const BROKEN: Refusal = {
  code: 'closing',
  message: 'The login has failed inside Latchkey.',
  hint: 'Connect again.',
};
