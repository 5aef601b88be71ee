import { execFile } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What was seen of all processes of the machine, over a time. */
export interface ProcessList {
  /** Takes a last snapshot and stops; gives every argument list that was seen, each once. */
  stop(): Promise<readonly string[]>;
}

/** Takes one snapshot after the other of every process's arguments, as any user of the machine can (ps(1)). */
export function watchProcesses(): ProcessList {
  const seen = new Set<string>();
  const ending = new AbortController();
  const snapshot = async () => {
    const { stdout } = await run('ps', ['-eww', '-o', 'args='], { maxBuffer: 64 * 1_024 * 1_024 });
    for (const line of stdout.split('\n')) seen.add(line);
  };
  const watching = (async () => {
    while (!ending.signal.aborted) {
      await snapshot();
      // a processor is left for those that are watched
      await setTimeout(25);
    }
  })();
  return {
    async stop() {
      ending.abort();
      await watching;
      await snapshot();
      return [...seen];
    },
  };
}
