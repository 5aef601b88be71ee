import { createApp, type App } from '../../../app/create-app.ts';
import { buildBridge } from '../../../app/bridge.ts';
import { channels } from '../../../app/channels.ts';
import {
  requests,
  type Channel,
  type EventName,
  type Input,
  type Output,
  type Payload,
  type Reply,
  type Snapshot,
} from '../../../app/contract.ts';
import type { Scan } from '../../../app/endpoints/model.ts';
import type { Gateway } from '../../../app/gateway/model.ts';
import type { ProfileState } from '../../../app/profiles/model.ts';
import type { Lease } from '../../../app/tokens/model.ts';
import { ORIGIN } from '../../app/memory-ports.ts';
import { seededPorts, signedOf, type Seed } from './seeded-ports.ts';

/** A request that the window made. */
export interface Call {
  readonly channel: string;
  readonly input: unknown;
}

/** How a request is answered in place of the application; `real` lets the application answer it. */
export type Answer<C extends Channel> = (
  input: Input<C>,
  real: () => Promise<unknown>,
) => Reply<Output<C>> | Promise<unknown>;

/** The real application on a machine in memory. */
export interface Machine extends Omit<ReturnType<typeof seededPorts>, 'ports'> {
  readonly app: App;
  /** What goes where the preload script would put the bridge. */
  readonly bridge: ReturnType<typeof buildBridge>;
  /** Everything that the window asked for, in order. */
  readonly calls: readonly Call[];
  /** Everything that the window was told, as JSON: nothing secret may be in it. */
  readonly told: readonly string[];
  /** A profile is in another state from now on, which a look at it shows. */
  readonly become: (profile: string, state: ProfileState) => Promise<unknown>;
  /** These are the databases from now on, which a scan shows. */
  readonly find: (scans: readonly Scan[]) => Promise<unknown>;
  /** Decides how a request is answered: for faults that nothing on the machine can cause. */
  readonly answer: <C extends Channel>(channel: C, reply: Answer<C>) => void;
}

/**
 * Starts the application on a machine where everything is as a snapshot says.
 *
 * @throws where the application comes to say something else of a token or a gateway
 */
export async function startMachine(seed: Seed): Promise<Machine> {
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  const told: string[] = [];
  const made = seededPorts(seed, <E extends EventName>(event: E, payload: Payload<E>) => {
    const text = JSON.stringify(payload);
    told.push(text);
    // what crosses a process is copied
    listeners.get(event)?.forEach((listener) => listener(JSON.parse(text)));
  });
  const app = createApp(made.ports);
  await app.start();
  await settle();
  for (const one of seed.leases) await sign(app, made.world, one, seed);
  for (const one of seed.gateways) await bringUp(app, made, one);
  for (const { id, error } of seed.notices) app.note(id, error);
  await settle();
  await expectSeeded(app, seed);
  made.clipboard.text = '';
  made.clipboard.secrets.splice(0);
  made.programs.opened.splice(0);
  made.asked.splice(0);
  told.splice(0);

  const calls: Call[] = [];
  const answers = new Map<string, (input: unknown, real: () => Promise<unknown>) => Promise<unknown>>();
  const bridge = buildBridge(channels, {
    async ask(channel, given) {
      const input: unknown = structuredClone(given);
      calls.push({ channel, input });
      const real = () => app.dispatch({ origin: ORIGIN, isMainFrame: true }, channel, input);
      const reply = JSON.stringify(await (answers.get(channel)?.(input, real) ?? real()));
      told.push(reply);
      const parsed: unknown = JSON.parse(reply);
      return parsed;
    },
    listen(event, listener) {
      const known = listeners.get(event) ?? new Set();
      listeners.set(event, known.add(listener));
      return () => known.delete(listener);
    },
  });
  return {
    ...made,
    app,
    bridge,
    calls,
    told,
    become(name, state) {
      const { profiles, ...rest } = made.world.profiles;
      const identity = { account: '482011780031', arn: `arn:aws:sts::482011780031:assumed-role/${name}/x` };
      made.world.profiles = {
        ...rest,
        profiles: profiles.map((one) => (one.name === name ? { ...one, state, identity } : one)),
      };
      return app.ask('profiles:refresh', { profile: name });
    },
    find(scans) {
      made.world.scans = [...scans];
      return app.ask('endpoints:refresh', { only: null });
    },
    answer: (channel, reply) =>
      answers.set(channel, async (input, real) => reply(inputOf(channel, input), real)),
  };
}

function inputOf<C extends Channel>(channel: C, input: unknown): Input<C> {
  const routes: { readonly [K in Channel]: { input: { parse: (value: unknown) => Input<K> } } } = requests;
  return routes[channel].input.parse(input);
}

/** Lets everything run that needs no more than promises; not by a timer, which may be frozen. */
export async function settle(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  await new Promise<void>((resolve) => {
    port2.addEventListener('message', () => resolve());
    port2.start();
    port1.postMessage(null);
  });
  port1.close();
}

/** Copies a token, or opens a client with one, so that this lease runs. */
async function sign(
  app: App,
  world: ReturnType<typeof seededPorts>['world'],
  { deliveredTo, ...lease }: Lease,
  { signIns }: Snapshot,
): Promise<void> {
  world.signed = signedOf({ deliveredTo, ...lease });
  const { endpointId, dbUser } = lease;
  const { database = '' } = signIns[endpointId] ?? {};
  const done = await (deliveredTo === 'clipboard'
    ? app.ask('connect:copyToken', { endpointId, dbUser })
    : app.ask('connect:open', { endpointId, dbUser, database, client: deliveredTo }));
  world.signed = null;
  if (!done.ok) throw new Error(`no token for ${endpointId}: ${done.error.message}`);
}

/** Brings a gateway to where it is said to be. */
async function bringUp(app: App, made: ReturnType<typeof seededPorts>, to: Gateway): Promise<void> {
  const { connectionId, state, error, sessions, sessionCount, tunnel, lastFailure, waitingFor } = to;
  const { relay, world } = made;
  if (state === 'running') {
    const started = await app.ask('gateway:start', { connectionId });
    if (!started.ok) throw new Error(`no gateway on ${to.port}: ${started.error.message}`);
  } else if (error !== null) {
    world.heldPorts.add(to.port);
    await app.ask('gateway:start', { connectionId });
  }
  if (sessionCount > 0 || lastFailure !== null)
    relay.have(connectionId, { sessions, sessionCount, tunnel, lastFailure });
  if (waitingFor !== null) void relay.want(connectionId, new AbortController().signal);
}

/** A seed that the machine cannot bring about is a mistake of the test. */
async function expectSeeded(app: App, seed: Snapshot): Promise<void> {
  const reply = await app.ask('window:snapshot', {});
  if (!reply.ok) throw new Error(reply.error.message);
  const { leases, gateways } = reply.value;
  const said = JSON.stringify([byKey(leases), gateways.map(({ state, port }) => [state, port])]);
  const wanted = JSON.stringify([byKey(seed.leases), seed.gateways.map(({ state, port }) => [state, port])]);
  if (said !== wanted) throw new Error(`seeded ${wanted}, and it became ${said}`);
}

function byKey(leases: readonly Lease[]) {
  return leases.map(({ endpointId, dbUser, deliveredTo, expiresAt, limitedBy, certain }) => [
    endpointId,
    dbUser,
    deliveredTo,
    expiresAt,
    limitedBy,
    certain,
  ]);
}
