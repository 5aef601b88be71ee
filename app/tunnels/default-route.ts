import type { Endpoint } from '../endpoints/model.ts';
import type { DefaultRoute, NetworkRoute } from './model.ts';

/** For how many networks it is remembered; what was said first is forgotten first. */
export const MAX_DEFAULT_ROUTES = 500;

/** Where a database that was found is in its network. */
export type Placed = Pick<Endpoint, 'publiclyAccessible' | 'vpc' | 'account' | 'profile' | 'region'>;

/** What databases share that are reached in the same way: their VPC; where that is not known, an account's region. */
export function networkOf({ vpc, account, profile, region }: Placed): string {
  return vpc ?? `${account ?? profile} ${region}`;
}

/** Whether a database has no address that is reached from everywhere. */
export function isInPrivateNetwork({ publiclyAccessible }: Pick<Placed, 'publiclyAccessible'>): boolean {
  return publiclyAccessible === false;
}

/** How a database that was found is reached; null where it is in a private network of which nobody has said it. */
export function defaultRouteOf(endpoint: Placed, routes: readonly DefaultRoute[]): NetworkRoute | null {
  if (!isInPrivateNetwork(endpoint)) return { kind: 'direct' };
  const network = networkOf(endpoint);
  return routes.find((one) => one.network === network)?.route ?? null;
}

/** The routes with another one for a network; null forgets it. */
export function withDefaultRoute(
  routes: readonly DefaultRoute[],
  network: string,
  route: NetworkRoute | null,
): readonly DefaultRoute[] {
  const others = routes.filter((one) => one.network !== network);
  return route === null ? others : [...others, { network, route }].slice(-MAX_DEFAULT_ROUTES);
}
