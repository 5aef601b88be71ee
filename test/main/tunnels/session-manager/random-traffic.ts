import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { Session } from '../../../../main/tunnels/session-manager/session.ts';
import { TunnelError } from '../../../../main/tunnels/tunnel-error.ts';
import { makeDice, type Dice } from '../../../fuzz/mutations.ts';
import type { Target } from './fake-agent.ts';
import { startFaultyService, type Faults } from './faulty-service.ts';
import { createTimeline, type Timeline } from './timeline.ts';

/** How sessions ended, and what they went through. */
export interface Tally {
  /** Connections over which every byte arrived, both ways. */
  equal: number;
  /** Connections that the database refused, and that said so. */
  refused: number;
  /** Connections that ended with the session, and said why. */
  ended: number;
  bytes: number;
  resumed: number;
}

/** The longest that a session may take, in milliseconds of its own time. */
const LIMIT_MS = 900_000;
const TOGETHER = 50;
const MAX_BYTES = 12_000;

/** What one connection is to move, and what came of it. */
interface Exchange {
  readonly up: Buffer;
  readonly down: Buffer;
  readonly isRefused: boolean;
  /** Who closes it once all has arrived. */
  readonly isClosedByTarget: boolean;
  readonly atTarget: ReturnType<typeof createHash>;
  atTargetLength: number;
  readonly atClient: ReturnType<typeof createHash>;
  atClientLength: number;
  end: TunnelError | 'closed' | null;
}

/**
 * Runs sessions with random traffic over random faults, and throws at the first connection that neither has moved
 * every byte both ways nor says why it has ended.
 *
 * @param seed gives the same sessions each time
 */
export async function randomTraffic(count: number, seed: number): Promise<Tally> {
  const tally: Tally = { equal: 0, refused: 0, ended: 0, bytes: 0, resumed: 0 };
  for (let from = 0; from < count; from += TOGETHER) {
    const timeline = createTimeline();
    const running = Array.from({ length: Math.min(TOGETHER, count - from) }, (_, at) =>
      begin(timeline, seed * 1_000_003 + from + at),
    );
    await timeline.run(LIMIT_MS, () => running.every(({ isOver }) => isOver()));
    for (const one of running) {
      for (const exchange of one.exchanges) judge(tally, exchange, one.name, one.mayEnd);
      tally.resumed += one.service.counts.resumed;
      one.service.abort.abort();
    }
    await timeline.run(100);
    if (timeline.tickers() > 0) throw new Error(`timers are left after session ${from} and those after it`);
  }
  return tally;
}

function begin(timeline: Timeline, seed: number) {
  const dice = makeDice(seed);
  const fate = dice.roll(10);
  const faults = faultsOf(dice);
  const exchanges = Array.from({ length: 1 + dice.roll(4) }, () => exchangeOf(dice));
  // the agent opens them in the order in which they are opened here, for messages come in order
  const next = exchanges.values();
  const service = startFaultyService(
    timeline,
    { target: targetOf(() => next.next().value, timeline, dice) },
    faults,
    dice,
  );
  // some sessions lose their agent, or the network for good
  const dies = 200 + dice.roll(3_000);
  if (fate === 0) timeline.after(dies, () => (service.agent.state.isMute = true));
  if (fate === 1) timeline.after(dies, service.cut);
  if (fate === 2) timeline.after(dies, () => service.setMute(true));
  let isOver = false;
  void service.outcome.then((opened) => {
    if (!opened.ok) {
      for (const exchange of exchanges) exchange.end = new TunnelError(opened.end);
    } else {
      for (const exchange of exchanges) drive(opened.value, exchange, timeline, dice);
    }
    isOver = true;
  });
  return {
    name: `session of seed ${seed}`,
    service,
    exchanges,
    mayEnd: fate < 3,
    isOver: () => isOver && exchanges.every(isDone),
  };
}

function faultsOf({ roll }: Dice): Faults {
  // a third of all go over a good way
  const bad = roll(3) > 0;
  const delayMs = [0, 20, 150, 900][roll(4)] ?? 0;
  return {
    lost: bad ? roll(80) : 0,
    repeated: bad ? roll(80) : 0,
    damaged: bad ? roll(40) : 0,
    delayMs,
    // a wire that lasts no round trip carries nothing
    closesEveryMs: roll(2) === 0 ? 300 + 4 * delayMs + roll(4_000) : null,
  };
}

function exchangeOf({ roll, bytes }: Dice): Exchange {
  return {
    up: bytes(1 + roll(MAX_BYTES)),
    down: bytes(1 + roll(MAX_BYTES)),
    isRefused: roll(8) === 0,
    isClosedByTarget: roll(2) === 0,
    atTarget: createHash('sha256'),
    atTargetLength: 0,
    atClient: createHash('sha256'),
    atClientLength: 0,
    end: null,
  };
}

const hasAllArrived = ({ up, down, atTargetLength, atClientLength }: Exchange): boolean =>
  atTargetLength === up.length && atClientLength === down.length;

const isDone = ({ end }: Exchange): boolean => end !== null;

/** Writes the bytes in pieces of any size, at any time. */
function trickle(bytes: Buffer, { after }: Timeline, { roll }: Dice, write: (piece: Buffer) => void): void {
  let at = 0;
  const step = (): void => {
    const piece = bytes.subarray(at, at + 1 + roll(3_000));
    at += piece.length;
    write(piece);
    if (at < bytes.length) after(roll(60), step);
  };
  step();
}

function targetOf(next: () => Exchange | undefined, timeline: Timeline, dice: Dice): Target {
  return (connection) => {
    const exchange = next();
    if (exchange === undefined) throw new Error('A stream was opened twice.');
    if (exchange.isRefused) return 'refused';
    trickle(exchange.down, timeline, dice, connection.write);
    const closeOnceDone = (): void => {
      if (hasAllArrived(exchange)) connection.close();
      else if (exchange.end === null) timeline.after(200, closeOnceDone);
    };
    if (exchange.isClosedByTarget) closeOnceDone();
    return {
      onData(bytes) {
        exchange.atTarget.update(bytes);
        exchange.atTargetLength += bytes.length;
      },
      onClose: () => undefined,
    };
  };
}

function drive(session: Session, exchange: Exchange, timeline: Timeline, dice: Dice): void {
  const stream: Duplex = session.connect();
  let failure: TunnelError | null = null;
  stream.on('error', (cause) => {
    if (cause instanceof TunnelError) failure = cause;
  });
  stream.once('close', () => (exchange.end = failure ?? 'closed'));
  stream.on('data', (piece: Buffer) => {
    exchange.atClient.update(piece);
    exchange.atClientLength += piece.length;
    // now and then it is slow to read
    if (dice.roll(20) > 0) return;
    stream.pause();
    timeline.after(dice.roll(300), () => void stream.resume());
  });
  trickle(exchange.up, timeline, dice, (piece) => {
    if (!stream.destroyed && !stream.writableEnded) stream.write(piece);
  });
  const closeOnceDone = (): void => {
    if (hasAllArrived(exchange)) stream.end();
    else if (exchange.end === null) timeline.after(200, closeOnceDone);
  };
  if (!exchange.isClosedByTarget) closeOnceDone();
}

function judge(tally: Tally, exchange: Exchange, name: string, mayEnd: boolean): void {
  const { up, down, end } = exchange;
  if (end === null) throw new Error(`${name}: a connection hangs`);
  if (end instanceof TunnelError) {
    const isRefusal = end.code === 'tunnel-target-unreachable';
    if (isRefusal !== (isRefusal && exchange.isRefused))
      throw new Error(`${name}: refused without a refusal`);
    if (!isRefusal && !mayEnd) throw new Error(`${name}: ended with ${end.code} ${end.end.detail}`);
    tally[isRefusal ? 'refused' : 'ended'] += 1;
    return;
  }
  const isEqual =
    exchange.atTarget.digest('hex') === sha256(up) && exchange.atClient.digest('hex') === sha256(down);
  if (!isEqual || exchange.isRefused)
    throw new Error(`${name}: closed without a cause, and not every byte arrived`);
  tally.equal += 1;
  tally.bytes += up.length + down.length;
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
