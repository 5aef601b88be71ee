import type { Input } from '../../app/contract.ts';
import { ask } from '../api.ts';
import { toastFailure } from '../toast.ts';

/** Changes settings; what the window shows changes when main says so. */
export async function changeSettings(change: Input<'settings:change'>): Promise<void> {
  const reply = await ask((bridge) => bridge.settings.change(change));
  if (!reply.ok) toastFailure(reply.error);
}

/** Has main ask for a CA file. */
export async function chooseCa(): Promise<void> {
  const reply = await ask((bridge) => bridge.settings.chooseCa({}));
  if (!reply.ok) toastFailure(reply.error);
}

/** Goes back to RDS's own certificates. */
export async function forgetCa(): Promise<void> {
  const reply = await ask((bridge) => bridge.settings.forgetCa({}));
  if (!reply.ok) toastFailure(reply.error);
}
