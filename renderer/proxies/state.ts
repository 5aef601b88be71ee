import type { ProxiesNow } from '../../app/contract.ts';
import { defaultProxyChoice } from '../../app/proxies/model.ts';

/** Proxies as main says they are. */
export interface ProxiesState {
  readonly proxies: ProxiesNow;
}

/** No proxies, before main has answered. */
export const proxiesState: ProxiesState = {
  proxies: { choice: defaultProxyChoice, now: { proxies: [], saidBy: 'nobody', problem: null } },
};
