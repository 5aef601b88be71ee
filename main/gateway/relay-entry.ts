import { orders } from './messages.ts';
import { createRelay } from './relay.ts';

// the port to the parent that Electron's utility processes have; a plain child of Node has `process.send`
const parentPort: Electron.ParentPort | undefined = process.parentPort;

const relay = createRelay((report) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process's port, not a window
  if (parentPort !== undefined) parentPort.postMessage(report);
  else process.send?.(report);
});

if (parentPort !== undefined) {
  parentPort.on('message', ({ data }) => relay(orders.parse(data)));
} else {
  process.on('message', (message) => relay(orders.parse(message)));
  // without its parent it has no tokens to give
  process.once('disconnect', () => process.exit());
}

// Ctrl-C in the terminal that Latchkey was started from is for Latchkey, which asks about open sessions
process.on('SIGINT', () => undefined);
