import type { Listening, Relay, RelayEvents } from '../../../app/gateway/ports.ts';
import { succeed, type Result } from '../../../app/common/result.ts';

type Outcome = Result<Record<string, never>>;

/** A relay that listens to nothing and writes down what it is told. */
export function fakeRelay() {
  const listening: Listening[] = [];
  const closed: string[] = [];
  const ended: { connectionId: string; sessions: readonly number[] | null }[] = [];
  let outcome: (to: Listening) => Outcome = () => succeed({});
  let events: RelayEvents | null = null;
  const relay: Relay = {
    async listen(to) {
      listening.push(to);
      return outcome(to);
    },
    close: (id) => void closed.push(id),
    end: (connectionId, sessions) => void ended.push({ connectionId, sessions }),
    said: () => undefined,
    stop: async () => undefined,
  };
  return {
    start(given: RelayEvents): Relay {
      events = given;
      return relay;
    },
    events(): RelayEvents {
      if (events === null) throw new Error('The relay was not made.');
      return events;
    },
    answer: (next: (to: Listening) => Outcome) => void (outcome = next),
    listening,
    closed,
    ended,
  };
}
