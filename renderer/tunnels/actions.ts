import { sessionTarget, type NodesFound } from '../../app/tunnels/model.ts';
import { ask, type Failure } from '../api.ts';
import { report, toast, toastFailure } from '../toast.ts';

/** What nodes are looked for. */
export interface NodesWanted {
  readonly profile: string;
  readonly region: string;
  readonly address: { readonly host: string; readonly port: number };
}

/** Looks for nodes that a database might be reached through; a failure is said in place. */
export async function findNodes(wanted: NodesWanted): Promise<NodesFound | Failure> {
  const reply = await ask((bridge) => bridge.tunnels.findNodes(wanted));
  return reply.ok ? reply.value : reply.error;
}

/** Copies the IAM policy that a tunnel needs; for any node where nobody has named one. */
export async function copyTunnelPolicy(region: string, target: string | null): Promise<void> {
  const named = target !== null && sessionTarget.safeParse(target).success ? target : null;
  const reply = await ask((bridge) => bridge.tunnels.copyPolicy({ region, target: named }));
  if (!reply.ok) return toastFailure(reply.error);
  toast({
    tone: 'done',
    message: 'Policy copied',
    hint: 'It allows the tunnel. Signing in to the database needs rds-db:connect as well.',
  });
}

/** Answers a question of `ssh`. */
export async function answerSsh(id: string, answer: string): Promise<void> {
  await report(ask((bridge) => bridge.tunnels.answerSsh({ id, answer })));
}

/** Takes a question of `ssh` back. */
export async function cancelSsh(id: string): Promise<void> {
  await report(ask((bridge) => bridge.tunnels.cancelSsh({ id })));
}
