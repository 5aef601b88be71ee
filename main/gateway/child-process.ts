import { fork } from 'node:child_process';
import { gatewayEnvironment } from './environment.ts';
import type { StartChild } from './relay-process.ts';

/** How long the relay may take to end by itself, in milliseconds. */
const END_MS = 2_000;

/**
 * Starts the relay as a child of plain Node.
 *
 * @param entry the built `relay.js`
 */
export function startChildProcess(entry: string, execArgv: readonly string[] = []): StartChild {
  return (onReport, onEnd) => {
    const child = fork(entry, {
      env: gatewayEnvironment(process.env),
      execArgv: [...execArgv],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.on('message', onReport);
    const ended = new Promise<void>((resolve) => {
      const settle = (): void => {
        resolve();
        onEnd();
      };
      child.once('exit', settle);
      child.once('error', settle);
    });
    return {
      pid: () => child.pid,
      send: (order) => void (child.connected && child.send(order, () => undefined)),
      async end() {
        const timer = setTimeout(() => child.kill('SIGKILL'), END_MS);
        child.disconnect();
        await ended;
        clearTimeout(timer);
      },
    };
  };
}
