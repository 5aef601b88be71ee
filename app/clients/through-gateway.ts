import { GATEWAY_HOST, type GatewayAddress } from '../gateway/model.ts';
import type { ClientTarget, OpenTarget } from './ports.ts';

/** A gateway's address and local password. */
export interface GatewayEndpoint extends GatewayAddress {
  readonly password: string;
}

/** A target as a client reaches it through its connection's gateway. */
export function throughGateway(target: OpenTarget, { port, localSide }: GatewayAddress): ClientTarget {
  const { connectAddress: _, caFile: __, ...named } = target;
  return { ...named, host: GATEWAY_HOST, hostaddr: null, port, route: 'gateway', localSide };
}
