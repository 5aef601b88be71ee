import { spawn } from 'node:child_process';
import { expect, it, onTestFinished, vi } from 'vitest';
import { watchArguments } from '../e2e/watch-arguments.ts';

/** A shell with a word among its arguments, and its child with a number among its own. */
function start(word: string, seconds: number): number {
  const shell = spawn('/bin/sh', ['-c', `sleep ${seconds} & wait`, word], {
    stdio: 'ignore',
    detached: true,
  });
  const { pid } = shell;
  if (pid === undefined) throw new Error('no shell');
  onTestFinished(() => {
    process.kill(-pid);
  });
  return pid;
}

it.runIf(process.platform === 'linux')(
  'sees what a process and its children were given, and not what others were',
  async () => {
    start('others', 601);
    const own = start('own', 602);
    await vi.waitFor(() => {
      // ours are children of this process: all four are there
      expect(
        watchArguments()
          .stop()
          .filter((line) => /sleep 60[12]/.test(line)),
      ).toHaveLength(4);
    });
    expect(
      watchArguments(own)
        .stop()
        .filter((line) => /sleep 60[12]/.test(line))
        .toSorted(),
    ).toEqual(['/bin/sh -c sleep 602 & wait own ', 'sleep 602 ']);
  },
);
