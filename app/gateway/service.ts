import type { Clock } from '../common/clock.ts';
import type { Connection } from '../connections/model.ts';
import { fail, succeed, type Failure, type Result } from '../common/result.ts';
import type { StateFile } from '../common/state-file.ts';
import type { Gateway, GatewayChange, GatewayChoice } from './model.ts';
import type {
  ClientsNow,
  Listening,
  LocalPasswords,
  PortHolder,
  PortIsFree,
  Relay,
  RelayEvents,
} from './ports.ts';
import { choosePort } from './choose-port.ts';
import { portInUse } from './port-in-use.ts';
import { createWaiting } from './waiting.ts';

/** What the gateway module needs from outside. */
export interface GatewayPorts {
  readonly file: StateFile<GatewayChoice[]>;
  readonly passwords: LocalPasswords;
  readonly relay: (events: RelayEvents) => Relay;
  readonly portIsFree: PortIsFree;
  readonly portHolder: PortHolder;
  readonly clock: Clock;
  readonly connection: (id: string) => Result<Connection>;
  /** The CA file of the settings. */
  readonly caFile: () => string | null;
  /** Signs a token for a connection. */
  readonly sign: (connection: Connection) => Promise<Result<string>>;
  readonly onChanged: (gateways: Gateway[]) => void;
  /** Something that the user should know and did not ask for. */
  readonly onNotice: (id: string, error: Failure) => void;
}

type Nothing = Record<string, never>;

/** What a running gateway is, beside what the user has chosen for it. */
type Live = Omit<Gateway, keyof GatewayChoice> & { idleSince: number };

const still: Live = {
  state: 'stopped',
  error: null,
  sessions: [],
  sessionCount: 0,
  waitingFor: null,
  lastFailure: null,
  idleSince: 0,
};

/** A relay that dies more often than this within the time, in milliseconds, is not started again. */
const MAX_DEATHS = 3;
const DEATHS_WITHIN_MS = 60_000;

/** How many ports are tried where others are quicker to take the one that was free. */
const MAX_TRIES = 5;

/** How often idle gateways are looked for, in milliseconds. */
const IDLE_POLL_MS = 15_000;

/** Makes the gateway module: one local port for each connection that wants one. */
export function createGateway(ports: GatewayPorts) {
  const { clock, file } = ports;
  const waiting = createWaiting({
    clock,
    onWaiting: (id, waitingFor) => update(id, { waitingFor }),
  });
  let choices = new Map<string, GatewayChoice>();
  const live = new Map<string, Live>();
  /** What the relay was last told of each gateway that listens. */
  const served = new Map<string, string>();
  /** When the relay died, in milliseconds since the epoch. */
  let deaths: number[] = [];
  /** Everything that changes a gateway's state waits for what came before it. */
  let queue: Promise<unknown> = Promise.resolve();
  let stopClock = (): void => undefined;

  const relay = ports.relay({
    onTokenWanted: async (id, gone) => {
      const found = ports.connection(id);
      if (!found.ok) return found;
      return waiting.until({ connectionId: id, family: found.value.family }, gone, () =>
        ports.sign(found.value),
      );
    },
    onClients: ({ connectionId, ...now }: ClientsNow) => {
      if (liveOf(connectionId).state !== 'stopped') {
        const before = liveOf(connectionId);
        const wasIdle = now.sessionCount === 0 && before.sessionCount === 0;
        const idleSince = wasIdle ? before.idleSince : clock.now();
        update(connectionId, { ...now, sessions: [...now.sessions], idleSince });
      }
    },
    onDied: () => void enqueue(startAgain),
  });

  const liveOf = (id: string): Live => live.get(id) ?? still;
  const list = (): Gateway[] =>
    [...choices.values()].map((choice) => {
      const { idleSince: _, ...now } = liveOf(choice.connectionId);
      return { ...choice, ...now };
    });

  function update(id: string, change: Partial<Live>): void {
    if (!choices.has(id)) return;
    live.set(id, { ...liveOf(id), ...change });
    ports.onChanged(list());
  }

  function enqueue<T>(task: () => Promise<T>): Promise<T> {
    const done = queue.then(task);
    queue = done.catch(() => undefined);
    return done;
  }

  /** Chooses for a connection that has no gateway yet; the port is kept from then on. */
  async function choiceOf(connection: Connection): Promise<Result<GatewayChoice>> {
    const known = choices.get(connection.id);
    return known === undefined ? newChoice(connection) : succeed(known);
  }

  async function newChoice(connection: Connection): Promise<Result<GatewayChoice>> {
    const taken = new Set([...choices.values()].map(({ port }) => port));
    const port = await choosePort(connection.family, taken, ports.portIsFree);
    if (!port.ok) return port;
    return write({
      connectionId: connection.id,
      port: port.value,
      start: 'on-open',
      idleMinutes: null,
      localSignIn: 'scram',
      localTls: false,
      addsDatabase: false,
    });
  }

  /** Holds a choice once it is written. */
  async function write(choice: GatewayChoice): Promise<Result<GatewayChoice>> {
    const next = new Map(choices).set(choice.connectionId, choice);
    const saved = await file.save([...next.values()]);
    if (!saved.ok) return saved;
    choices = next;
    ports.onChanged(list());
    return succeed(choice);
  }

  async function listen(connection: Connection, choice: GatewayChoice): Promise<Result<Nothing>> {
    const { id, family, address, connectAddress, dbUser, database, caFile } = connection;
    const { port, localSignIn, localTls, addsDatabase } = choice;
    const password = await ports.passwords.get(id);
    if (!password.ok) return password;
    if (password.value.isReplaced) {
      ports.onNotice(`local-password-${id}`, {
        code: 'key-store-failed',
        message: `The key store could not open the local password of ${connection.name}, and a new one was made.`,
        hint: 'Copy it from “How to connect” into the clients that hold the old one.',
      });
    }
    const to: Listening = {
      connectionId: id,
      port,
      localSignIn,
      localTls,
      family,
      dbUser,
      // a session of PostgreSQL always has one
      database: addsDatabase || family === 'postgres' ? database : '',
      address,
      localPassword: password.value.password,
      connectAddress: connectAddress ?? address,
      caFile: caFile ?? ports.caFile(),
    };
    const order = JSON.stringify(to);
    if (served.get(id) === order) return succeed({});
    const listening = await relay.listen(to);
    if (listening.ok) served.set(id, order);
    return listening;
  }

  async function start(id: string): Promise<Result<Nothing>> {
    const found = ports.connection(id);
    if (!found.ok) return found;
    const isFirst = !choices.has(id);
    const choice = await choiceOf(found.value);
    if (!choice.ok) return choice;
    if (liveOf(id).state === 'running') return succeed({});
    update(id, { ...still, state: 'starting' });
    let listening = await listen(found.value, choice.value);
    // somebody was quicker; as no client knows the port yet, it can be another one
    for (let left = isFirst ? MAX_TRIES : 0; left > 0 && isPortInUse(listening); left -= 1) {
      const next = await newChoice(found.value);
      if (!next.ok) break;
      listening = await listen(found.value, next.value);
    }
    update(
      id,
      listening.ok
        ? { state: 'running', idleSince: clock.now() }
        : { state: 'stopped', error: listening.error },
    );
    return listening;
  }

  async function stopOne(id: string): Promise<void> {
    relay.close(id);
    served.delete(id);
    update(id, { ...still, lastFailure: liveOf(id).lastFailure });
  }

  /** Serves those that come from now on as the connection and the choice say now; open sessions go on. */
  async function renew(id: string): Promise<Result<Nothing>> {
    const found = ports.connection(id);
    const choice = choices.get(id);
    if (!found.ok || choice === undefined || liveOf(id).state !== 'running') return succeed({});
    const listening = await listen(found.value, choice);
    if (!listening.ok) {
      await stopOne(id);
      update(id, { error: listening.error });
    }
    return listening;
  }

  async function startAgain(): Promise<void> {
    const running = [...live].filter(([, { state }]) => state === 'running');
    const lost = running.reduce((sum, [, { sessionCount }]) => sum + sessionCount, 0);
    served.clear();
    deaths = [...deaths.filter((at) => clock.now() - at < DEATHS_WITHIN_MS), clock.now()];
    const isHopeless = deaths.length > MAX_DEATHS;
    const closed = lost === 0 ? '' : ` ${lost} sessions were closed.`;
    const error: Failure = {
      code: 'gateway-failed',
      message: isHopeless
        ? `The gateway stops again and again, and was not started once more.${closed}`
        : `The gateway stopped unexpectedly and was started again.${closed}`,
      hint: isHopeless
        ? 'Start it by hand. The log says more.'
        : 'Clients can connect again. The log says more.',
    };
    for (const [id] of running) {
      update(id, isHopeless ? { ...still, error } : still);
      if (!isHopeless) await start(id);
    }
    ports.onNotice('gateway-died', error);
  }

  function isIdle({ connectionId, idleMinutes }: GatewayChoice): boolean {
    const { state, sessionCount, idleSince } = liveOf(connectionId);
    if (state !== 'running' || idleMinutes === null || sessionCount > 0) return false;
    return clock.now() - idleSince >= idleMinutes * 60_000;
  }

  function stopIdle(): void {
    for (const choice of choices.values()) {
      if (!isIdle(choice)) continue;
      // a client may come before its turn in the queue
      void enqueue(async () => {
        if (isIdle(choice)) await stopOne(choice.connectionId);
      });
    }
  }

  return {
    list,
    /** Whether clients are opened through a connection's gateway: one that listens, or is to begin so. */
    routesThroughGateway(id: string): boolean {
      const choice = choices.get(id);
      return choice !== undefined && (choice.start !== 'by-hand' || liveOf(id).state === 'running');
    },
    /** The port and password to open a client with; begins to listen where it does not yet. */
    async gatewayEndpoint(id: string): Promise<Result<{ port: number; password: string }>> {
      const started = await enqueue(() => start(id));
      if (!started.ok) return started;
      const password = await ports.passwords.get(id);
      if (!password.ok) return password;
      const choice = choices.get(id);
      if (choice === undefined) return fail('gateway-failed', 'The gateway was removed meanwhile.');
      return succeed({ port: choice.port, password: password.value.password });
    },
    /**
     * Whether a client has reached a connection's gateway, let in or not.
     *
     * @param since in milliseconds since the epoch
     */
    hasConnectedSince(id: string, since: number): boolean {
      const { sessionCount, lastFailure, idleSince } = liveOf(id);
      return sessionCount > 0 || (lastFailure?.at ?? 0) >= since || idleSince > since;
    },
    /**
     * The port of a connection's gateway, which is chosen where there is none yet; nothing listens because of it.
     *
     * @returns `connection-not-found`, `port-in-use` where no port is free, or `file-unwritable`
     */
    reserve: (id: string): Promise<Result<number>> =>
      enqueue(async () => {
        const found = ports.connection(id);
        if (!found.ok) return found;
        const choice = await choiceOf(found.value);
        return choice.ok ? succeed(choice.value.port) : choice;
      }),
    /** Begins to listen; chooses the port where there is none yet. Returns what `Relay.listen` returns. */
    start: (id: string) => enqueue(() => start(id)),
    /** Stops listening and closes its sessions. */
    stop: (id: string) =>
      enqueue(async () => {
        await stopOne(id);
        return succeed({});
      }),
    /** Changes what is named; a gateway that listens does so in the new way at once. */
    change: (id: string, change: GatewayChange): Promise<Result<Nothing>> =>
      enqueue(async () => {
        const found = ports.connection(id);
        if (!found.ok) return found;
        const choice = await choiceOf(found.value);
        if (!choice.ok) return choice;
        const { connectionId: _, ...now } = choice.value;
        const { port = now.port } = change;
        const other = [...choices.values()].find((one) => one.port === port && one.connectionId !== id);
        if (other !== undefined) {
          const holder = ports.connection(other.connectionId);
          const name = holder.ok ? `the connection ${holder.value.name}` : 'another connection';
          return fail('port-in-use', `Port ${port} is the port of ${name}.`, {
            hint: 'Choose another port.',
          });
        }
        const running = liveOf(id).state === 'running';
        if (running && port !== now.port && !(await ports.portIsFree(port))) {
          return portInUse(port, await ports.portHolder(port));
        }
        const next: GatewayChoice = { connectionId: id, ...now, ...given(change) };
        const written = await write(next);
        if (!written.ok) return written;
        return renew(id);
      }),
    /** The local password, to be shown or copied on request. */
    async password(id: string): Promise<Result<{ password: string }>> {
      const found = ports.connection(id);
      if (!found.ok) return found;
      const got = await ports.passwords.get(id);
      return got.ok ? succeed({ password: got.value.password }) : got;
    },
    /** Makes a new local password; open sessions go on. */
    renewPassword: (id: string): Promise<Result<Nothing>> =>
      enqueue(async () => {
        const found = ports.connection(id);
        if (!found.ok) return found;
        const made = await ports.passwords.renew(id);
        return made.ok ? renew(id) : made;
      }),
    /** Closes sessions, or all where none are named. */
    async closeSessions(id: string, sessions: readonly number[] | null): Promise<Result<Nothing>> {
      relay.end(id, sessions);
      return succeed({});
    },
    /** Looks at once whether the clients that wait can be let in. */
    retry: (): void => waiting.retry(),
    /** Follows the saved connections: what is gone stops, what has changed is served as it is now. */
    connectionsChanged: (): Promise<void> =>
      enqueue(async () => {
        for (const id of choices.keys()) {
          if (liveOf(id).state !== 'running') continue;
          if (ports.connection(id).ok) await renew(id);
          else await stopOne(id);
        }
      }),
    /** The port of a connection's gateway; null where it has none yet. */
    portOf: (id: string): number | null => choices.get(id)?.port ?? null,
    /** Whether any listens, or is about to. */
    isOn: (): boolean => [...live.values()].some(({ state }) => state !== 'stopped'),
    /** How many sessions are open or on their way. */
    sessionCount: (): number => [...live.values()].reduce((sum, { sessionCount }) => sum + sessionCount, 0),
    /** Reads the choices, and starts those that are to start with Latchkey. Returns what was wrong with the file. */
    async load(): Promise<Failure | null> {
      const { value, problem } = await file.load();
      choices = new Map(value.map((choice) => [choice.connectionId, choice]));
      stopClock = clock.every(IDLE_POLL_MS, stopIdle);
      for (const { connectionId, start: when } of value) {
        if (when === 'with-latchkey') void enqueue(() => start(connectionId));
      }
      return problem;
    },
    /** Closes every session and ends the relay. */
    async stopAll(): Promise<void> {
      stopClock();
      await relay.stop();
    },
  };
}

function isPortInUse(outcome: Result<unknown>): boolean {
  return !outcome.ok && outcome.error.code === 'port-in-use';
}

/** What a change names; a key that is there without a value is none. */
function given(change: GatewayChange): Partial<GatewayChoice> {
  const { port, start, idleMinutes, localSignIn, localTls, addsDatabase } = change;
  return {
    ...(port !== undefined && { port }),
    ...(start !== undefined && { start }),
    ...(idleMinutes !== undefined && { idleMinutes }),
    ...(localSignIn !== undefined && { localSignIn }),
    ...(localTls !== undefined && { localTls }),
    ...(addsDatabase !== undefined && { addsDatabase }),
  };
}
