import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';

/** How much of a process's memory is looked at in one go, in bytes. */
const PART_BYTES = 1_048_576;
/** How much of it is looked at again with the next part, for what lies across the border; no text sought is longer. */
const OVERLAP_BYTES = 4_096;

const ZEROS = Buffer.alloc(PART_BYTES + OVERLAP_BYTES);

/** A process of Latchkey's. */
export interface LatchkeyProcess {
  readonly pid: number;
  /** What Chromium calls it: `main`, `renderer`, `gpu-process`, `utility network.mojom.NetworkService`, `zygote`. */
  readonly kind: string;
}

/** The processes of a running Electron: the main one, and what it has started of its own program. */
export function processesOf(main: number): readonly LatchkeyProcess[] {
  const program = readlinkSync(`/proc/${main}/exe`);
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name): Array<[number, number]> => {
        const parent = parentOf(Number(name));
        return parent === null ? [] : [[Number(name), parent]];
      }),
  );
  const isOfMain = (pid: number): boolean =>
    pid === main || (parents.has(pid) && isOfMain(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(isOfMain).flatMap((pid) => {
    try {
      if (readlinkSync(`/proc/${pid}/exe`) !== program) return [];
      return [{ pid, kind: pid === main ? 'main' : kindOf(pid) }];
    } catch {
      return [];
    }
  });
}

function parentOf(pid: number): number | null {
  try {
    // the name in brackets may hold anything; the state and the parent stand behind it (proc(5))
    const [, parent] = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) \S+/s, '')
      .split(' ');
    return Number(parent);
  } catch {
    return null;
  }
}

function kindOf(pid: number): string {
  const args = readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  const [, type = 'unknown'] = /--type=([\w-]+)/.exec(args) ?? [];
  const [, service] = /--utility-sub-type=([\w.]+)/.exec(args) ?? [];
  return service === undefined ? type : `${type} ${service}`;
}

/** How often texts are in the memory of a process, as one byte a character and as two (UTF-16), all together. */
export function countInMemory(pid: number, texts: readonly string[]): number {
  const needles = texts.flatMap((text) => [Buffer.from(text, 'latin1'), Buffer.from(text, 'utf16le')]);
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const part = Buffer.alloc(PART_BYTES + OVERLAP_BYTES);
  let count = 0;
  try {
    for (const { from, to } of rangesOf(pid)) {
      for (let at = from; at < to; at += PART_BYTES) {
        const read = part.subarray(0, readPart(memory, part, at, Math.min(part.length, to - at)));
        // most of what a process has a claim to was never written to
        if (read.equals(ZEROS.subarray(0, read.length))) continue;
        for (const needle of needles) count += countIn(read, needle);
      }
    }
    return count;
  } finally {
    closeSync(memory);
    part.fill(0);
  }
}

/**
 * The same of the core that the system writes when a process dies of SIGABRT (core(5)), into its working folder: the
 * process is gone afterwards, and its core too. Throws where cores are handed to a program or go elsewhere.
 *
 * @param groups texts that are counted together
 * @returns a count for each group
 */
export async function countInCore(
  pid: number,
  groups: ReadonlyArray<readonly string[]>,
): Promise<readonly number[]> {
  const pattern = readFileSync('/proc/sys/kernel/core_pattern', 'latin1').trim();
  if (!/^\w+$/.test(pattern)) throw new Error(`The system makes of a core “${pattern}”.`);
  const path = join(readlinkSync(`/proc/${pid}/cwd`), pattern);
  execFileSync('prlimit', ['--pid', String(pid), '--core=unlimited:unlimited']);
  process.kill(pid, 'SIGABRT');
  try {
    // it is there until all is written
    while (existsSync(`/proc/${pid}`)) await wait(100);
    const input = JSON.stringify({ path, groups });
    const program = join(import.meta.dirname, 'count-in-core.py');
    return z
      .array(z.number())
      .parse(JSON.parse(execFileSync('/usr/bin/python3', [program], { input, encoding: 'utf8' })));
  } finally {
    rmSync(path, { force: true });
  }
}

/** Counts what begins in the part itself; what begins in the overlap is counted with the next one. */
function countIn(part: Buffer, needle: Buffer): number {
  let count = 0;
  for (let at = part.indexOf(needle); at >= 0 && at < PART_BYTES; at = part.indexOf(needle, at + 1))
    count += 1;
  return count;
}

function readPart(memory: number, into: Buffer, position: number, length: number): number {
  try {
    return readSync(memory, into, 0, length, position);
  } catch {
    // a range that was given back meanwhile, or one of a device
    return 0;
  }
}

/** The ranges that the process can read, but for files on disk that it cannot write to: programs, fonts, locales. */
function rangesOf(pid: number): ReadonlyArray<{ readonly from: number; readonly to: number }> {
  return readFileSync(`/proc/${pid}/maps`, 'latin1')
    .split('\n')
    .flatMap((line) => {
      const [, from, to, modes = '', path = ''] =
        /^([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ \S+\s*(.*)$/.exec(line) ?? [];
      const isProgram = path.startsWith('/') && !path.startsWith('/dev/shm/') && !path.startsWith('/memfd:');
      if (from === undefined || to === undefined || !modes.startsWith('r')) return [];
      if ((isProgram && !modes.includes('w')) || path.startsWith('[v')) return [];
      return [{ from: Number.parseInt(from, 16), to: Number.parseInt(to, 16) }];
    });
}
