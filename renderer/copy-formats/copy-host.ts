import { ask } from '../api.ts';
import { toast, toastFailure } from '../toast.ts';
import type { Subject } from '../subject.ts';

/** Copies the host of a subject, whoever one is. */
export async function copyHost({ endpoint, connection, profile }: Subject): Promise<void> {
  const reply = await ask(async (bridge) => {
    if (connection !== null) return bridge.connections.copyHost({ connectionId: connection.id });
    return bridge.endpoints.copyHost({ endpointId: endpoint?.id ?? '' });
  });
  if (reply.ok) toast({ tone: 'done', message: 'Host copied' });
  else toastFailure(reply.error, profile);
}
