import { fail, type Failure } from '../../app/common/result.ts';
import {
  MAX_TUNNEL_SESSIONS,
  tunnelEndOfFailure,
  type Tunnel as TunnelNow,
  type TunnelEnd,
  type TunnelOpening,
} from '../../app/tunnels/model.ts';
import { systemClock } from '../clock.ts';
import { createTunnel, type Started, type Tunnel } from '../tunnels/session-manager/tunnel.ts';
import { webSocketOpener } from '../tunnels/session-manager/web-socket.ts';
import type { Hear } from '../tunnels/ssh/forwarding.ts';
import type { Outcome } from '../tunnels/session-manager/wire.ts';
import type { Order, Report } from './messages.ts';
import type { ConnectThrough } from './through-tunnel.ts';

type Answer = Extract<Order, { kind: 'session-opening' | 'no-session' }>;
type Said = Extract<Order, { kind: 'session-said' }>;

/** What main gave: a session's id, and what opens its channel. */
interface Given {
  readonly session: string;
  readonly opening: TunnelOpening;
}

/** What a session is told that comes too late. */
const CLOSING: Failure = fail('tunnel-closed', 'The gateway was closed.').error;

/** What only Session Manager's sessions do. */
const NOT_RESUMED: Failure = fail('internal', 'This session cannot be resumed.').error;

/**
 * The tunnels of the relay's gateways. Main starts and resumes their sessions, for it alone has credentials.
 *
 * @param report tells main
 * @param onChange told of a gateway whose tunnel has changed
 */
export function createTunnels(report: (message: Report) => void, onChange: (id: string) => void) {
  /** By gateway, and by where they lead: what leads elsewhere is another one, and ends by itself when it is not used. */
  const tunnels = new Map<string, Map<string, Tunnel>>();
  const asked = new Map<number, (answer: Outcome<Given>) => void>();
  /** By session: whoever is told what main hears of it. */
  const heard = new Map<string, Hear>();
  const causes = new WeakMap<TunnelEnd, Failure>();
  let lastRequest = 0;

  function without(cause: Failure): Outcome<never> {
    const end = tunnelEndOfFailure(cause);
    causes.set(end, cause);
    return { ok: false, end };
  }

  function ask(id: string, resumes: string | null, gone: AbortSignal): Promise<Outcome<Given>> {
    const request = ++lastRequest;
    return new Promise((resolve) => {
      const giveUp = (): void => {
        if (!asked.delete(request)) return;
        report({ kind: 'session-unwanted', request });
        resolve(without(CLOSING));
      };
      asked.set(request, (answer) => {
        asked.delete(request);
        gone.removeEventListener('abort', giveUp);
        resolve(answer);
      });
      gone.addEventListener('abort', giveUp);
      report({ kind: 'session-wanted', request, id, resumes });
    });
  }

  async function start(id: string, gone: AbortSignal): Promise<Outcome<Started>> {
    const given = await ask(id, null, gone);
    if (!given.ok) return given;
    const { session, opening } = given.value;
    return {
      ok: true,
      value: {
        opening,
        async resume(unwanted) {
          const again = await ask(id, session, unwanted);
          if (!again.ok) return again;
          const { opening: anew } = again.value;
          return 'local' in anew ? without(NOT_RESUMED) : { ok: true, value: anew };
        },
        listen: (hear) => heard.set(session, hear),
        onEnd() {
          heard.delete(session);
          report({ kind: 'session-ended', session });
        },
      },
    };
  }

  function tunnelOf(id: string, leads: string): Tunnel {
    const own = tunnels.get(id) ?? new Map<string, Tunnel>();
    tunnels.set(id, own);
    const known = own.get(leads);
    if (known !== undefined) return known;
    const made = createTunnel({
      clock: systemClock,
      start: (gone) => start(id, gone),
      opener: webSocketOpener,
      onChange: () => onChange(id),
    });
    own.set(leads, made);
    return made;
  }

  return {
    /**
     * What connects to a gateway's database.
     *
     * @param leads where to, in any words
     */
    of: (id: string, leads: string): ConnectThrough => ({
      connect: (beside) => tunnelOf(id, leads).connect(beside),
      causeOf: (end) => causes.get(end) ?? null,
    }),
    /** Takes main's answer. */
    take(answer: Answer): void {
      const { request } = answer;
      if (answer.kind === 'no-session') return asked.get(request)?.(without(answer.failure));
      const { session, opening } = answer;
      // nobody waits for it any more, and it would stay open on the node
      if (!asked.has(request)) return report({ kind: 'session-ended', session });
      asked.get(request)?.({ ok: true, value: { session, opening } });
    },
    /** Takes what main has heard of a session. */
    hear: ({ session, end, isOver }: Said): void => heard.get(session)?.(end, isOver),
    /** A gateway's tunnel now; null where it never had one. */
    now(id: string): Omit<TunnelNow, 'node'> | null {
      const own = [...(tunnels.get(id)?.values() ?? [])];
      if (own.length === 0) return null;
      return {
        sessions: own.flatMap((one) => one.status()).slice(0, MAX_TUNNEL_SESSIONS),
        lastEnd: own.at(-1)?.lastEnd() ?? null,
      };
    },
    /** Whether a gateway's tunnel has a session now. */
    isOpen: (id: string): boolean =>
      [...(tunnels.get(id)?.values() ?? [])].some((one) => one.status().length > 0),
    /** Ends a gateway's tunnels. */
    close(id: string): void {
      for (const one of tunnels.get(id)?.values() ?? []) one.close();
      tunnels.delete(id);
    },
  };
}
