import type { Gateway } from '../../app/gateway/model.ts';

const indexes = new WeakMap<readonly Gateway[], ReadonlyMap<string, Gateway>>();

/** The gateway of a connection; null where it never had one. */
export function gatewayOf(gateways: readonly Gateway[], connectionId: string | null): Gateway | null {
  let index = indexes.get(gateways);
  if (index === undefined) {
    index = new Map(gateways.map((one) => [one.connectionId, one]));
    indexes.set(gateways, index);
  }
  return index.get(connectionId ?? '') ?? null;
}

/** Whether a gateway is switched on, or about to be. */
export function isOn(gateway: Pick<Gateway, 'state'> | null): boolean {
  return gateway !== null && gateway.state !== 'stopped';
}

/** How many clients are logged in through all gateways, or on their way. */
export function countSessions(gateways: readonly Gateway[]): number {
  return gateways.reduce((sum, { sessionCount }) => sum + sessionCount, 0);
}
