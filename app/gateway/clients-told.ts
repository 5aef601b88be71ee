import type { createInstances } from './instances.ts';
import type { RelayEvents } from './ports.ts';
import type { GatewayPorts } from './service.ts';
import { tunnelLost } from './tunnel-lost.ts';

/** Makes what takes in what the relay says of clients: how they stand, and how the tunnel does that carries them. */
export function createClientsTold(
  { connection, sessions, onNotice }: Pick<GatewayPorts, 'connection' | 'sessions' | 'onNotice'>,
  instances: ReturnType<typeof createInstances>,
): RelayEvents['onClients'] {
  return (now) => {
    const { connectionId, tunnel } = now;
    const before = instances.get(connectionId).tunnel;
    instances.clients(now);
    const found = connection(connectionId);
    const lost = found.ok ? tunnelLost(before, tunnel, found.value.name) : null;
    if (lost !== null) onNotice(`tunnel-${connectionId}`, lost);
    if (tunnel?.sessions.some(({ received }) => received > 0) === true) sessions.worked(connectionId);
  };
}
