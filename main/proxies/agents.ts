import { Agent as HttpAgent, type AgentOptions, type ClientRequestArgs } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { createSecureContext, TLSSocket, type SecureContext } from 'node:tls';
import type { ProxyList } from '../../app/proxies/model.ts';
import type { Result } from '../../app/common/result.ts';
import { targetOf } from '../../app/proxies/target.ts';
import { watchForInterception } from './interception.ts';
import { openSocket } from './open-socket.ts';
import { outbound, trustedAuthorities } from './outbound.ts';
import { ProxyError } from './proxy-error.ts';

/**
 * How long reaching a host through proxies may take, in milliseconds: a little less than the SDK waits, so that it is
 * said what was waited for.
 */
const TIMEOUT_MS = 4_500;

type Created = (cause: Error | null, stream: Duplex) => void;

/** What decides on the way of one connection. */
type ListFor = (host: string, port: number) => Result<ProxyList> | Promise<Result<ProxyList>>;

/** @param bundle authorities in the place of the known ones, PEM; null for the known ones */
export function httpsAgent(
  options: AgentOptions,
  bundle: string | null,
  listFor: ListFor = (host, port) => outbound().listFor(targetOf('https', host, port)),
): HttpsAgent {
  let trust: { readonly generation: number; readonly context: SecureContext | null } | null = null;

  /** Made anew only when what is trusted has changed: it takes longer than a request. */
  function trusted(): SecureContext | null {
    const generation = outbound().generation();
    if (trust?.generation !== generation) {
      const ca = trustedAuthorities(bundle);
      trust = { generation, context: ca === null ? null : createSecureContext({ ca: [...ca] }) };
    }
    return trust.context;
  }

  class ProxiedHttpsAgent extends HttpsAgent {
    override getName(asked?: RequestOptions): string {
      return `${super.getName(asked)}:${outbound().generation()}`;
    }

    override createConnection(asked: RequestOptions, created?: Created): Duplex | null | undefined {
      const context = trusted();
      const secured = { ...asked, ...(context !== null && { secureContext: context }) };
      const host = asked.host ?? 'localhost';
      const over = (given: object, isProxied: boolean): Duplex | null | undefined => {
        const stream = super.createConnection({ ...secured, ...given });
        if (stream instanceof TLSSocket) watchForInterception(stream, host, isProxied);
        return stream;
      };
      return chosen(listFor(host, Number(asked.port ?? 443)), created, {
        direct: () => over({}, false),
        through: async (list) => {
          const socket = await openSocket(list, { host, port: Number(asked.port ?? 443) }, timing());
          return over({ socket }, true);
        },
      });
    }
  }
  return new ProxiedHttpsAgent({ ...options, ...(bundle !== null && { ca: bundle }) });
}

/** Plain HTTP goes through a proxy by CONNECT too: what is in it is nobody's but the host's. */
export function httpAgent(options: AgentOptions): HttpAgent {
  class ProxiedHttpAgent extends HttpAgent {
    override createConnection(asked: ClientRequestArgs, created?: Created): Duplex | null | undefined {
      const host = asked.host ?? 'localhost';
      const port = Number(asked.port ?? 80);
      return chosen(outbound().listFor(targetOf('http', host, port)), created, {
        direct: () => super.createConnection(asked),
        through: (list) => openSocket(list, { host, port }, timing()),
      });
    }
  }
  return new ProxiedHttpAgent(options);
}

interface Ways {
  readonly direct: () => Duplex | null | undefined;
  readonly through: (list: ProxyList) => Promise<Duplex | null | undefined>;
}

/** Goes the way that is decided, at once where that can be. */
function chosen(
  list: Result<ProxyList> | Promise<Result<ProxyList>>,
  created: Created | undefined,
  ways: Ways,
): Duplex | null | undefined {
  if ('ok' in list && list.ok && isDirect(list.value)) return ways.direct();
  void Promise.resolve(list)
    .then((found) => {
      if (!found.ok) throw new ProxyError('proxy-unreachable', found.error.message);
      return isDirect(found.value) ? ways.direct() : ways.through(found.value);
    })
    .then(
      (stream) => stream && created?.(null, stream),
      // Node's own agents give no stream with an error
      (cause: unknown) => Reflect.apply(created ?? (() => undefined), undefined, [cause]),
    );
  return undefined;
}

function isDirect(list: ProxyList): boolean {
  return list.length === 1 && list[0] === 'direct';
}

function timing(): { readonly timeoutMs: number; readonly ca?: readonly string[] } {
  const ca = trustedAuthorities(null);
  return { timeoutMs: TIMEOUT_MS, ...(ca !== null && { ca }) };
}
