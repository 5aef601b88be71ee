import { utilityProcess } from 'electron';
import { gatewayEnvironment } from '../gateway/environment.ts';
import type { StartChild } from '../gateway/relay-process.ts';

/** How long the relay may take to end by itself, in milliseconds. */
const END_MS = 2_000;

/**
 * Starts the relay as a utility process: Node without a window, in Chromium's tree of processes.
 *
 * @param entry the built `relay.js`
 */
export function startUtilityProcess(entry: string): StartChild {
  return (onReport, onEnd) => {
    const child = utilityProcess.fork(entry, [], {
      serviceName: 'Latchkey gateway',
      env: gatewayEnvironment(process.env),
      stdio: 'ignore',
    });
    let running = true;
    child.on('message', onReport);
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => {
        running = false;
        resolve();
        onEnd();
      });
    });
    return {
      pid: () => child.pid,
      send: (order) => {
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process's port, not a window
        if (running) child.postMessage(order);
      },
      async end() {
        child.kill();
        await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, END_MS))]);
      },
    };
  };
}
