import type { Clock } from '../common/clock.ts';
import type { Credentials } from '../profiles/model.ts';

/** A session that ends sooner than this is over: what is signed with it would be dead on arrival, in milliseconds. */
const SPENT_BEFORE_MS = 30_000;

/** Keeps the sessions that codes have begun, in memory alone and until they end. */
export function createMfaSessions(clock: Pick<Clock, 'now'>) {
  const sessions = new Map<string, Credentials>();

  function dropSpent(): void {
    for (const [key, { expiry }] of sessions) {
      if (expiry.kind === 'at' && expiry.time - clock.now() < SPENT_BEFORE_MS) sessions.delete(key);
    }
  }

  return {
    /** A session that still runs, or null. */
    get(key: string): Credentials | null {
      dropSpent();
      return sessions.get(key) ?? null;
    },
    keep(key: string, session: Credentials): void {
      dropSpent();
      sessions.set(key, session);
    },
    /** Forgets a session that AWS has refused. */
    forget(accessKeyId: string): void {
      for (const [key, session] of sessions) if (session.accessKeyId === accessKeyId) sessions.delete(key);
    },
  };
}
