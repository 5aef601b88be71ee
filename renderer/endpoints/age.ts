import type { Scan } from '../../app/endpoints/model.ts';
import { scopeKey } from './mirror-scans.ts';

/**
 * When what is shown of these scopes was found, where that was before Latchkey was started: it comes from the cache.
 *
 * @param scannedAt when scopes were scanned after their rows had arrived
 * @param startedAt when Latchkey was started; all times in milliseconds since the epoch
 * @returns the oldest; null where all of it was found since
 */
export function keptSince(
  scans: readonly Scan[],
  scannedAt: ReadonlyMap<string, number>,
  startedAt: number,
): number | null {
  let oldest: number | null = null;
  for (const scan of scans) {
    const at = scannedAt.get(scopeKey(scan)) ?? scan.finishedAt;
    if (at !== null && at < startedAt && (oldest === null || at < oldest)) oldest = at;
  }
  return oldest;
}
