import { fail, succeed, type Result } from '../../../app/common/result.ts';
import type { Credentials } from '../../../app/profiles/model.ts';
import type { SessionOpening } from '../../../app/tunnels/model.ts';
import type { NodeSearch, SessionManager, StartedSession } from '../../../app/tunnels/ports.ts';
import { createRemembered, type RememberedNode } from '../../../app/tunnels/remembered.ts';
import { createSessions } from '../../../app/tunnels/sessions.ts';
import { memoryFile } from '../clients/fake-launcher.ts';
import { testClock } from '../test-clock.ts';

/** A VPC with a database, a bastion that it lets in, and a worker that it does not; all of them online. */
export const vpc = {
  place: { vpc: 'vpc-1', zone: 'eu-west-1a', securityGroups: ['sg-db'] },
  rules: [{ protocol: 'tcp', fromPort: 5432, toPort: 5432, sources: ['sg-bastion', '10.9.0.0/16'] }],
  managed: [
    { id: 'i-00000001', name: '', isOnline: true, agent: '3.3.0.0' },
    { id: 'i-00000002', name: '', isOnline: true, agent: '3.3.0.0' },
    { id: 'i-00000003', name: 'elsewhere', isOnline: true, agent: '3.3.0.0' },
  ],
  machines: [
    machine('i-00000001', 'worker', { addresses: ['10.1.0.1'], securityGroups: ['sg-worker'] }),
    machine('i-00000002', 'bastion', { addresses: ['10.1.0.2'], securityGroups: ['sg-bastion'] }),
  ],
} as const;

/** A task of the cluster `web` in which ECS Exec runs. */
export function taskContainer(task: string, networkInterface: string, address: string) {
  const id = task.repeat(32);
  return {
    id: `ecs:web_${id}_${id}-265927825`,
    name: `ECS web app-${task}`,
    zone: 'eu-west-1b',
    addresses: [address],
    networkInterface,
  };
}

/** What ECS answers where the cluster `web` runs these; one network interface is in another VPC. */
export const ecs = {
  clusters: succeed(['arn:aws:ecs:eu-west-1:123456789012:cluster/web']),
  tasks: succeed([{ cluster: 'web', task: 'a' }]),
  containers: succeed([taskContainer('a', 'eni-a', '10.1.0.7'), taskContainer('b', 'eni-b', '10.2.0.7')]),
  interfaces: succeed([
    { id: 'eni-a', vpc: 'vpc-1', securityGroups: ['sg-bastion'] },
    { id: 'eni-b', vpc: 'vpc-2', securityGroups: ['sg-bastion'] },
  ]),
} as const;

function machine(
  id: string,
  name: string,
  of: { readonly addresses: readonly string[]; readonly securityGroups: readonly string[] },
) {
  return { id, name, zone: 'eu-west-1b', tags: {}, ...of };
}

/** What a search answers, each call as it is set. */
export function searchOf() {
  const answers: { [K in keyof NodeSearch]: Awaited<ReturnType<NodeSearch[K]>> } = {
    place: succeed(vpc.place),
    managed: succeed(vpc.managed),
    instances: succeed(vpc.machines),
    rules: succeed(vpc.rules),
    clusters: succeed([]),
    tasks: succeed([]),
    containers: succeed([]),
    interfaces: succeed([]),
  };
  const search: NodeSearch = {
    place: async () => answers.place,
    managed: async () => answers.managed,
    instances: async () => answers.instances,
    rules: async () => answers.rules,
    clusters: async () => answers.clusters,
    tasks: async () => answers.tasks,
    containers: async () => answers.containers,
    interfaces: async () => answers.interfaces,
  };
  return { answers, search };
}

const keys: Credentials = {
  accessKeyId: 'AKIA',
  secretAccessKey: 'secret',
  sessionToken: null,
  expiry: { kind: 'never' },
};

/** AWS's refusal of one call. */
export const denied = (): Result<never> => fail('access-denied', 'AWS does not allow it.');

interface World {
  credentials: Result<Credentials>;
  /** By node. */
  readonly refused: Map<string, Result<never>>;
  readonly started: string[];
  readonly terminated: string[];
  resumed: Result<never> | null;
}

/** The sessions of connections, over a Session Manager that answers as a test says. */
export function openSessions() {
  const clock = testClock();
  const { answers, search } = searchOf();
  const file = memoryFile<RememberedNode[]>([]);
  const world: World = {
    credentials: succeed(keys),
    refused: new Map(),
    started: [],
    terminated: [],
    resumed: null,
  };
  const opening: SessionOpening = {
    url: 'wss://ssmmessages.example/v1',
    headers: {},
    token: 'channel-token',
    ca: null,
    proxies: ['direct'],
  };
  const manager: SessionManager = {
    async start(_scope, { target, host, port }): Promise<Result<StartedSession>> {
      world.started.push(`${target} ${host}:${port}`);
      return world.refused.get(target) ?? succeed({ session: `session-${world.started.length}`, opening });
    },
    resume: async (_scope, session) => world.resumed ?? succeed({ session, opening }),
    terminate: async (_scope, session) => void world.terminated.push(session),
  };
  const sessions = createSessions({
    clock,
    manager,
    search,
    remembered: createRemembered(file),
    credentials: async () => world.credentials,
  });
  return { clock, answers, file, world, sessions };
}
