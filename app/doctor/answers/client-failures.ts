import type { Clock } from '../../common/clock.ts';
import { MAX_ANSWERS, type ClientFailure } from './model.ts';

/** Keeps the last client of each subject that failed as soon as it had started. */
export function createClientFailures(clock: Pick<Clock, 'now'>, onFailure: (failure: ClientFailure) => void) {
  const failures = new Map<string, ClientFailure>();
  return {
    /** @param key of the subject, as `keyOf` makes it */
    add(key: string, failure: Pick<ClientFailure, 'client' | 'exitCode' | 'ranMs'>): void {
      const { client, exitCode, ranMs } = failure;
      const told = { key, client: client.slice(0, 128), exitCode, ranMs, at: clock.now() };
      failures.delete(key);
      failures.set(key, told);
      const [oldest] = failures.keys();
      if (failures.size > MAX_ANSWERS && oldest !== undefined) failures.delete(oldest);
      onFailure(told);
    },
    forget: (key: string): void => void failures.delete(key),
    list: (): ClientFailure[] => [...failures.values()],
  };
}
