import type { Failure } from '../common/result.ts';
import { describeTunnelEnd, type Tunnel } from '../tunnels/model.ts';

type Now = Pick<Tunnel, 'sessions' | 'lastEnd'>;

/**
 * What is said of a tunnel that was lost for good with clients in it; null where that has not happened just now.
 *
 * @param name of the connection
 */
export function tunnelLost(before: Now | null, now: Now | null, name: string): Failure | null {
  const end = now?.lastEnd ?? null;
  const hadClients = before?.sessions.some(({ connections }) => connections > 0) === true;
  if (end === null || end.at === before?.lastEnd?.at || !hadClients) return null;
  const { message, hint } = describeTunnelEnd(end);
  return { code: end.code, message: `${name}: ${message}`, hint };
}
