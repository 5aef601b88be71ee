import {
  events,
  requests,
  type Bridge,
  type Channel,
  type EventName,
  type Input,
  type Output,
  type Payload,
  type Reply,
  type Snapshot,
} from '../../app/contract.ts';

/** A request that the interface made. */
export interface Call {
  readonly channel: Channel;
  readonly input: unknown;
}

/** A stand-in for main behind the bridge, held to the contract in both directions. */
export interface FakeBridge {
  readonly bridge: Bridge;
  readonly calls: readonly Call[];
  /** The inputs of the calls of one channel, in order. */
  readonly inputsOf: (channel: Channel) => readonly unknown[];
  /** Sends an event, as main does unasked. */
  readonly emit: <E extends EventName>(event: E, payload: Payload<E>) => void;
  /** Decides how a request is answered from now on. */
  readonly answer: <C extends Channel>(channel: C, reply: Answer<C>) => void;
}

type Answer<C extends Channel> = (input: Input<C>) => Reply<Output<C>> | Promise<Reply<Output<C>>>;

/**
 * Makes a fake. Inputs, replies and payloads that the contract does not allow throw, so a test cannot
 * pass on something that main would never take or say.
 *
 * @param snapshot what main says first; requests without an answer of their own succeed with nothing
 */
export function fakeBridge(snapshot: Snapshot): FakeBridge {
  const calls: Call[] = [];
  const listeners = new Map<EventName, Set<(payload: unknown) => void>>();
  const answers = new Map<Channel, (input: unknown) => Promise<unknown>>();

  const ask =
    <C extends Channel>(channel: C) =>
    async (input: Input<C>): Promise<Reply<Output<C>>> => {
      const { input: inputSchema, output: outputSchema } = routeOf(channel);
      calls.push({ channel, input: inputSchema.parse(input) });
      const made = await (answers.get(channel)?.(input) ?? {
        ok: true,
        value: channel === 'app:snapshot' ? snapshot : {},
      });
      return checkedReply(made, outputSchema);
    };
  const listen =
    <E extends EventName>(event: E) =>
    (listener: (payload: Payload<E>) => void): (() => void) => {
      const known = listeners.get(event) ?? new Set();
      listeners.set(event, known);
      const schema = schemaOf(event);
      const checked = (payload: unknown): void => listener(schema.parse(payload));
      known.add(checked);
      return () => known.delete(checked);
    };

  const bridge: Bridge = {
    app: {
      snapshot: ask('app:snapshot'),
      openPage: ask('app:open-page'),
      dismissNotice: ask('app:dismiss-notice'),
      onNotices: listen('app:notices'),
      onMenu: listen('app:menu'),
    },
    profiles: {
      refresh: ask('profiles:refresh'),
      copyCommand: ask('profiles:copy-command'),
      onChanged: listen('profiles:changed'),
    },
    endpoints: {
      refresh: ask('endpoints:refresh'),
      remember: ask('endpoints:remember'),
      copyHost: ask('endpoints:copy-host'),
      onScanned: listen('endpoints:scanned'),
      onRemoved: listen('endpoints:removed'),
      onRemembered: listen('endpoints:remembered'),
    },
    connections: {
      save: ask('connections:save'),
      duplicate: ask('connections:duplicate'),
      remove: ask('connections:remove'),
      restore: ask('connections:restore'),
      pin: ask('connections:pin'),
      move: ask('connections:move'),
      copyHost: ask('connections:copy-host'),
      chooseCa: ask('connections:choose-ca'),
      export: ask('connections:export'),
      import: ask('connections:import'),
      acceptImport: ask('connections:accept-import'),
      onChanged: listen('connections:changed'),
    },
    tokens: { copy: ask('tokens:copy'), onLeases: listen('tokens:leases') },
    copyFormats: { preview: ask('copy-as:preview'), copy: ask('copy-as:copy') },
    clients: {
      open: ask('clients:open'),
      setUp: ask('clients:set-up'),
      copySetUp: ask('clients:copy-set-up'),
      saveSetUp: ask('clients:save-set-up'),
      choosePath: ask('clients:choose-path'),
      forgetPath: ask('clients:forget-path'),
      chooseProgram: ask('clients:choose-program'),
      saveOwn: ask('clients:save-own'),
      removeOwn: ask('clients:remove-own'),
      refresh: ask('clients:refresh'),
      onChanged: listen('clients:changed'),
    },
    gateway: {
      start: ask('gateway:start'),
      stop: ask('gateway:stop'),
      change: ask('gateway:change'),
      password: ask('gateway:password'),
      copy: ask('gateway:copy'),
      renewPassword: ask('gateway:renew-password'),
      closeSessions: ask('gateway:close-sessions'),
      retry: ask('gateway:retry'),
      onChanged: listen('gateway:changed'),
    },
    command: {
      install: ask('command:install'),
      remove: ask('command:remove'),
      onChanged: listen('command:changed'),
    },
    settings: {
      change: ask('settings:change'),
      chooseCa: ask('settings:choose-ca'),
      forgetCa: ask('settings:forget-ca'),
      onChanged: listen('settings:changed'),
    },
    updates: {
      check: ask('updates:check'),
      download: ask('updates:download'),
      install: ask('updates:install'),
      onChanged: listen('updates:changed'),
    },
  };
  return {
    bridge,
    calls,
    inputsOf: (channel) => calls.filter((call) => call.channel === channel).map(({ input }) => input),
    emit: (event, payload) => listeners.get(event)?.forEach((listener) => listener(payload)),
    answer: (channel, reply) =>
      answers.set(channel, async (input) => reply(routeOf(channel).input.parse(input))),
  };
}

type Parser<T> = { readonly parse: (value: unknown) => T };

function routeOf<C extends Channel>(channel: C): { input: Parser<Input<C>>; output: Parser<Output<C>> } {
  const routes: { readonly [K in Channel]: { input: Parser<Input<K>>; output: Parser<Output<K>> } } =
    requests;
  return routes[channel];
}

function schemaOf<E extends EventName>(event: E): Parser<Payload<E>> {
  const schemas: { readonly [K in EventName]: Parser<Payload<K>> } = events;
  return schemas[event];
}

const failureSchema = requests['app:snapshot'].output.shape.notices.element.shape.error;

function checkedReply<T>(made: unknown, output: Parser<T>): Reply<T> {
  if (typeof made !== 'object' || made === null || !('ok' in made)) throw new Error('not a reply');
  if (made.ok === true && 'value' in made) return { ok: true, value: output.parse(made.value) };
  if ('error' in made) return { ok: false, error: failureSchema.parse(made.error) };
  throw new Error('not a reply');
}
