import type { Duplex } from 'node:stream';
import type { TunnelsApi } from '../../app/tunnels/module.ts';
import {
  describeTunnelEnd,
  tunnelEndOfFailure,
  type TunnelEnd,
  type TunnelNode,
} from '../../app/tunnels/model.ts';
import type { Failure, Result } from '../../app/common/result.ts';
import type { OpenedSession } from '../../app/tunnels/ports.ts';
import { systemClock } from '../clock.ts';
import { createTunnel } from '../tunnels/session-manager/tunnel.ts';
import { webSocketOpener } from '../tunnels/session-manager/web-socket.ts';
import { TunnelError } from '../tunnels/tunnel-error.ts';
import type { Reached } from './reach.ts';

/** How long a node or SSH server may take to say that it cannot connect, in milliseconds: nobody says that it can. */
const REFUSAL_TIMEOUT_MS = 1_500;

/** What starts a session, and is told how it went. */
export interface ThroughNode {
  readonly start: () => Promise<Result<OpenedSession>>;
  /** The database's port. */
  readonly port: number;
  readonly worked: () => void;
  readonly end: TunnelsApi['end'];
}

/**
 * Connects through a node of Session Manager or an SSH server, with a session of its own that ends with the signal.
 *
 * @param signal ends it, at whatever time
 */
export async function reachThrough(
  { start, port, worked, end }: ThroughNode,
  signal: AbortSignal,
): Promise<Reached> {
  const startedAt = performance.now();
  const ms = (): number => performance.now() - startedAt;
  let refused: Failure | null = null;
  let node: TunnelNode | null = null;
  const tunnel = createTunnel({
    clock: systemClock,
    opener: webSocketOpener,
    onChange: () => undefined,
    async start() {
      const given = await start();
      if (!given.ok) {
        refused = given.error;
        return { ok: false, end: tunnelEndOfFailure(given.error) };
      }
      const { session, opening } = given.value;
      node = given.value.node;
      return {
        ok: true,
        value: {
          opening,
          // one that is lost during a check has failed
          resume: async () => ({ ok: false, end: { code: 'tunnel-ended', detail: '' } }),
          onEnd: () => end(session),
        },
      };
    },
  });
  const close = (): void => tunnel.close();
  signal.addEventListener('abort', close, { once: true });
  const not = (why: TunnelEnd): Reached => {
    close();
    const { message, hint } = refused ?? notFrom(node, port, why) ?? describeTunnelEnd(why);
    return { seen: { state: 'no-tunnel', ms: ms(), message, hint: hint ?? '' }, socket: null };
  };
  const connected = await tunnel.connect();
  if (!connected.ok) return not(connected.end);
  const stream = connected.value;
  stream.once('close', close);
  const wrong = await refusalOf(stream);
  if (wrong !== null) return not(wrong);
  worked();
  return { seen: { state: 'connected', ms: ms() }, socket: stream };
}

/** Why the node could not connect; null where it says nothing of the kind in time, or the database speaks. */
function refusalOf(stream: Duplex): Promise<TunnelEnd | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => settle(null), REFUSAL_TIMEOUT_MS);
    const settle = (end: TunnelEnd | null): void => {
      clearTimeout(timer);
      stream.off('readable', speaks);
      resolve(end);
    };
    // the end of the stream is readable, too
    const speaks = (): void => {
      if (stream.readableLength > 0) settle(null);
    };
    stream.on('readable', speaks);
    stream.on('error', (cause) =>
      settle(cause instanceof TunnelError ? cause.end : { code: 'tunnel-lost', detail: '' }),
    );
  });
}

/** That a node cannot connect, with the rule that is missing; null where it is something else. */
function notFrom(node: TunnelNode | null, port: number, { code }: TunnelEnd) {
  if (node === null || code !== 'tunnel-target-unreachable') return null;
  const name = node.name || node.target;
  return {
    message: `The node ${name} could not connect to the database.`,
    hint: `Let its security group in at port ${port}, in the database's security group.`,
  };
}
