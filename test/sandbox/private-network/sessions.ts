import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import type { Identity } from '../identity.ts';
import { createFakeAgent, type Target } from '../../main/tunnels/session-manager/fake-agent.ts';
import { systemClock } from '../../../main/clock.ts';

/** Where a node connects to: the port on this machine that stands for a host in the VPC; null for nobody. */
export type Resolve = (host: string, port: number) => number | null;

/** What carries an agent's messages to the client. */
interface Wire {
  readonly send: (bytes: Buffer) => void;
  readonly close: () => void;
}

interface Session {
  readonly account: string;
  readonly agent: ReturnType<typeof createFakeAgent>;
  readonly closeAll: () => void;
  /** Good for one wire. */
  token: string | null;
  hasBegun: boolean;
  wire: Wire | null;
}

/** The sessions of the sandbox's Session Manager, with an agent each. */
export function createSessions(resolve: Resolve) {
  const sessions = new Map<string, Session>();

  function start(
    { account, userId }: Identity,
    to: { readonly host: string; readonly port: number },
  ): string {
    const id = `${userId.split(':').at(-1) ?? userId}-${randomBytes(9).toString('hex')}`;
    const closers = new Set<() => void>();
    const agent = createFakeAgent(
      { clock: systemClock, after: (ms, happen) => void setTimeout(happen, ms).unref() },
      {
        target: dial(to, resolve, closers),
        transmit: (bytes) => sessions.get(id)?.wire?.send(bytes),
      },
    );
    const closeAll = (): void => closers.forEach((close) => close());
    sessions.set(id, { account, agent, closeAll, token: null, hasBegun: false, wire: null });
    return id;
  }

  function end(id: string): void {
    const session = sessions.get(id);
    sessions.delete(id);
    if (session === undefined) return;
    session.agent.state.isTerminated = true;
    session.closeAll();
    session.wire?.close();
  }

  return {
    start,
    end,
    /** A token for a session's next wire; null where there is no such session. */
    tokenFor(id: string): string | null {
      const session = sessions.get(id);
      if (session === undefined) return null;
      session.token = randomBytes(48).toString('base64');
      return session.token;
    },
    /** Puts a wire on a session. @returns what takes the client's messages; null where the token is not the one */
    attach(id: string, token: string, wire: Wire): ((bytes: Buffer) => void) | null {
      const session = sessions.get(id);
      if (session === undefined || session.token !== token) return null;
      session.token = null;
      session.wire?.close();
      session.wire = wire;
      if (!session.hasBegun) session.agent.start();
      session.hasBegun = true;
      return (bytes) => {
        session.agent.receive(bytes);
        if (session.agent.state.isTerminated) end(id);
      };
    },
    /** Says goodbye on every wire, as the service does every hour. */
    sayGoodbye: (): void => sessions.forEach(({ wire }) => wire?.close()),
    count: (): number => sessions.size,
    stop: (): void => [...sessions.keys()].forEach(end),
  };
}

/** The sessions of the sandbox's Session Manager. */
export type Sessions = ReturnType<typeof createSessions>;

function dial(
  { host, port }: { readonly host: string; readonly port: number },
  resolve: Resolve,
  closers: Set<() => void>,
): Target {
  return ({ write, close }) => {
    const to = resolve(host, port);
    if (to === null) return 'refused';
    const socket = connect(to, '127.0.0.1');
    const destroy = (): void => void socket.destroy();
    closers.add(destroy);
    socket.on('data', write);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      closers.delete(destroy);
      close();
    });
    return { onData: (bytes) => void socket.write(bytes), onClose: destroy };
  };
}
