import type { Clock } from '../common/clock.ts';
import { fail, succeed, type Failure, type Result } from '../common/result.ts';
import { Secret } from '../common/secret.ts';
import type { StateFile } from '../common/state-file.ts';
import type { Connection } from '../connections/model.ts';
import { createGatewayChoices } from './choices.ts';
import { createInstances, stoppedInstance } from './instances.ts';
import type { Gateway, GatewayChange, GatewayChoice } from './model.ts';
import type { Listening, LocalPasswords, PortHolder, PortIsFree, Relay, RelayEvents } from './ports.ts';
import { createRelaySupervisor } from './relay-supervisor.ts';
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
  /** Whether the saved connections could be read: where not, none of them is known to be gone. */
  readonly connectionsAreKnown: () => boolean;
  /** The CA file of the settings. */
  readonly caFile: () => string | null;
  /** Signs a token for a connection. */
  readonly sign: (connection: Connection) => Promise<Result<string>>;
  /** Why a database refused a connection's token, in words; null where nobody knows. */
  readonly explain: NonNullable<RelayEvents['onExplanationWanted']>;
  readonly onChanged: (gateways: Gateway[]) => void;
  /** Something that the user should know and did not ask for. */
  readonly onNotice: (id: string, error: Failure) => void;
}

type Nothing = Record<string, never>;

/** How many ports are tried where others are quicker to take the one that was free. */
const MAX_TRIES = 5;

/** How often idle gateways are looked for, in milliseconds. */
const IDLE_POLL_MS = 15_000;

/** Makes the gateway module: one local port for each connection that wants one. */
export function createGateway(ports: GatewayPorts) {
  const { clock } = ports;
  const changed = (): void => ports.onChanged(list());
  const choices = createGatewayChoices({ ...ports, onChanged: changed });
  const instances = createInstances(clock, changed);
  const waiting = createWaiting({
    clock,
    onWaiting: (id, waitingFor) => instances.update(id, { waitingFor }),
  });
  /** Everything that changes a gateway's state waits for what came before it. */
  let queue: Promise<unknown> = Promise.resolve();
  let stopClock = (): void => undefined;

  const relay = createRelaySupervisor(ports.relay, clock, {
    onTokenWanted: async (id, gone) => {
      const found = ports.connection(id);
      if (!found.ok) return found;
      const { family } = found.value;
      return waiting.until({ connectionId: id, family }, gone, () => ports.sign(found.value));
    },
    onExplanationWanted: ports.explain,
    onClients: instances.clients,
    onDied: () => void enqueue(startAgain),
  });

  /** The gateways of the connections that there are; one that was removed keeps its port while it can be restored. */
  function list(): Gateway[] {
    return choices
      .all()
      .filter(({ connectionId }) => !isGone(connectionId))
      .map((choice) => {
        const { idleSince: _, ...now } = instances.get(choice.connectionId);
        return { ...choice, ...now };
      });
  }

  function isGone(id: string): boolean {
    return ports.connectionsAreKnown() && !ports.connection(id).ok;
  }

  function enqueue<T>(task: () => Promise<T>): Promise<T> {
    const done = queue.then(task);
    queue = done.catch(() => undefined);
    return done;
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
    return relay.listen(to);
  }

  async function start(id: string): Promise<Result<Nothing>> {
    const found = ports.connection(id);
    if (!found.ok) return found;
    const isFirst = choices.get(id) === undefined;
    const choice = await choices.of(found.value);
    if (!choice.ok) return choice;
    if (instances.get(id).state === 'running') return succeed({});
    instances.update(id, { ...stoppedInstance, state: 'starting' });
    let listening = await listen(found.value, choice.value);
    // somebody was quicker; as no client knows the port yet, it can be another one
    for (let left = isFirst ? MAX_TRIES : 0; left > 0 && isPortInUse(listening); left -= 1) {
      const next = await choices.choose(found.value);
      if (!next.ok) break;
      listening = await listen(found.value, next.value);
    }
    instances.update(
      id,
      listening.ok
        ? { state: 'running', idleSince: clock.now() }
        : { state: 'stopped', error: listening.error },
    );
    return listening;
  }

  function stopOne(id: string): void {
    relay.close(id);
    instances.update(id, { ...stoppedInstance, lastFailure: instances.get(id).lastFailure });
  }

  /** Serves those that come from now on as the connection and the choice say now; open sessions go on. */
  async function renew(id: string): Promise<Result<Nothing>> {
    const found = ports.connection(id);
    const choice = choices.get(id);
    if (!found.ok || choice === undefined || instances.get(id).state !== 'running') return succeed({});
    const listening = await listen(found.value, choice);
    if (!listening.ok) {
      stopOne(id);
      instances.update(id, { error: listening.error });
    }
    return listening;
  }

  async function startAgain(): Promise<void> {
    const running = instances.running();
    const { isHopeless, error } = relay.death(instances.sessionCount());
    for (const id of running) {
      instances.update(id, isHopeless ? { ...stoppedInstance, error } : stoppedInstance);
      if (!isHopeless) await start(id);
    }
    ports.onNotice('gateway-died', error);
  }

  function stopIdle(): void {
    for (const choice of choices.all()) {
      if (!instances.isIdle(choice)) continue;
      // a client may come before its turn in the queue
      void enqueue(async () => {
        if (instances.isIdle(choice)) stopOne(choice.connectionId);
      });
    }
  }

  /** Forgets the ports and passwords of connections that nobody can restore any more. */
  async function forgetGone(): Promise<void> {
    const gone = choices
      .all()
      .map(({ connectionId }) => connectionId)
      .filter(isGone);
    if (gone.length === 0) return;
    await choices.forget(gone);
    await ports.passwords.forget(gone);
  }

  /** The local password, to be shown or copied on request. */
  async function password(id: string): Promise<Result<Secret>> {
    const found = ports.connection(id);
    if (!found.ok) return found;
    const got = await ports.passwords.get(id);
    return got.ok ? succeed(new Secret(got.value.password)) : got;
  }

  return {
    list,
    password,
    hasConnectedSince: instances.hasConnectedSince,
    isOn: instances.isOn,
    sessionCount: instances.sessionCount,
    /** Looks at once whether the clients that wait can be let in. */
    retry: (): void => waiting.retry(),
    /** The port of a connection's gateway; null where it has none yet. */
    portOf: (id: string): number | null => choices.get(id)?.port ?? null,
    /** Whether clients are opened through a connection's gateway: one that listens, or is to begin so. */
    routesThroughGateway(id: string): boolean {
      const choice = choices.get(id);
      return choice !== undefined && (choice.start !== 'by-hand' || instances.get(id).state === 'running');
    },
    /** The port and password to open a client with; begins to listen where it does not yet. */
    async endpoint(id: string): Promise<Result<{ port: number; password: string }>> {
      const started = await enqueue(() => start(id));
      if (!started.ok) return started;
      const got = await password(id);
      if (!got.ok) return got;
      const choice = choices.get(id);
      if (choice === undefined) return fail('gateway-failed', 'The gateway was removed meanwhile.');
      return succeed({ port: choice.port, password: got.value.reveal() });
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
        const choice = await choices.of(found.value);
        return choice.ok ? succeed(choice.value.port) : choice;
      }),
    /** Begins to listen; chooses the port where there is none yet. Returns what `Relay.listen` returns. */
    start: (id: string) => enqueue(() => start(id)),
    /** Stops listening and closes its sessions. */
    stop: (id: string) =>
      enqueue(async () => {
        stopOne(id);
        return succeed({});
      }),
    /** Changes what is named; a gateway that listens does so in the new way at once. */
    change: (id: string, change: GatewayChange): Promise<Result<Nothing>> =>
      enqueue(async () => {
        const found = ports.connection(id);
        if (!found.ok) return found;
        const isListening = instances.get(id).state === 'running';
        const written = await choices.change(found.value, change, isListening);
        return written.ok ? renew(id) : written;
      }),
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
    /** Follows the saved connections: what is gone stops, what has changed is served as it is now. */
    connectionsChanged: (): Promise<void> =>
      enqueue(async () => {
        for (const id of instances.running()) {
          if (ports.connection(id).ok) await renew(id);
          else stopOne(id);
        }
        // one that was removed or restored is no longer, or again, among them
        changed();
      }),
    /** Reads the choices, and starts those that are to start with Latchkey. Returns what was wrong with the file. */
    async load(): Promise<Failure | null> {
      const problem = await choices.load();
      await forgetGone();
      stopClock = clock.every(IDLE_POLL_MS, stopIdle);
      for (const { connectionId, start: when } of choices.all()) {
        if (when === 'with-latchkey') void enqueue(() => start(connectionId));
      }
      return problem;
    },
    /** Closes every session and ends the relay; what could still be restored until now no longer can. */
    async stopAll(): Promise<void> {
      stopClock();
      await Promise.all([relay.stop(), enqueue(forgetGone)]);
    },
  };
}

function isPortInUse(outcome: Result<unknown>): boolean {
  return !outcome.ok && outcome.error.code === 'port-in-use';
}
