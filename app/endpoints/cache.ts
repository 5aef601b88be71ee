import type { Clock } from '../common/clock.ts';
import type { StateFile } from '../common/state-file.ts';
import type { Scan } from './model.ts';

/** How long a write waits for more to write, in milliseconds: many regions answer within a second or two. */
const GATHER_MS = 1_000;

/** What the cache needs from outside. */
export interface CachePorts {
  readonly file: StateFile<Scan[]>;
  readonly clock: Pick<Clock, 'every'>;
  /** What is known now. */
  readonly scans: () => readonly Scan[];
}

/**
 * Keeps what discovery found for the next start. Written at most once in a second and one write at a
 * time, the newest state last. That it could not be written is not said: it will only be found again.
 */
export function createCache({ file, clock, scans }: CachePorts) {
  let isDue = false;
  let isWriting = false;
  let stop: (() => void) | null = null;

  async function write(): Promise<void> {
    isDue = false;
    isWriting = true;
    await file.save(scans().flatMap(worthKeeping)).finally(() => {
      isWriting = false;
    });
  }

  function tick(): void {
    if (isWriting) return;
    if (isDue) return void write().catch(() => undefined);
    stop?.();
    stop = null;
  }

  return {
    /** What was kept, as scans that are done. */
    async load(): Promise<Scan[]> {
      const { value } = await file.load();
      return value.flatMap(worthKeeping);
    },
    /** Something is to be written soon. */
    changed(): void {
      isDue = true;
      stop ??= clock.every(GATHER_MS, tick);
    },
    /** Writes at once what is to be written. */
    async stop(): Promise<void> {
      stop?.();
      stop = null;
      if (isDue) await write().catch(() => undefined);
    },
  };
}

/** A place that was never scanned to the end says nothing, and problems are of their moment. */
function worthKeeping(scan: Scan): Scan[] {
  return scan.finishedAt === null ? [] : [{ ...scan, status: 'done', problems: [] }];
}
