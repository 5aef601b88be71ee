import { openForwarding } from '../../main/tunnels/ssh/forwarding.ts';
import { listenForSession } from '../lab/session-port.ts';

/** Carries connections through a forwarding of `ssh`, as the relay does, in a process of its own; says its port to its parent. */
const [path = ''] = process.argv.slice(2);
const session = openForwarding(
  { path },
  { clock: { now: Date.now }, onChange: () => undefined, listen: () => undefined },
);
const { port } = await listenForSession(session);
process.send?.(port);
process.once('disconnect', () => process.exit());
