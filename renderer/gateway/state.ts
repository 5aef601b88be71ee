import type { Gateway } from '../../app/gateway/model.ts';

/** The gateways as main says they are. */
export interface GatewayState {
  readonly gateways: readonly Gateway[];
}

/** A dialog about the gateway of a connection. */
export interface AboutGateway {
  readonly connectionId: string;
}

/** The dialogs of the gateway, with what each is about. */
export interface GatewayDialogs {
  readonly 'how-to-connect': AboutGateway;
  readonly 'stop-gateway': AboutGateway;
  readonly 'close-sessions': AboutGateway;
}

/** No gateways, before main has answered. */
export const gatewayState: GatewayState = { gateways: [] };
