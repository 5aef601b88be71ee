import type { Result } from '../common/result.ts';
import type { Connection } from '../connections/model.ts';
import type { Gateway, GatewayChoice } from './model.ts';

/**
 * Whether clients reach a connection's database through its gateway alone. A tunnel leads nowhere else. And MySQL's
 * and MariaDB's clients verify the name that they connect to: where that is not the database's, only the gateway can
 * verify the right one.
 */
function needsGateway({
  networkRoute,
  family,
  address,
}: Pick<Connection, 'networkRoute' | 'family' | 'address'>): boolean {
  switch (networkRoute.kind) {
    case 'direct':
      return false;
    case 'address':
      return family !== 'postgres' && networkRoute.address.host.toLowerCase() !== address.host.toLowerCase();
    case 'session-manager':
    case 'ssh':
    case 'proxy':
      return true;
  }
}

/** Whether clients are opened through a connection's gateway: they have to, or it listens, or is to begin so. */
export function routesThroughGateway(
  connection: Result<Connection>,
  choice: GatewayChoice | undefined,
  { state }: Pick<Gateway, 'state'>,
): boolean {
  if (connection.ok && needsGateway(connection.value)) return true;
  return choice !== undefined && (choice.start !== 'by-hand' || state === 'running');
}
