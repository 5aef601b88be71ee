import { buildBridge } from '../../app/bridge.ts';
import { channels } from '../../app/channels.ts';
import type { ClientId } from '../../app/clients/model.ts';
import type { EngineFamily } from '../../app/endpoints/model.ts';
import { openWithFor } from './open-with.ts';
import { failure } from '../../app/common/result.ts';
import {
  events,
  requests,
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
  /** What goes where the preload script would put the bridge. */
  readonly bridge: ReturnType<typeof buildBridge>;
  readonly calls: readonly Call[];
  /** The inputs of the calls of one channel, in order. */
  readonly inputsOf: (channel: Channel) => readonly unknown[];
  /** Sends an event, as main does unasked. */
  readonly emit: <E extends EventName>(event: E, payload: Payload<E>) => void;
  /** A client was opened for an engine: it is the usual one from now on. */
  readonly noteUsed: (family: EngineFamily, client: ClientId) => void;
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
  const used = new Map<EngineFamily, ClientId>();
  let { programs, connections, gateways } = snapshot;
  const openWith = () => openWithFor({ programs, connections, gateways }, used);
  const deliver = <E extends EventName>(event: E, payload: Payload<E>): void =>
    listeners.get(event)?.forEach((listener) => listener(payload));

  /** What follows from what main has said: which clients databases can be opened in. */
  function follow(event: EventName, payload: unknown): void {
    if (event === 'clients:changed') programs = schemaOf(event).parse(payload);
    else if (event === 'connections:changed') connections = schemaOf(event).parse(payload);
    else if (event === 'gateway:changed') gateways = schemaOf(event).parse(payload);
    else return;
    deliver('connect:openWith', openWith());
  }

  const bridge = buildBridge(channels, {
    async ask(channel, input) {
      if (!isChannel(channel)) throw new Error(`no request ${channel}`);
      const { input: inputSchema, output: outputSchema } = routeOf(channel);
      calls.push({ channel, input: inputSchema.parse(input) });
      const made = await (answers.get(channel)?.(input) ?? {
        ok: true,
        value: channel === 'window:snapshot' ? { ...snapshot, openWith: openWith() } : {},
      });
      return checkedReply(made, outputSchema);
    },
    listen(event, listener) {
      if (!isEvent(event)) throw new Error(`no event ${event}`);
      const known = listeners.get(event) ?? new Set();
      listeners.set(event, known);
      const schema = schemaOf(event);
      const checked = (payload: unknown): void => listener(schema.parse(payload));
      known.add(checked);
      return () => known.delete(checked);
    },
  });
  // the snapshot holds all that there is
  answers.set('endpoints:more', async () => ({
    ok: true,
    value: { isMore: false, leftOut: snapshot.leftOut },
  }));
  return {
    bridge,
    calls,
    inputsOf: (channel) => calls.filter((call) => call.channel === channel).map(({ input }) => input),
    emit(event, payload) {
      deliver(event, payload);
      follow(event, payload);
    },
    noteUsed(family, client) {
      used.set(family, client);
      deliver('connect:openWith', openWith());
    },
    answer: (channel, reply) =>
      answers.set(channel, async (input) => reply(routeOf(channel).input.parse(input))),
  };
}

function isChannel(name: string): name is Channel {
  return Object.hasOwn(requests, name);
}

function isEvent(name: string): name is EventName {
  return Object.hasOwn(events, name);
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

function checkedReply<T>(made: unknown, output: Parser<T>): Reply<T> {
  if (typeof made !== 'object' || made === null || !('ok' in made)) throw new Error('not a reply');
  if (made.ok === true && 'value' in made) return { ok: true, value: output.parse(made.value) };
  if ('error' in made) return { ok: false, error: failure.parse(made.error) };
  throw new Error('not a reply');
}
