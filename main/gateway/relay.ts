import type { Failure } from '../../app/common/result.ts';
import { createExplanations } from './explanations.ts';
import type { Refusal, Step } from './session.ts';
import { createListener, type Listener, type Protocol } from './listener.ts';
import type { ListenOrder, Order, Report } from './messages.ts';
import { mysqlRefusal } from './mysql/error-packet.ts';
import { mysqlGateway } from './mysql/gateway.ts';
import { postgresRefusal } from './postgres/error-response.ts';
import { postgresGateway } from './postgres/gateway.ts';
import { createPeerUser } from './peer-user.ts';
import { createProxied } from './through-proxies.ts';
import { createTunnels } from './tunnels.ts';
import { MAX_LISTED_SESSIONS } from '../../app/gateway/model.ts';

/** How many sessions one process serves; each has two sockets. */
const MAX_SESSIONS = 2_000;
/** How often main is told of clients, in milliseconds, however much they do. */
const TELL_MS = 400;
/** How often the counts of bytes are looked at, in milliseconds. */
const COUNT_MS = 1_000;

const postgres: Protocol = {
  serve: (localEndpoint, { localSignIn }) => postgresGateway(localEndpoint, { localSignIn }),
  refusal: postgresRefusal,
};
const mysql: Protocol = {
  serve: (localEndpoint) => mysqlGateway(localEndpoint),
  refusal: (refusal) => mysqlRefusal(refusal, 0),
};

/**
 * The relay: every listener and every session of Latchkey, in a process that does nothing else.
 *
 * @param report tells main
 * @returns what takes main's orders
 */
export function createRelay(report: (message: Report) => void): (order: Order) => void {
  const listeners = new Map<string, Listener>();
  const changed = new Set<string>();
  const userOf = createPeerUser();
  const tokens = new Map<number, (token: Step<string>) => void>();
  const explanations = createExplanations(report);
  const tunnels = createTunnels(report, clientsChanged);
  const proxied = createProxied(report);
  let sessions = 0;
  let lastId = 0;
  let lastRequest = 0;
  let told: NodeJS.Timeout | null = null;
  let counted = '';

  function tellClients(): void {
    told = null;
    for (const id of changed) {
      const listener = listeners.get(id);
      if (listener === undefined) continue;
      report({
        kind: 'clients',
        id,
        sessions: listener.clients().slice(0, MAX_LISTED_SESSIONS),
        sessionCount: listener.sessionCount(),
        tunnel: tunnels.now(id),
        lastFailure: listener.lastFailure(),
      });
    }
    changed.clear();
  }

  function clientsChanged(id: string): void {
    changed.add(id);
    told ??= setTimeout(tellClients, TELL_MS);
  }

  function tokenFor(id: string, gone: AbortSignal): Promise<Step<string>> {
    const request = ++lastRequest;
    return new Promise((resolve) => {
      const giveUp = (): void => {
        if (!tokens.delete(request)) return;
        report({ kind: 'token-unwanted', request });
        resolve({ ok: false, refusal: { code: 'closing', message: 'The client has gone.' } });
      };
      tokens.set(request, (token) => {
        tokens.delete(request);
        gone.removeEventListener('abort', giveUp);
        resolve(token);
      });
      gone.addEventListener('abort', giveUp);
      report({ kind: 'token-wanted', request, id });
    });
  }

  /** Lets a client go that has not given its password: one where most of them are. */
  function makeRoom(): boolean {
    const [fullest] = [...listeners.values()].toSorted((a, b) => b.pendingCount() - a.pendingCount());
    return fullest?.giveWay() ?? false;
  }

  async function listen(order: ListenOrder): Promise<void> {
    const { id } = order;
    const listener =
      listeners.get(id) ??
      createListener(order, {
        protocol: (family) => (family === 'postgres' ? postgres : mysql),
        token: (gone) => tokenFor(id, gone),
        through(to) {
          if (to.isProxied) return proxied.of(id, to.connectAddress);
          return to.tunnel === null ? null : tunnels.of(id, to.tunnel);
        },
        explain: (words) => explanations.ask(id, words),
        userOf,
        ownUser: process.getuid?.() ?? null,
        enter() {
          if (sessions >= MAX_SESSIONS && !makeRoom()) return false;
          sessions += 1;
          return true;
        },
        leave: () => void (sessions -= 1),
        nextId: () => ++lastId,
        onClients: () => clientsChanged(id),
        onOpened: (session, program) => report({ kind: 'opened', id, session, program }),
        onEnded: (end) => report({ kind: 'ended', id, ...end }),
      });
    const error = await listener.open(order.port);
    if (error === null) {
      if (listeners.has(id)) listener.renew(order);
      listeners.set(id, listener);
      clientsChanged(id);
    }
    report({ kind: 'listening', id, error });
  }

  setInterval(() => {
    const now = [...listeners]
      .filter(([id, listener]) => listener.sessionCount() > 0 || tunnels.isOpen(id))
      .map(([id, listener]) => {
        const bytes = listener.clients().reduce((sum, { sent, received }) => sum + sent + received, 0);
        return { id, bytes };
      });
    const count = JSON.stringify(now);
    if (count === counted) return;
    counted = count;
    for (const { id } of now) clientsChanged(id);
  }, COUNT_MS).unref();

  return (order) => {
    switch (order.kind) {
      case 'listen':
        return void listen(order.order);
      case 'close':
        listeners.get(order.id)?.close();
        tunnels.close(order.id);
        return void listeners.delete(order.id);
      case 'end':
        return listeners.get(order.id)?.end(order.sessions);
      case 'token':
        return tokens.get(order.request)?.({ ok: true, value: order.token });
      case 'session-opening':
      case 'no-session':
        return tunnels.take(order);
      case 'proxies':
      case 'no-proxies':
        return proxied.take(order);
      case 'session-said':
        return tunnels.hear(order);
      case 'explanation':
        return explanations.take(order.request, order.text);
      case 'no-token': {
        return tokens.get(order.request)?.({ ok: false, refusal: withoutToken(order.failure) });
      }
    }
  };
}

/** What a client is told where main gave no token; the window gets the cause as it was. */
function withoutToken(cause: Failure): Refusal {
  const { message, hint, command } = cause;
  const next = command === undefined ? hint : `${hint ?? 'Run'}: ${command}`;
  return { code: 'no-token', message, ...(next !== undefined && { hint: next }), cause };
}
