import type { Duplex } from 'node:stream';
import { tunnelEndOf } from '../../app/tunnels/model.ts';
import {
  decodeMessage,
  encodeMessage,
  newMessageId,
  PAYLOAD,
  type Message,
} from '../../main/tunnels/session-manager/message.ts';
import { openSession, type Session } from '../../main/tunnels/session-manager/session.ts';
import { COMMAND, encodeFrame } from '../../main/tunnels/session-manager/smux/frames.ts';
import type { WireEvents } from '../../main/tunnels/session-manager/wire.ts';
import type { Tally } from './each-input.ts';
import { makeDice, mutate, type Dice } from './mutations.ts';
import { createTimeline, type Timeline } from '../main/tunnels/session-manager/timeline.ts';

/** How many sessions there are at a time. */
const TOGETHER = 40;
/** What a session may send for so many messages, in bytes: acknowledgements, a request and what is sent again. */
const MAX_SENT = 200_000;
/** How long a session may go on with an agent that says nothing any more, in milliseconds of its own time. */
const LIMIT_MS = 900_000;
/** What the process may grow by, in bytes. */
const MAX_GROWTH = 400 * 1024 * 1024;

/**
 * Sends sessions changed messages, and throws at the first that breaks a promise: an exception, a connection that
 * hangs although its agent is gone, a flood, timers that stay, or memory that grows.
 *
 * @param count of changed messages
 * @param seed gives the same changes each time
 */
export async function fuzzSessionManager(count: number, seed: number): Promise<Tally> {
  const tally: Record<string, number> = {};
  const before = memory();
  let changed = 0;
  for (let from = 0; changed < count; from += TOGETHER) {
    const timeline = createTimeline();
    const running = Array.from({ length: TOGETHER }, (_, at) =>
      begin(timeline, seed * 1_000_003 + from + at),
    );
    await timeline.run(LIMIT_MS, () => running.every(({ isOver }) => isOver()));
    for (const { name, isOver, sent, end, counts } of running) {
      changed += counts.changed;
      if (!isOver()) throw new Error(`${name} hangs`);
      if (sent() > MAX_SENT) throw new Error(`${name} has sent ${sent()} bytes`);
      tally[end()] = (tally[end()] ?? 0) + 1;
    }
    if (timeline.tickers() > 0)
      throw new Error(`timers are left after ${running[0]?.name} and those after it`);
    const growth = memory() - before;
    if (growth > MAX_GROWTH) throw new Error(`memory has grown by ${growth} bytes until ${running[0]?.name}`);
  }
  return tally;
}

const memory = (): number => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

function begin(timeline: Timeline, seed: number) {
  const dice = makeDice(seed);
  const name = `session of seed ${seed}`;
  const counts = { changed: 0 };
  let sent = 0;
  let events: WireEvents | null = null;
  let streams: Duplex[] = [];
  const outcome: { end: string | null } = { end: null };
  const opening = openSession(
    { url: 'wss://service.test/', headers: {}, token: 'token' },
    {
      clock: timeline.clock,
      onChange: () => undefined,
      resume: async () => ({ ok: false, end: tunnelEndOf('tunnel-lost') }),
      async openWire(_opening, given) {
        events = given;
        return {
          ok: true,
          value: {
            send(bytes) {
              sent += bytes.length;
              if (decodeMessage(bytes) === null) throw new Error(`${name} has sent what is no message`);
            },
            isCongested: () => false,
            ping: () => timeline.after(5, given.onPong),
            pause: () => undefined,
            resume: () => undefined,
            close: () => void (events = null),
          },
        };
      },
    },
    new AbortController().signal,
  );

  function talk(session: Session | null): void {
    const script = session === null ? openingWords() : conversation();
    for (const bytes of script) {
      for (let left = dice.roll(3); left > 0; left -= 1) {
        if (events === null) return;
        counts.changed += 1;
        events.onMessage(change(bytes, dice));
      }
      events?.onMessage(bytes);
    }
  }

  void opening.then((opened) => {
    if (!opened.ok) return void (outcome.end = opened.end.code);
    const { value: session } = opened;
    streams = [session.connect(), session.connect(), session.connect()];
    for (const stream of streams) stream.write('select 1');
    // one of them reads nothing
    for (const stream of streams.slice(1)) stream.resume();
    for (let turn = 0; turn < 5; turn += 1) timeline.after(100 * turn + 20, () => talk(session));
    // then the agent is gone, and a client asks
    const ask = (): void => {
      const { end } = session.status();
      if (end !== null) return void (outcome.end = end.code);
      const [stream] = streams.filter((one) => one.writable);
      stream?.write('select 2');
      if (stream === undefined) session.close();
      timeline.after(10_000, ask);
    };
    timeline.after(10_000, ask);
  });
  timeline.after(50, () => talk(null));
  return {
    name,
    counts,
    sent: () => sent,
    end: () => outcome.end ?? 'open',
    isOver: () => outcome.end !== null && streams.every(({ destroyed }) => destroyed),
  };
}

function message(type: string, sequence: number, payloadType: number, payload: Buffer | string): Buffer {
  return encodeMessage(
    {
      type,
      sequence,
      flags: 0,
      id: newMessageId(),
      payloadType,
      payload: Buffer.from(payload),
    },
    1,
  );
}

const stream = (sequence: number, payloadType: number, payload: Buffer | string): Buffer =>
  message('output_stream_data', sequence, payloadType, payload);

const acknowledge = (sequence: number): Buffer =>
  message(
    'acknowledge',
    0,
    PAYLOAD.none,
    `{"AcknowledgedMessageType":"input_stream_data","AcknowledgedMessageSequenceNumber":${sequence}}`,
  );

function openingWords(): Buffer[] {
  const request =
    '{"AgentVersion":"3.3.987.0","RequestedClientActions":[{"ActionType":"SessionType","ActionParameters":{"SessionType":"Port"}}]}';
  return [
    stream(0, PAYLOAD.handshakeRequest, request),
    acknowledge(0),
    stream(1, PAYLOAD.handshakeComplete, '{}'),
  ];
}

/** What an agent says of three connections: the numbers come from where the real ones would be, more or less. */
function conversation(): Buffer[] {
  const frames = Buffer.concat([
    encodeFrame(COMMAND.push, 3, Buffer.alloc(700, 'a')),
    encodeFrame(COMMAND.push, 5, Buffer.alloc(900, 'b')),
    encodeFrame(COMMAND.keepAlive, 0),
  ]);
  return [
    acknowledge(1),
    acknowledge(2),
    stream(2, PAYLOAD.output, frames.subarray(0, 1_000)),
    stream(3, PAYLOAD.output, frames.subarray(1_000)),
    stream(4, PAYLOAD.flag, Buffer.from([0, 0, 0, 3])),
    stream(5, PAYLOAD.output, encodeFrame(COMMAND.finish, 7)),
    message('start_publication', 0, PAYLOAD.none, ''),
  ];
}

/** Changes the bytes as they are sent, or what a digest is then made of; or the number, or the kind. */
function change(bytes: Buffer, dice: Dice): Buffer {
  if (dice.roll(4) === 0) return mutate(bytes, dice);
  const whole = decodeMessage(bytes);
  if (whole === null) throw new Error('the message is none');
  const changes: ((one: Message) => Message)[] = [
    (one) => ({ ...one, payload: mutate(one.payload, dice) }),
    (one) => ({ ...one, payload: mutate(one.payload, dice) }),
    (one) => ({ ...one, sequence: one.sequence + dice.roll(7) - Math.min(3, one.sequence) }),
    (one) => ({ ...one, sequence: dice.roll(2 ** 31) * 2 ** dice.roll(22) }),
    (one) => ({ ...one, payloadType: dice.roll(14) }),
    (one) => ({ ...one, type: TYPES[dice.roll(TYPES.length)] ?? '' }),
  ];
  let changed = whole;
  for (let left = 1 + dice.roll(2); left > 0; left -= 1)
    changed = changes[dice.roll(changes.length)]?.(changed) ?? changed;
  return encodeMessage(changed, 1);
}

const TYPES = [
  'output_stream_data',
  'output_stream_data',
  'acknowledge',
  'acknowledge',
  'input_stream_data',
  'channel_closed',
  'pause_publication',
  '',
];
