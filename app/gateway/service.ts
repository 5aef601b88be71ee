import type { Clock } from '../common/clock.ts';
import { fail, succeed, type Failure, type Result } from '../common/result.ts';
import { Secret } from '../common/secret.ts';
import type { StateFile } from '../common/state-file.ts';
import type { Connection } from '../connections/model.ts';
import { createGatewayChoices } from './choices.ts';
import { createClientsTold } from './clients-told.ts';
import { createInstances, stoppedInstance } from './instances.ts';
import type { Asker } from '../mfa/model.ts';
import { isPortInUse } from './port-in-use.ts';
import { createListening } from './listening.ts';
import type { Gateway, GatewayAddress, GatewayChange, GatewayChoice } from './model.ts';
import type { LocalPasswords, PortHolder, PortIsFree, Relay, RelayEvents } from './ports.ts';
import { createRelaySupervisor } from './relay-supervisor.ts';
import type { TunnelsApi } from '../tunnels/module.ts';
import { routesThroughGateway } from './routes-through-gateway.ts';
import { createRouteEvents } from './session-wanted.ts';
import { createTokenWanted } from './token-wanted.ts';
import { createWaiting } from './waiting.ts';

/** What the gateway module needs from outside. */
export interface GatewayPorts {
  readonly file: StateFile<GatewayChoice[]>;
  readonly passwords: LocalPasswords;
  /** The PEM file that clients verify local TLS with; it is there once a gateway has listened with TLS. */
  readonly localCaFile: string;
  readonly relay: (events: RelayEvents) => Relay;
  readonly portIsFree: PortIsFree;
  readonly portHolder: PortHolder;
  readonly clock: Clock;
  readonly connection: (id: string) => Result<Connection>;
  /** Whether the saved connections could be read: where not, none of them is known to be gone. */
  readonly connectionsAreKnown: () => boolean;
  readonly caFile: () => string | null;
  /** Signs a token for a connection; a person may be asked for an MFA code, for the sake of a client. */
  readonly sign: (connection: Connection, asker: Asker) => Promise<Result<string>>;
  /** A client has gone, or got its answer: a person is not told of it any more. */
  readonly stopAsking: (asker: Asker) => void;
  /** Why a database refused a connection's token, in words; null where nobody knows. */
  readonly explain: NonNullable<RelayEvents['onExplanationWanted']>;
  /** The Session Manager sessions of connections that are reached so. */
  readonly sessions: TunnelsApi;
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
    onTokenWanted: createTokenWanted(ports, waiting),
    onExplanationWanted: ports.explain,
    ...createRouteEvents(ports, waiting, instances),
    onClients: createClientsTold(ports, instances),
    onDied: () => void enqueue(startAgain),
  });
  const serving = createListening(ports, relay);

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

  async function start(id: string): Promise<Result<Nothing>> {
    const found = ports.connection(id);
    if (!found.ok) return found;
    const isFirst = choices.get(id) === undefined;
    const choice = await choices.of(found.value);
    if (!choice.ok) return choice;
    if (instances.get(id).state === 'running') return succeed({});
    instances.update(id, { ...stoppedInstance, state: 'starting' });
    let listening = await serving.serve(found.value, choice.value);
    // somebody was quicker; as no client knows the port yet, it can be another one
    for (let left = isFirst ? MAX_TRIES : 0; left > 0 && isPortInUse(listening); left -= 1) {
      const next = await choices.choose(found.value);
      if (!next.ok) break;
      listening = await serving.serve(found.value, next.value);
    }
    instances.update(
      id,
      listening.ok
        ? { state: 'running', idleSince: clock.now() }
        : { state: 'stopped', error: listening.error },
    );
    return listening;
  }

  async function stopOne(id: string): Promise<void> {
    instances.update(id, { ...stoppedInstance, lastFailure: instances.get(id).lastFailure });
    await keepOrFreePort(id);
  }

  /** What becomes of the port of a gateway that is stopped: held where the user wants that, and else free. */
  async function keepOrFreePort(id: string): Promise<void> {
    const found = ports.connection(id);
    const choice = choices.get(id);
    if (!found.ok || choice?.keepsPort !== true) return relay.close(id);
    const kept = await serving.keepPort(found.value, choice);
    relay.end(id, null);
    if (!kept.ok) instances.update(id, { error: kept.error });
  }

  /** Serves those that come from now on as the connection and the choice say now; open sessions go on. */
  async function renew(id: string): Promise<Result<Nothing>> {
    const found = ports.connection(id);
    const choice = choices.get(id);
    if (!found.ok || choice === undefined) return succeed({});
    if (instances.get(id).state !== 'running') {
      await keepOrFreePort(id);
      return succeed({});
    }
    const listening = await serving.serve(found.value, choice);
    if (!listening.ok) {
      await stopOne(id);
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
    for (const id of isHopeless ? [] : stoppedKeepers()) await keepOrFreePort(id);
    ports.onNotice('gateway-died', error);
  }

  /** The stopped gateways that hold their ports. */
  const stoppedKeepers = (): readonly string[] =>
    choices
      .all()
      .filter(({ connectionId, keepsPort }) => keepsPort && instances.get(connectionId).state === 'stopped')
      .map(({ connectionId }) => connectionId);

  function stopIdle(): void {
    for (const choice of choices.all()) {
      if (!instances.isIdle(choice)) continue;
      // a client may come before its turn in the queue
      void enqueue(async () => {
        if (instances.isIdle(choice)) await stopOne(choice.connectionId);
      });
    }
  }

  /** Forgets the ports and passwords of connections that nobody can restore any more. */
  async function forgetGone(): Promise<void> {
    const ids = choices.all().map(({ connectionId }) => connectionId);
    const gone = ids.filter(isGone);
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
    tunnelSaid: relay.said,
    /** Looks at once whether the clients that wait can be let in. */
    retry: (): void => waiting.retry(),
    /** Where a connection's gateway is, and what is to be found there; null where it has none yet. */
    addressOf(id: string): GatewayAddress | null {
      const choice = choices.get(id);
      return choice === undefined ? null : serving.addressOf(choice);
    },
    /** Whether clients are opened through a connection's gateway: one that listens, or is to begin so. */
    routesThroughGateway: (id: string): boolean =>
      routesThroughGateway(ports.connection(id), choices.get(id), instances.get(id)),
    /** The port and password to open a client with; begins to listen where it does not yet. */
    async endpoint(id: string): Promise<Result<GatewayAddress & { password: string }>> {
      const started = await enqueue(() => start(id));
      if (!started.ok) return started;
      const got = await password(id);
      if (!got.ok) return got;
      const choice = choices.get(id);
      if (choice === undefined) return fail('gateway-failed', 'The gateway was removed meanwhile.');
      return succeed({ ...serving.addressOf(choice), password: got.value.reveal() });
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
        await stopOne(id);
        return succeed({});
      }),
    /** Changes what is named; a gateway that listens does so in the new way at once. */
    change: (id: string, change: GatewayChange): Promise<Result<Nothing>> =>
      enqueue(async () => {
        const found = ports.connection(id);
        if (!found.ok) return found;
        const keepsPort = change.keepsPort ?? choices.get(id)?.keepsPort ?? false;
        const isListening = keepsPort || instances.get(id).state === 'running';
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
          else await stopOne(id);
        }
        for (const id of stoppedKeepers()) await keepOrFreePort(id);
        // one that was removed or restored is no longer, or again, among them
        changed();
      }),
    /** Reads the choices, and starts those that are to start with Latchkey. Returns what was wrong with the file. */
    async load(): Promise<Failure | null> {
      const problem = await choices.load();
      await forgetGone();
      stopClock = clock.every(IDLE_POLL_MS, stopIdle);
      for (const { connectionId, start: when, keepsPort } of choices.all()) {
        if (when === 'with-latchkey') void enqueue(() => start(connectionId));
        else if (keepsPort) void enqueue(() => keepOrFreePort(connectionId));
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
