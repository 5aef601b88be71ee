import { openWithOf } from '../../app/connect/route.ts';
import type { ClientId } from '../../app/clients/model.ts';
import type { Snapshot } from '../../app/contract.ts';
import type { EngineFamily } from '../../app/endpoints/model.ts';

/** What databases can be opened in, decided by main's own function from what a snapshot says. */
export function openWithFor(
  { programs, connections, gateways }: Pick<Snapshot, 'programs' | 'connections' | 'gateways'>,
  last: ReadonlyMap<EngineFamily, ClientId> = new Map(),
): Snapshot['openWith'] {
  const now = { clients: programs.clients, lastUsed: (family: EngineFamily) => last.get(family) ?? null };
  return openWithOf(now, connections, (id) => {
    const gateway = gateways.find(({ connectionId }) => connectionId === id);
    return gateway !== undefined && (gateway.start !== 'by-hand' || gateway.state === 'running');
  });
}
