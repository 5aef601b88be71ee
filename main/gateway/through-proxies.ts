import { fail, type Failure } from '../../app/common/result.ts';
import { tunnelEndOfFailure, type TunnelEnd } from '../../app/tunnels/model.ts';
import type { Address } from '../proxies/address.ts';
import { openSocket } from '../proxies/open-socket.ts';
import { proxyFaultOf } from '../proxies/proxy-error.ts';
import type { Outcome } from '../tunnels/session-manager/wire.ts';
import type { Order, Report } from './messages.ts';
import type { ConnectThrough } from './through-tunnel.ts';
import { SOCKET_BUFFER_BYTES } from './upstream.ts';

type Answer = Extract<Order, { kind: 'proxies' | 'no-proxies' }>;

/** How long main may take to name the proxies, in milliseconds: it may have to ask the system. */
const ASK_TIMEOUT_MS = 5_000;
/** How long reaching the database may take, in milliseconds. */
const REACH_TIMEOUT_MS = 10_000;

const SILENT: Failure = fail('internal', 'Latchkey did not say which proxy to use.').error;

/**
 * What dials databases through proxies. Main names them anew for each connection: what the system says depends on the
 * network that the machine is in.
 *
 * @param report tells main
 */
export function createProxied(report: (message: Report) => void) {
  const asked = new Map<number, (answer: Answer) => void>();
  const causes = new WeakMap<TunnelEnd, Failure>();
  let lastRequest = 0;

  function ask(id: string): Promise<Answer> {
    const request = ++lastRequest;
    return new Promise((resolve) => {
      const settle = (answer: Answer): void => {
        clearTimeout(timer);
        asked.delete(request);
        resolve(answer);
      };
      const timer = setTimeout(
        () => settle({ kind: 'no-proxies', request, failure: SILENT }),
        ASK_TIMEOUT_MS,
      );
      asked.set(request, settle);
      report({ kind: 'proxies-wanted', request, id });
    });
  }

  function without(cause: Failure): Outcome<never> {
    const end = tunnelEndOfFailure(cause);
    causes.set(end, cause);
    return { ok: false, end };
  }

  return {
    /** What connects to a gateway's database. */
    of: (id: string, address: Address): ConnectThrough => ({
      async connect() {
        const answer = await ask(id);
        if (answer.kind === 'no-proxies') return without(answer.failure);
        try {
          const socket = await openSocket(answer.proxies, address, {
            timeoutMs: REACH_TIMEOUT_MS,
            highWaterMark: SOCKET_BUFFER_BYTES,
          });
          return { ok: true, value: socket };
        } catch (cause) {
          const fault = proxyFaultOf(cause);
          if (fault !== null) return without(fault);
          const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
          return without(
            fail(
              'unreachable',
              `${address.host}:${address.port} could not be reached (${code || 'no reason given'}).`,
              {
                hint: 'No proxy applies to it. Check the network, the VPN and the security group.',
              },
            ).error,
          );
        }
      },
      causeOf: (end) => causes.get(end) ?? null,
    }),
    /** Takes main's answer. */
    take: (answer: Answer): void => asked.get(answer.request)?.(answer),
  };
}
