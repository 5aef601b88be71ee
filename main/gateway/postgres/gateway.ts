import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { answerInTime, FIRST_PACKET_MS } from '../answer-in-time.ts';
import type { LocalEndpoint, Refusal, Serve, Served, Session } from '../session.ts';
import { makeCancelKeys, passCancel, type CancelKeys } from './cancel.ts';
import { refuse } from './error-response.ts';
import { readFirstPacket, type FirstPacket } from './first-packet.ts';
import { localSignIn, type LocalSignIn, type LocalSignInMethod } from './local-sign-in.ts';
import { NO_TLS_ALERT, startDirectTls, startLocalTls } from './local-tls.ts';
import { send } from './messages.ts';
import { agree, createKnownVersion, type Agreed, type KnownVersion } from './protocol-version.ts';
import { encodeStartup, isUser, programOf, userOf, withDatabase } from './startup.ts';
import { signInUpstream } from './upstream-sign-in.ts';
import { connectUpstream } from './upstream-tls.ts';

/** What one listener's sessions have in common. */
interface TestApp {
  readonly localEndpoint: LocalEndpoint;
  readonly signIn: LocalSignIn;
  readonly cancelKeys: CancelKeys;
  readonly known: KnownVersion;
}

/**
 * Speaks PostgreSQL with the clients of one listener until each is signed in to the database. The local password
 * comes first; nothing is dialled and no token is asked for without it, but for a cancel request with a key that
 * was given out here. TLS stays the client's choice on this side.
 */
export function postgresGateway(
  localEndpoint: LocalEndpoint,
  options: { readonly localSignIn: LocalSignInMethod },
): Serve {
  const latchkeyApp: TestApp = {
    localEndpoint,
    signIn: localSignIn(options.localSignIn, localEndpoint.localPassword),
    cancelKeys: makeCancelKeys(),
    known: createKnownVersion(),
  };
  return async (client, session) => {
    try {
      return await serve(latchkeyApp, client, session);
    } catch {
      // nothing above throws by design; a session that cannot go on must not take the others with it
      client.destroy();
      return {
        kind: 'refused',
        refusal: { code: 'closing', message: 'The gateway failed in this session.' },
      };
    }
  };
}

async function serve(latchkeyApp: TestApp, socket: Socket, session: Session): Promise<Served> {
  const { client, packet } = await openSession(socket, latchkeyApp.localEndpoint);
  switch (packet.kind) {
    case 'gone':
      return gone(client);
    case 'refused':
      return refuse(client, packet.refusal);
    case 'direct-tls':
      return refuse(client, NO_DIRECT_TLS, NO_TLS_ALERT);
    case 'cancel':
      if (session.refusal !== null) return gone(client);
      return passCancel(client, session, {
        packet: packet.packet,
        arrived: latchkeyApp.cancelKeys.find(packet.key),
      });
    case 'startup': {
      session.identified(programOf(packet.parameters));
      // not earlier: libpq throws away what comes in answer to its request for TLS
      if (session.refusal !== null) return refuse(client, session.refusal);
      const agreed = agree(packet.version, packet.parameters, latchkeyApp.known.newest());
      if (agreed.message !== null) await send(client, agreed.message);
      return (
        (await letIn(latchkeyApp, client, session, agreed)) ?? signIn(latchkeyApp, client, session, agreed)
      );
    }
  }
}

interface Opened {
  readonly client: Duplex;
  readonly packet: Exclude<FirstPacket, { kind: 'tls' | 'gss' }>;
}

const GONE = { kind: 'gone' } as const;

/** Answers what may come ahead of a startup message: requests for encryption, one of each. */
async function openSession(socket: Socket, { localTls }: LocalEndpoint): Promise<Opened> {
  let client: Duplex = socket;
  let [mayAskTls, mayAskGss] = [true, true];
  for (;;) {
    const packet = await answerInTime(client, readFirstPacket(client), FIRST_PACKET_MS);
    if (packet === 'silent') return { client, packet: GONE };
    if (packet.kind === 'tls' && mayAskTls && localTls !== null) {
      if (socket.readableLength > 0)
        return { client, packet: refused('Unencrypted data came behind the request for TLS.') };
      const tls = await startLocalTls(socket, localTls);
      if (tls === null) return { client, packet: GONE };
      [client, mayAskTls, mayAskGss] = [tls, false, false];
    } else if (packet.kind === 'direct-tls' && mayAskTls && mayAskGss && localTls !== null) {
      const tls = await startDirectTls(socket, localTls);
      if (tls === null) return { client, packet: GONE };
      [client, mayAskTls, mayAskGss] = [tls, false, false];
    } else if (packet.kind === 'tls' && mayAskTls) {
      mayAskTls = false;
      await send(client, NO);
    } else if (packet.kind === 'gss' && mayAskGss) {
      mayAskGss = false;
      await send(client, NO);
    } else if (packet.kind === 'tls' || packet.kind === 'gss') {
      return { client, packet: refused('Encryption was asked for again.') };
    } else {
      return { client, packet };
    }
  }
}

/** Asks for the local password, and then looks at the user. @returns how it ended, or null where the client is in */
async function letIn(
  { localEndpoint, signIn }: TestApp,
  client: Duplex,
  session: Session,
  { parameters }: Agreed,
): Promise<Served | null> {
  const verdict = await signIn(client);
  switch (verdict.kind) {
    case 'gone':
      return gone(client);
    case 'malformed':
      return refuse(client, { code: 'malformed', message: verdict.message });
    case 'wrong':
      await session.wrongPassword();
      return refuse(client, {
        code: 'wrong-password',
        message: `password authentication failed for user "${userOf(parameters)}"`,
        hint: 'Latchkey wants the local password of this connection here: in Latchkey, on the connection, under "How to connect".',
      });
    case 'right':
      // only now, so that a stranger does not learn the name
      if (isUser(parameters, localEndpoint.dbUser)) return null;
      return refuse(client, {
        code: 'wrong-user',
        message: `This port is for the database user "${localEndpoint.dbUser}", not for "${userOf(parameters)}".`,
        hint: `Connect as "${localEndpoint.dbUser}", or use the port of another connection of Latchkey.`,
      });
  }
}

/** Signs in to the database. The token comes first: a person may be needed for it, and servers wait a minute only. */
async function signIn(
  { localEndpoint, cancelKeys, known }: TestApp,
  client: Duplex,
  session: Session,
  { version, parameters }: Agreed,
): Promise<Served> {
  const token = await session.token();
  if (client.destroyed) return { kind: 'done' };
  if (!token.ok) return refuse(client, token.refusal);
  const connected = await connectUpstream(session);
  if (client.destroyed) return { kind: 'done' };
  if (!connected.ok) return refuse(client, connected.refusal);
  const { stream: upstream, arrived } = connected.value;
  await send(upstream, encodeStartup(version, withDatabase(parameters, localEndpoint.database)));
  const verdict = await signInUpstream({
    client,
    upstream,
    dbUser: localEndpoint.dbUser,
    token: token.value,
    onKey: (key) => cancelKeys.keep(key, arrived, upstream),
    onVersion: known.told,
    ...(session.explain !== undefined && { explain: session.explain }),
  });
  if (verdict.kind === 'in') return { kind: 'relay', client, upstream };
  upstream.destroy();
  if (verdict.kind === 'older') {
    known.refused();
    return refuse(client, OLDER);
  }
  return verdict.kind === 'gone' ? gone(client) : refuse(client, verdict.refusal, verdict.answer);
}

function gone(client: Duplex): Served {
  client.destroy();
  return { kind: 'done' };
}

function refused(message: string): { readonly kind: 'refused'; readonly refusal: Refusal } {
  return { kind: 'refused', refusal: { code: 'malformed', message } };
}

const OLDER: Refusal = {
  code: 'database-refused',
  message:
    'The database speaks an older version of the protocol than its version says, or than it did before.',
  hint: 'Connect again.',
};

const NO_DIRECT_TLS: Refusal = {
  code: 'unsupported',
  message: 'The client began TLS (sslnegotiation=direct), which this local port does not have.',
  hint: 'Turn on TLS for this gateway, or leave it off in the client (sslmode=disable).',
};

const NO = Buffer.from('N');
