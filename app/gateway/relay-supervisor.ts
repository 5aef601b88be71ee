import type { Clock } from '../common/clock.ts';
import { succeed, type Failure, type Result } from '../common/result.ts';
import type { Listening, Relay, RelayEvents } from './ports.ts';

/** A relay that dies more often than this within the time, in milliseconds, is not started again. */
const MAX_DEATHS = 3;
const DEATHS_WITHIN_MS = 60_000;

/** What became of a relay that died. */
export interface Death {
  readonly isHopeless: boolean;
  readonly error: Failure;
}

/**
 * Watches over the relay's process: says what it serves, and whether it is worth starting again.
 *
 * @param onDied told when it has died; the gateways that listened have to be started again, or given up
 */
export function createRelaySupervisor(
  start: (events: RelayEvents) => Relay,
  clock: Pick<Clock, 'now'>,
  { onDied, ...events }: RelayEvents,
) {
  /** What the relay was last told of each gateway that listens. */
  const served = new Map<string, string>();
  /** When the relay died, in milliseconds since the epoch. */
  let deaths: number[] = [];
  const relay = start({
    ...events,
    onDied() {
      served.clear();
      deaths = [...deaths.filter((at) => clock.now() - at < DEATHS_WITHIN_MS), clock.now()];
      onDied();
    },
  });

  return {
    /** Has it listen; says nothing where it does just so already. Returns what `Relay.listen` returns. */
    async listen(to: Listening): Promise<Result<Record<string, never>>> {
      const order = JSON.stringify(to);
      if (served.get(to.connectionId) === order) return succeed({});
      const listening = await relay.listen(to);
      if (listening.ok) served.set(to.connectionId, order);
      return listening;
    },
    close(id: string): void {
      relay.close(id);
      served.delete(id);
    },
    end: relay.end,
    said: relay.said,
    stop: relay.stop,
    /**
     * What is to be said of its death.
     *
     * @param lost how many sessions were closed by it
     */
    death(lost: number): Death {
      const isHopeless = deaths.length > MAX_DEATHS;
      const closed = lost === 0 ? '' : ` ${lost} sessions were closed.`;
      const error: Failure = isHopeless
        ? {
            code: 'gateway-failed',
            message: `The gateway keeps stopping and was not started again.${closed}`,
            hint: 'Start it by hand. The log says more.',
          }
        : {
            code: 'gateway-failed',
            message: `The gateway stopped unexpectedly and was started again.${closed}`,
            hint: 'Clients can connect again. The log says more.',
          };
      return { isHopeless, error };
    },
  };
}
