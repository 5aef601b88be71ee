import type { Asker } from '../mfa/model.ts';
import { tunnelEndOfFailure } from '../tunnels/model.ts';
import type { createInstances } from './instances.ts';
import type { RelayEvents } from './ports.ts';
import type { GatewayPorts } from './service.ts';
import type { createWaiting } from './waiting.ts';

/** Makes what answers the relay about how databases are reached. */
export function createRouteEvents(
  ports: Pick<GatewayPorts, 'connection' | 'sessions' | 'stopAsking'>,
  waiting: ReturnType<typeof createWaiting>,
  instances: ReturnType<typeof createInstances>,
): Pick<RelayEvents, 'onSessionWanted' | 'onSessionEnded' | 'onProxiesWanted'> {
  return {
    onSessionWanted: createSessionWanted(ports, waiting, instances),
    onSessionEnded: ports.sessions.end,
    async onProxiesWanted(id) {
      const found = ports.connection(id);
      return found.ok ? ports.sessions.proxies(found.value) : found;
    },
  };
}

/**
 * Makes what gets a connection's tunnel its sessions. The first one is held while a person signs in to AWS; one that
 * has lost its link asks again by itself.
 */
function createSessionWanted(
  ports: Pick<GatewayPorts, 'connection' | 'sessions' | 'stopAsking'>,
  waiting: ReturnType<typeof createWaiting>,
  instances: ReturnType<typeof createInstances>,
): NonNullable<RelayEvents['onSessionWanted']> {
  return async (id, resumes, gone) => {
    const found = ports.connection(id);
    if (!found.ok) return found;
    const { family, name } = found.value;
    if (resumes !== null) {
      const resumed = await ports.sessions.resume(found.value, resumes);
      const isHeld = !resumed.ok && tunnelEndOfFailure(resumed.error).code === 'tunnel-sign-in-needed';
      const waitingFor = isHeld ? resumed.error : null;
      if (isHeld || instances.get(id).waitingFor !== null) instances.update(id, { waitingFor });
      return resumed;
    }
    const asker: Asker = { words: `A client is waiting to connect to ${name}.`, waitMs: 0 };
    const started = await waiting
      .until({ connectionId: id, family }, gone, () => ports.sessions.start(found.value, asker))
      .finally(() => ports.stopAsking(asker));
    if (started.ok) {
      const { sessions, lastEnd } = instances.get(id).tunnel ?? { sessions: [], lastEnd: null };
      instances.update(id, { tunnel: { node: started.value.node, sessions, lastEnd } });
    }
    return started;
  };
}
