import type { Result } from '../../app/common/result.ts';
import type { Address } from '../../app/doctor/subject.ts';
import type { ProxyList } from '../../app/proxies/model.ts';
import { openSocket } from '../proxies/open-socket.ts';
import { proxyFaultOf } from '../proxies/proxy-error.ts';
import { reach, type Reached } from './reach.ts';

/** How long proxies may take, in milliseconds. */
const TIMEOUT_MS = 8_000;

/**
 * Connects through proxies, as the gateway does.
 *
 * @param signal ends it, at whatever time
 */
export async function reachByProxy(
  list: Result<ProxyList>,
  to: Address,
  signal: AbortSignal,
): Promise<Reached> {
  const startedAt = performance.now();
  const ms = (): number => performance.now() - startedAt;
  const not = (message: string, hint = ''): Reached => ({
    seen: { state: 'no-tunnel', ms: ms(), message, hint },
    socket: null,
  });
  if (!list.ok) return not(list.error.message, list.error.hint);
  if (list.value.every((one) => one === 'direct')) return reach(to, signal);
  try {
    const socket = await openSocket(list.value, to, { timeoutMs: TIMEOUT_MS, signal });
    const abort = (): void => void socket.destroy();
    signal.addEventListener('abort', abort, { once: true });
    socket.once('close', () => signal.removeEventListener('abort', abort));
    return { seen: { state: 'connected', ms: ms() }, socket };
  } catch (cause) {
    const fault = proxyFaultOf(cause);
    return not(fault?.message ?? 'The proxy could not be used.', fault?.hint);
  }
}
