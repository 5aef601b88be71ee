import type { Asker } from '../mfa/model.ts';
import type { RelayEvents } from './ports.ts';
import type { GatewayPorts } from './service.ts';
import type { createWaiting } from './waiting.ts';

/** Makes what gets a client its token. A client is held while a person signs in to AWS or enters an MFA code. */
export function createTokenWanted(
  ports: Pick<GatewayPorts, 'connection' | 'sign' | 'stopAsking'>,
  waiting: ReturnType<typeof createWaiting>,
): RelayEvents['onTokenWanted'] {
  return async (id, gone) => {
    const found = ports.connection(id);
    if (!found.ok) return found;
    const { family, name } = found.value;
    // it is held here, and tries again when the question is answered
    const asker: Asker = { words: `A client is waiting to log in to ${name}.`, waitMs: 0 };
    return waiting
      .until({ connectionId: id, family }, gone, () => ports.sign(found.value, asker))
      .finally(() => ports.stopAsking(asker));
  };
}
