import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../../app/common/clock.ts';

/** A folder of the test's own, gone when the test is over. Its name holds what a careless quoting trips over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "lat ch'key $-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An executable shell script. */
export function shellScript(file: string, body: string): string {
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** A terminal that runs what it is given, with standard input from nowhere and output to a file. */
export function recorderTerminal(file: string, output: string): string {
  return shellScript(
    file,
    `[ "$1" = -e ] && shift\nexec "$@" </dev/null >'${output.replaceAll("'", "'\\''")}' 2>&1`,
  );
}

/** The real time. */
export const realClock: Clock = {
  now: () => Date.now(),
  every(ms, tick) {
    const timer = setInterval(tick, ms);
    return () => clearInterval(timer);
  },
};

/** A clock that stands still until it is moved. */
export function manualClock() {
  let time = 0;
  const ticks = new Set<() => void>();
  const clock: Clock = {
    now: () => time,
    every(_ms, tick) {
      ticks.add(tick);
      return () => void ticks.delete(tick);
    },
  };
  return {
    clock,
    watched: () => ticks.size > 0,
    move(ms: number) {
      time += ms;
      ticks.forEach((tick) => tick());
    },
  };
}
