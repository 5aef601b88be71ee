import type { Connection } from '../../app/connections/model.ts';

/** How many saved connections a profile signs for. */
export function usedBy(connections: readonly Connection[], profile: string): number {
  return connections.filter((one) => one.profile === profile).length;
}
