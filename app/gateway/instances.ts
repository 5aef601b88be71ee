import type { Clock } from '../common/clock.ts';
import type { Gateway, GatewayChoice } from './model.ts';
import type { ClientsNow } from './ports.ts';

/** What a gateway is now, beside what the user has chosen for it. */
export type Instance = Omit<Gateway, keyof GatewayChoice> & {
  /** When it last had a session or began to listen, in milliseconds since the epoch. */
  readonly idleSince: number;
};

/** A gateway that does not listen. */
export const stoppedInstance: Instance = {
  state: 'stopped',
  error: null,
  sessions: [],
  sessionCount: 0,
  tunnel: null,
  waitingFor: null,
  lastFailure: null,
  idleSince: 0,
};

/**
 * Knows how each gateway is now.
 *
 * @param onChanged told of every change
 */
export function createInstances(clock: Pick<Clock, 'now'>, onChanged: () => void) {
  const instances = new Map<string, Instance>();
  const get = (id: string): Instance => instances.get(id) ?? stoppedInstance;

  function update(id: string, change: Partial<Instance>): void {
    instances.set(id, { ...get(id), ...change });
    onChanged();
  }

  return {
    get,
    update,
    running: (): readonly string[] =>
      [...instances].filter(([, { state }]) => state === 'running').map(([id]) => id),
    /** Takes in what the relay says of a gateway's clients. */
    clients({ connectionId, sessions, tunnel, ...now }: ClientsNow): void {
      const before = get(connectionId);
      if (before.state === 'stopped') return;
      const wasIdle = now.sessionCount === 0 && before.sessionCount === 0;
      const idleSince = wasIdle ? before.idleSince : clock.now();
      const node = before.tunnel?.node ?? null;
      update(connectionId, {
        ...now,
        sessions: [...sessions],
        tunnel: tunnel === null ? null : { node, ...tunnel },
        idleSince,
      });
    },
    /** Whether a gateway listens and has had no session for as long as the user allows. */
    isIdle({ connectionId, idleMinutes }: GatewayChoice): boolean {
      const { state, sessionCount, idleSince } = get(connectionId);
      if (state !== 'running' || idleMinutes === null || sessionCount > 0) return false;
      return clock.now() - idleSince >= idleMinutes * 60_000;
    },
    /**
     * Whether a client has reached a connection's gateway, let in or not.
     *
     * @param since in milliseconds since the epoch
     */
    hasConnectedSince(id: string, since: number): boolean {
      const { sessionCount, lastFailure, idleSince } = get(id);
      return sessionCount > 0 || (lastFailure?.at ?? 0) >= since || idleSince > since;
    },
    /** Whether any listens, or is about to. */
    isOn: (): boolean => [...instances.values()].some(({ state }) => state !== 'stopped'),
    /** How many sessions are open or on their way. */
    sessionCount: (): number =>
      [...instances.values()].reduce((sum, { sessionCount }) => sum + sessionCount, 0),
  };
}
