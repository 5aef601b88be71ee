import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { median } from './report.ts';

const ROUND_TRIPS = 100;
const CONNECTS = 20;
/** Linux counts processor time in hundredths of a second (`getconf CLK_TCK`). */
const TICKS_PER_SECOND = 100;

/** A port behind which the lab's traffic is, and the process in between. */
export interface MeasuredPort {
  readonly port: number;
  /** What opens a connection in the place of the port. */
  readonly open?: () => Duplex;
  readonly pid: number | null;
}

/** What was measured of a port. */
export interface Measured {
  readonly megabytesPerSecond: number;
  readonly roundTripMs: number;
  /** From the first packet until a byte has come back. */
  readonly connectMs: number;
  /** Processor time of the process in between for a gigabyte, in seconds; `NaN` where there is none. */
  readonly secondsPerGigabyte: number;
}

/** Fetches so many bytes, and then sends single ones there and back. */
export async function measure(way: MeasuredPort, bytes: number): Promise<Measured> {
  const { pid } = way;
  const before = processorSeconds(pid);
  const begun = performance.now();
  await fetchBytes(way, bytes);
  const seconds = (performance.now() - begun) / 1_000;
  const used = processorSeconds(pid) - before;
  return {
    megabytesPerSecond: bytes / 1_000_000 / seconds,
    roundTripMs: await roundTrip(way),
    connectMs: await connectTime(way),
    secondsPerGigabyte: (used / bytes) * 1_000_000_000,
  };
}

function dial({ port, open }: MeasuredPort): Duplex {
  return open?.() ?? connect({ port, host: '127.0.0.1', noDelay: true });
}

/** Fetches so many bytes. */
async function fetchBytes(way: MeasuredPort, bytes: number): Promise<void> {
  const socket = dial(way);
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
async function roundTrip(way: MeasuredPort): Promise<number> {
  const socket = dial(way);
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

/** The middle of the times that a new connection takes until a byte has come back on it, in milliseconds. */
async function connectTime(way: MeasuredPort): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < CONNECTS; count += 1) {
    const begun = performance.now();
    const socket = dial(way);
    socket.write(Buffer.concat([Buffer.alloc(8), Buffer.from('x')]));
    await once(socket, 'data');
    times.push(performance.now() - begun);
    socket.destroy();
  }
  return median(times);
}

/** The middle of several measurements. */
export function middle(some: readonly Measured[] = []): Measured {
  const of = (value: (one: Measured) => number): number => median(some.map(value));
  return {
    megabytesPerSecond: of((one) => one.megabytesPerSecond),
    roundTripMs: of((one) => one.roundTripMs),
    connectMs: of((one) => one.connectMs),
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
