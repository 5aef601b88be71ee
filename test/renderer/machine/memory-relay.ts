import { portInUse } from '../../../app/gateway/port-in-use.ts';
import type { ClientsNow, Gone, Listening, Relay, RelayEvents } from '../../../app/gateway/ports.ts';
import { succeed, type Result } from '../../../app/common/result.ts';

/** The port that another program holds. */
export const HELD_PORT = 16_000;

/** Who holds it. */
export const PORT_HOLDER = 'postgres (process 812)';

/** What is known of a gateway's clients, but for whose it is. */
export type Clients = Omit<ClientsNow, 'connectionId'>;

const nobody: Clients = { sessions: [], sessionCount: 0, tunnel: null, lastFailure: null };

/** A relay that serves no bytes: its clients are who a test says, and those that are ended are gone. */
export function memoryRelay(held: ReadonlySet<number>) {
  const listening = new Map<string, Listening>();
  const clients = new Map<string, Clients>();
  /** Clients that were told that there is a token, or why not. */
  const answers: { readonly connectionId: string; readonly answer: Result<string> }[] = [];
  let events: RelayEvents | null = null;
  const told = (): RelayEvents => {
    if (events === null) throw new Error('The relay was not started.');
    return events;
  };

  function have(connectionId: string, now: Clients): void {
    clients.set(connectionId, now);
    told().onClients({ connectionId, ...now });
  }

  const relay: Relay = {
    async listen(to) {
      if (held.has(to.port)) return portInUse(to.port, PORT_HOLDER);
      listening.set(to.connectionId, to);
      return succeed({});
    },
    close(id) {
      listening.delete(id);
      clients.delete(id);
    },
    end(connectionId, ids) {
      const now = clients.get(connectionId) ?? nobody;
      const sessions = now.sessions.filter(({ id }) => ids !== null && !ids.includes(id));
      const sessionCount = ids === null ? 0 : now.sessionCount - (now.sessions.length - sessions.length);
      have(connectionId, { ...now, sessions, sessionCount });
    },
    said: () => undefined,
    stop: async () => undefined,
  };

  return {
    start(given: RelayEvents): Relay {
      events = given;
      return relay;
    },
    /** What it listens for, by connection. */
    listening,
    answers,
    /** The clients of a gateway are these from now on. */
    have,
    /** A database has refused a client of a gateway: what the client is told besides the server's own words. */
    explain: (connectionId: string, code: string, message: string): Promise<string | null> =>
      told().onExplanationWanted?.(connectionId, { code, message }) ?? Promise.resolve(null),
    /** A client of a gateway needs its tunnel, and waits for it. */
    wantSession: (connectionId: string, gone: Gone) =>
      told().onSessionWanted?.(connectionId, null, gone) ??
      Promise.reject(new Error('nobody starts sessions')),
    /** A client of a gateway asks for a token, and waits for it. */
    async want(connectionId: string, gone: Gone): Promise<void> {
      answers.push({ connectionId, answer: await told().onTokenWanted(connectionId, gone) });
    },
  };
}
