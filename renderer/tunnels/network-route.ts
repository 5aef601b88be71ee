import type { Endpoint } from '../../app/endpoints/model.ts';
import { defaultRouteOf, networkOf, withDefaultRoute, type NetworkRoute } from '../../app/tunnels/model.ts';
import { ask } from '../api.ts';
import { getState, openDialog, setState } from '../store.ts';
import { toastFailure } from '../toast.ts';

/**
 * How a database that was found is reached: as somebody has said for its network, or directly where it answers. Else a
 * person is asked, once for each network.
 *
 * @param goOn does it again once that has been said
 * @returns null where a person is asked
 */
export async function chooseRoute(endpoint: Endpoint, goOn: () => void): Promise<NetworkRoute | null> {
  const known = defaultRouteOf(endpoint, getState().defaultRoutes);
  if (known !== null) return known;
  const { address } = endpoint;
  // whoever is on a VPN is not asked
  const answered = address === null ? null : await ask((bridge) => bridge.tunnels.answers({ address }));
  if (answered?.ok === true && answered.value.answers) return { kind: 'direct' };
  openDialog({ kind: 'network-route', endpoint, goOn });
  return null;
}

/**
 * Remembers how the databases of an endpoint's network are reached; null has it asked again.
 *
 * @returns whether it could be written
 */
export async function setDefaultRoute(endpoint: Endpoint, route: NetworkRoute | null): Promise<boolean> {
  const network = networkOf(endpoint);
  const reply = await ask((bridge) => bridge.tunnels.setDefaultRoute({ network, route }));
  if (!reply.ok) {
    toastFailure(reply.error);
    return false;
  }
  // what goes on now does not wait for main's event
  setState(({ defaultRoutes }) => ({ defaultRoutes: withDefaultRoute(defaultRoutes, network, route) }));
  return true;
}

/** A network as people know it. */
export function networkText({ vpc }: Pick<Endpoint, 'vpc'>): string {
  return vpc ?? 'this account and region';
}
