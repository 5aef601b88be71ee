import { GATEWAY_HOST } from '../gateway/model.ts';
import type { ClientTarget, OpenTarget } from './ports.ts';

/** A gateway's port and local password. */
export interface GatewayEndpoint {
  readonly port: number;
  readonly password: string;
}

/** A target as a client reaches it through its connection's gateway. */
export function throughGateway(target: OpenTarget, { port }: Pick<GatewayEndpoint, 'port'>): ClientTarget {
  const { connectAddress: _, caFile: __, ...named } = target;
  return { ...named, host: GATEWAY_HOST, hostaddr: null, port, route: 'gateway' };
}
