import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { buildSsmAgent, startLabService, startSsmAgent } from '../lab/ssm-agent.ts';
import { memoryOf } from './process-tree.ts';
import { median, table } from './report.ts';

/**
 * The Session Manager channel against a client in Go on the agent's own mux library, interleaved in one run: through an
 * agent as it is, with 1 KiB a millisecond at most, and through one without that limit.
 */
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const LIMITED_BYTES = 5_000_000;
const UNLIMITED_BYTES = 60_000_000;
const ROUND_TRIPS = 100;
/** Linux counts processor time in hundredths of a second (`getconf CLK_TCK`). */
const TICKS_PER_SECOND = 100;

interface Way {
  readonly name: 'direct' | 'go' | 'latchkey';
  readonly port: number;
  readonly pid: number | null;
}

interface Measured {
  readonly megabytesPerSecond: number;
  readonly roundTripMs: number;
  /** Processor time of the process in between for a gigabyte, in seconds; `NaN` where there is none. */
  readonly secondsPerGigabyte: number;
}

buildSsmAgent();
const stops: (() => Promise<void> | void)[] = [];
const traffic = await startSsmAgent('traffic');
stops.push(traffic.stop);
const limited = await compare([], LIMITED_BYTES);
const unlimited = await compare(['-unthrottled'], UNLIMITED_BYTES);
for (const stop of stops) await stop();

const header = ['', 'MB/s', 'round trip', 'CPU for 1 GB', 'memory'];
for (const [name, { rows }] of [
  ['an agent as it is', limited],
  ['an agent without its limit', unlimited],
] as const)
  console.log(`${table([[name, ...header.slice(1)], ...rows])}\n`);
console.log(
  JSON.stringify({
    ssmVsAgentLimit: round(limited.ratio),
    ssmUnthrottledMBs: round(unlimited.latchkey.megabytesPerSecond),
    ssmUnthrottledVsGo: round(unlimited.ratio),
    ssmRoundTripMs: round(unlimited.latchkey.roundTripMs),
    ssmSecondsPerGigabyte: round(unlimited.latchkey.secondsPerGigabyte),
    ssmMegabytes: round(unlimited.megabytes),
  }),
);
process.exit();

async function compare(args: readonly string[], bytes: number) {
  const service = await startLabService(args);
  const go = await startSsmAgent('client', ['-service', service.url, '-target', `127.0.0.1:${traffic.port}`]);
  const ours = await startCarrier(service.url);
  stops.push(go.stop, service.stop, ours.stop);
  const ways: readonly Way[] = [
    { name: 'direct', port: traffic.port, pid: null },
    { name: 'go', port: go.port, pid: go.pid },
    { name: 'latchkey', port: ours.port, pid: ours.pid },
  ];
  const measured = new Map<Way['name'], Measured[]>(ways.map(({ name }) => [name, []]));
  // the first ones warm up
  for (let count = 0; count <= ROUNDS; count += 1) {
    for (const way of ways) {
      const one = await measure(way, bytes);
      if (count > 0) measured.get(way.name)?.push(one);
    }
  }
  const [go1, latchkey] = [middle(measured.get('go')), middle(measured.get('latchkey'))];
  return {
    latchkey,
    ratio: latchkey.megabytesPerSecond / go1.megabytesPerSecond,
    megabytes: memoryOf(ours.pid).pss,
    rows: ways.map(({ name, pid }) => {
      const { megabytesPerSecond, roundTripMs, secondsPerGigabyte } = middle(measured.get(name));
      return [
        name,
        megabytesPerSecond.toFixed(2),
        `${roundTripMs.toFixed(2)} ms`,
        pid === null ? '' : `${secondsPerGigabyte.toFixed(1)} s`,
        pid === null ? '' : `${memoryOf(pid).pss.toFixed(0)} MB`,
      ];
    }),
  };
}

async function measure({ port, pid }: Way, bytes: number): Promise<Measured> {
  const before = processorSeconds(pid);
  const begun = performance.now();
  await fetchBytes(port, bytes);
  const seconds = (performance.now() - begun) / 1_000;
  const used = processorSeconds(pid) - before;
  return {
    megabytesPerSecond: bytes / 1_000_000 / seconds,
    roundTripMs: await roundTrip(port),
    secondsPerGigabyte: (used / bytes) * 1_000_000_000,
  };
}

/** Fetches so many bytes. */
async function fetchBytes(port: number, bytes: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  const wanted = Buffer.alloc(8);
  wanted.writeBigUInt64BE(BigInt(bytes));
  socket.write(wanted);
  let left = bytes;
  await new Promise<void>((resolve, reject) => {
    socket.on('data', (piece: Buffer) => {
      left -= piece.length;
      if (left === 0) resolve();
    });
    socket.once('close', () => reject(new Error(`${left} bytes are missing`)));
  });
  socket.destroy();
}

/** The middle of the times that a byte takes there and back, in milliseconds. */
async function roundTrip(port: number): Promise<number> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  socket.write(Buffer.alloc(8));
  const times: number[] = [];
  for (let count = 0; count < ROUND_TRIPS; count += 1) {
    const begun = performance.now();
    socket.write('x');
    await once(socket, 'data');
    times.push(performance.now() - begun);
  }
  socket.destroy();
  return median(times);
}

async function startCarrier(service: string) {
  const child = fork(join(import.meta.dirname, 'session-carrier.ts'), [service, String(traffic.port)], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [port]: unknown[] = await once(child, 'message');
  return { port: Number(port), pid: child.pid ?? 0, stop: () => void child.kill() };
}

function middle(some: readonly Measured[] = []): Measured {
  const of = (value: (one: Measured) => number): number => median(some.map(value));
  return {
    megabytesPerSecond: of((one) => one.megabytesPerSecond),
    roundTripMs: of((one) => one.roundTripMs),
    secondsPerGigabyte: of((one) => one.secondsPerGigabyte),
  };
}

/** Processor time of a process so far, in seconds: https://docs.kernel.org/filesystems/proc.html */
function processorSeconds(pid: number | null): number {
  if (pid === null) return Number.NaN;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
