import type { Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createSecureContext } from 'node:tls';
import type { GatewaySession } from '../../app/gateway/model.ts';
import type { ListenOrder } from './messages.ts';
import { createAdmission } from './admission.ts';
import type { PeerUser } from './peer-user.ts';
import { createPenalty } from './password-penalty.ts';
import { createPendingClients } from './pending-clients.ts';
import type { LocalEndpoint, Refusal, Serve, Session, SessionEnd, Step } from './session.ts';
import { listenOn } from './listen-on.ts';
import { splice } from './splice.ts';
import type { ConnectThrough } from './through-tunnel.ts';
import { KEEP_ALIVE_MS, upstreamOf } from './upstream.ts';
import { shown } from '../../app/common/text/plain-text.ts';

/** How a protocol is spoken: a gateway for a local endpoint, and a refusal before one has begun. */
export interface Protocol {
  readonly serve: (localEndpoint: LocalEndpoint, order: ListenOrder) => Serve;
  readonly refusal: (refusal: Refusal) => Buffer;
}

/** What a listener asks and tells. */
export interface ListenerPorts {
  readonly protocol: (family: ListenOrder['family']) => Protocol;
  /** What connects to an order's database; null where it is dialled from here. */
  readonly through: (order: ListenOrder) => ConnectThrough | null;
  /** A fresh token for a client that has given the right local password. */
  readonly token: (gone: AbortSignal) => Promise<Step<string>>;
  /** Why the database refused a client, in words; null where nobody knows. */
  readonly explain?: Session['explain'];
  /** Who runs a client. */
  readonly userOf: PeerUser;
  /** This process's user id; null where the system has none. */
  readonly ownUser: number | null;
  /** Takes one of the process's places for sessions; false where all are taken. */
  readonly enter: () => boolean;
  readonly leave: () => void;
  /** A number that no other session of the process has. */
  readonly nextId: () => number;
  /** Something about the clients has changed. */
  readonly onClients: () => void;
  /** A client is logged in, and bytes pass. */
  readonly onOpened: (session: number, program: string) => void;
  /** A session is over, whether or not it was ever open. */
  readonly onEnded: (end: SessionEnd) => void;
}

/** The last client that was not let in. */
export interface LastFailure {
  readonly at: number;
  readonly program: string;
  readonly refusal: Refusal;
}

/** How long a client has to give the local password, in milliseconds. */
const PASSWORD_MS = 15_000;
/** How long the sign-in at the database may take once there is a token, in milliseconds. */
const SIGN_IN_MS = 30_000;
/** How many clients of one gateway there may be that have not given the local password yet. */
const MAX_PENDING = 128;
/** How many of them there are before it is asked who they are: it costs a look into the system's tables. */
const MAX_PENDING_UNASKED = 16;
/** How long a client that is refused may take to read why, in milliseconds. */
const FAREWELL_MS = 2_000;
/** The loopback addresses, as sockets name their peers. */
const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/;

/** A client of a listener. */
interface Live {
  readonly client: Socket;
  readonly since: number;
  program: string;
  state: GatewaySession['state'];
  /** Latchkey ended it: the user asked for it. */
  isStopped: boolean;
}

/** Everything that is derived from one order. A new order is for the clients that come from then on. */
function localEndpointOf(order: ListenOrder, { protocol: protocolOf, through }: ListenerPorts) {
  const protocol = protocolOf(order.family);
  const { dbUser, database, localPassword, localTls } = order;
  const localEndpoint: LocalEndpoint = {
    dbUser,
    database,
    localPassword,
    localTls: localTls === null ? null : createSecureContext({ ...localTls, minVersion: 'TLSv1.2' }),
  };
  return {
    serve: protocol.serve(localEndpoint, order),
    refusal: protocol.refusal,
    /** Then a client may have begun to speak it, and plain words have no place any more. */
    hasTls: localTls !== null,
    admits: order.admits,
    upstream: upstreamOf(order, through(order)),
  };
}

/** One connection's port, on both loopback addresses, and the clients that came through it. */
export function createListener(first: ListenOrder, ports: ListenerPorts) {
  let current = localEndpointOf(first, ports);
  const live = new Map<number, Live>();
  const pending = createPendingClients<Socket>(MAX_PENDING);
  const admission = createAdmission(ports.userOf, ports.ownUser);
  const penalty = createPenalty();
  let lastFailure: LastFailure | null = null;
  let servers: Server[] = [];
  let listensOn = 0;

  function refuse(client: Socket, refusal: Refusal): void {
    lastFailure = { at: Date.now(), program: '', refusal };
    client.on('error', () => undefined);
    client.end(current.refusal(refusal));
    destroySoon(client);
    ports.onClients();
  }

  /** Lets a client go that has not given the local password, for another one that comes. */
  function giveWay(client: Socket | null): boolean {
    if (client === null) return false;
    lastFailure = { at: Date.now(), program: '', refusal: CROWDED };
    if (!client.destroyed && !current.hasTls) client.write(current.refusal(CROWDED));
    client.destroySoon();
    ports.onClients();
    return true;
  }

  async function accept(client: Socket): Promise<void> {
    client.on('error', () => undefined);
    if (!LOOPBACK.test(client.remoteAddress ?? '')) {
      client.destroy();
      return;
    }
    const isCrowded = pending.count() >= MAX_PENDING_UNASKED;
    const { peer, refusal } = await admission(current.admits, client, isCrowded);
    if (peer === 'gone') client.destroy();
    else if (!ports.enter()) {
      refuse(client, {
        code: 'too-many-sessions',
        message: 'Latchkey has as many gateway sessions open as it can serve.',
        hint: 'Close some: they are listed under Active in Latchkey.',
      });
    } else {
      giveWay(pending.add(client, typeof peer === 'number' ? peer : null));
      void serve(client, refusal);
    }
  }

  async function serve(client: Socket, refusal: Refusal | null): Promise<void> {
    const id = ports.nextId();
    const session: Live = { client, since: Date.now(), program: '', state: 'signing-in', isStopped: false };
    const gone = new AbortController();
    const opened = new Set<Duplex>();
    live.set(id, session);
    client.setNoDelay(true);
    client.setKeepAlive(true, KEEP_ALIVE_MS);
    client.once('close', () => {
      gone.abort();
      for (const socket of opened) if (session.state !== 'open') socket.destroy();
    });
    let timer = setTimeout(() => client.destroy(), PASSWORD_MS);
    ports.onClients();

    const { upstream, serve: speak } = current;
    const asks: Session = {
      refusal,
      dial: (to) =>
        upstream.dial((stream) => (gone.signal.aborted ? stream.destroy() : opened.add(stream)), to),
      secure: (socket) => upstream.secure(socket),
      async token() {
        // the local password was right
        penalty.right();
        pending.remove(client);
        clearTimeout(timer);
        session.state = 'waiting';
        ports.onClients();
        const token = await ports.token(gone.signal);
        session.state = 'signing-in';
        ports.onClients();
        timer = setTimeout(() => {
          for (const socket of opened) socket.destroy();
        }, SIGN_IN_MS);
        return token;
      },
      ...(ports.explain !== undefined && { explain: ports.explain }),
      identified(program) {
        session.program = shown(program, 128);
      },
      wrongPassword: () => penalty.wrong(gone.signal),
    };
    let cause: SessionEnd['cause'] = 'client-closed';
    const served = await speak(client, asks);
    clearTimeout(timer);
    pending.remove(client);
    if (served.kind === 'relay') {
      session.state = 'open';
      lastFailure = null;
      ports.onClients();
      ports.onOpened(id, session.program);
      const first = await splice(served.client, served.upstream, served.inspector);
      if (first === 'database') cause = 'database-closed';
    } else {
      if (served.kind === 'refused') {
        cause = served.refusal.code;
        lastFailure = { at: Date.now(), program: session.program, refusal: served.refusal };
      }
      destroySoon(client);
    }
    for (const socket of opened) socket.destroy();
    live.delete(id);
    ports.onEnded({
      session: id,
      cause: session.isStopped ? 'stopped' : cause,
      ms: Date.now() - session.since,
      sent: client.bytesRead,
      received: client.bytesWritten,
    });
    ports.leave();
    ports.onClients();
  }

  return {
    /**
     * Listens on a port, and then no more on the one before; open sessions go on.
     *
     * @returns the code of what the system refuses, such as `EADDRINUSE`; null where it listens
     */
    async open(port: number): Promise<string | null> {
      if (port === listensOn) return null;
      const onFour = await listenOn('127.0.0.1', port, (client) => void accept(client));
      if ('code' in onFour) return onFour.code;
      const onSix = await listenOn('::1', port, (client) => void accept(client));
      // a computer without IPv6 has no ::1 to listen on
      if ('code' in onSix && onSix.code === 'EADDRINUSE') {
        onFour.server.close();
        return onSix.code;
      }
      for (const server of servers) server.close();
      servers = [onFour.server, ...('server' in onSix ? [onSix.server] : [])];
      listensOn = port;
      return null;
    },
    /** Serves those who come from now on by another order; open sessions go on. */
    renew(order: ListenOrder): void {
      current = localEndpointOf(order, ports);
    },
    /** Closes sessions; all where null. */
    end(ids: readonly number[] | null): void {
      for (const id of ids ?? [...live.keys()]) stop(live.get(id));
    },
    /** Stops listening, and closes its sessions. */
    close(): void {
      for (const server of servers) server.close();
      for (const session of live.values()) stop(session);
    },
    /** The clients now, the newest first. */
    clients: (): readonly GatewaySession[] =>
      [...live]
        .map(([id, { client, since, program, state }]) => ({
          id,
          since,
          program,
          state,
          sent: client.bytesRead,
          received: client.bytesWritten,
        }))
        .toReversed(),
    sessionCount: (): number => live.size,
    /** How many have not given the local password yet. */
    pendingCount: pending.count,
    /** Lets the oldest of them go; false where there is none. */
    giveWay: (): boolean => giveWay(pending.takeOldest()),
    lastFailure: (): LastFailure | null => lastFailure,
  };
}

/** One connection's port and its clients. */
export type Listener = ReturnType<typeof createListener>;

/** What was said to a client is on its way; whoever does not close after it is not waited for. */
function destroySoon(client: Socket): void {
  const timer = setTimeout(() => client.destroy(), FAREWELL_MS);
  client.once('close', () => clearTimeout(timer));
}

const CROWDED: Refusal = {
  code: 'too-many-sessions',
  message: 'Others came to this gateway while this client had not given its password.',
  hint: 'Try again in a moment.',
};

function stop(session: Live | undefined): void {
  if (session === undefined) return;
  session.isStopped = true;
  session.client.destroy();
}
