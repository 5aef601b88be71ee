import { listenForSession } from '../lab/session-port.ts';
import { connectLabService } from '../lab/ssm-agent.ts';

/** Carries connections through a session of Latchkey's, in a process of its own; says its port to its parent. */
const [service = '', target = ''] = process.argv.slice(2);
const { session } = await connectLabService(service).open(Number(target));
const { port } = await listenForSession(session);
process.send?.(port);
process.once('disconnect', () => process.exit());
