import type { Input } from '../../app/contract.ts';
import { ask, type Failure } from '../api.ts';
import { toastFailure } from '../toast.ts';

/** Chooses whose proxies are used. */
export async function takeProxies(use: Input<'proxies:use'>['use']): Promise<void> {
  const reply = await ask((bridge) => bridge.proxies.use({ use }));
  if (!reply.ok) toastFailure(reply.error);
}

/** Writes the own proxy, and uses it; returns what is wrong with it, or null. */
export async function setOwnProxy(own: Input<'proxies:setOwn'>): Promise<Failure | null> {
  const reply = await ask((bridge) => bridge.proxies.setOwn(own));
  if (reply.ok) return null;
  if (reply.error.code !== 'invalid-input') toastFailure(reply.error);
  return reply.error;
}

/** Has main ask for the CA file of a proxy, or forget it, or look at what applies now. */
export async function proxyStep(name: 'chooseCa' | 'forgetCa' | 'look'): Promise<void> {
  const reply = await ask((bridge) => bridge.proxies[name]({}));
  if (!reply.ok) toastFailure(reply.error);
}
