import { z } from 'zod';
import { address } from '../common/address.ts';
import { lineOf } from '../common/text/schema.ts';
import { failureCode, isForAPerson, type Failure, type FailureCode } from '../common/result.ts';
import { plainLine } from '../common/text/plain-text.ts';
import { proxyAddress, proxyList } from '../proxies/model.ts';

export {
  defaultRouteOf,
  isInPrivateNetwork,
  MAX_DEFAULT_ROUTES,
  networkOf,
  withDefaultRoute,
  type Placed,
} from './default-route.ts';
export { describeTunnelEnd } from './describe-end.ts';
export { MAX_SSH_QUESTIONS, sshAnswer, sshQuestion, type SshQuestion } from './ssh/question.ts';

/**
 * What Session Manager connects to: an EC2 instance, a managed node of one's own, or a container of an ECS task
 * (`ecs:CLUSTER_TASK_RUNTIME`, whose runtime ID is the task's with a number on Fargate and Docker's on EC2). https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartSession.html
 */
export const sessionTarget = z
  .string()
  .max(400)
  .regex(
    /^(?:mi-[0-9a-f]{17}|i-(?:[0-9a-f]{8}|[0-9a-f]{17})|ecs:[\w-]{1,255}_[0-9a-f]{32}_(?:[0-9a-f]{32}-\d{1,20}|[0-9a-f]{64}))$/,
  );

/** The longest SSH destination: a user, and a host name. */
const MAX_DESTINATION = 320;

/**
 * What `ssh` is told to connect to, as one types it there: a host or an alias of one's own configuration, with a user or
 * not, or an `ssh://` URL. Nothing that `ssh` takes for an option, expands (`%`) or refuses (OpenSSH 9.6,
 * `valid_hostname` and `valid_ruser` in ssh.c).
 */
export const sshDestination = z
  .string()
  .max(MAX_DESTINATION)
  .regex(/^(?!.*(?:^|[@/])-)[\w.@:/[\]+~=,\\-]*[\w.:/\]]$/);

/** How a database is reached, for everybody: what belongs to one machine alone is no part of it. */
export const sharedRoute = z.discriminatedUnion('kind', [
  /** At its own host and port. */
  z.strictObject({ kind: z.literal('direct') }),
  /** At another one, such as the local end of a tunnel of one's own. */
  z.strictObject({ kind: z.literal('address'), address }),
  /** Through a node that Session Manager connects to; null has Latchkey find one. */
  z.strictObject({ kind: z.literal('session-manager'), target: sessionTarget.nullable() }),
]);

/** How a database is reached, for everybody. */
export type SharedRoute = z.infer<typeof sharedRoute>;

/** How a database is reached from here. What belongs to this machine has beside it what is shared in its place. */
export const networkRoute = z.discriminatedUnion('kind', [
  ...sharedRoute.options,
  /** Through a host that the system's `ssh` logs in to. */
  z.strictObject({ kind: z.literal('ssh'), destination: sshDestination, shared: sharedRoute }),
  /** Through a proxy that connects to the database's own host and port; null for the one of the settings. */
  z.strictObject({ kind: z.literal('proxy'), proxy: proxyAddress.nullable(), shared: sharedRoute }),
]);

/** How a database is reached from here. */
export type NetworkRoute = z.infer<typeof networkRoute>;

/** What others are told of a route. */
export function sharedRouteOf(route: NetworkRoute): SharedRoute {
  return 'shared' in route ? route.shared : route;
}

/** A route once others have said how the database is reached: what belongs to this machine stays. */
export function withSharedRoute(route: NetworkRoute, shared: SharedRoute): NetworkRoute {
  return 'shared' in route ? { ...route, shared } : shared;
}

/** Whether nothing leads to a database but Latchkey's own tunnel or proxied connection, which its gateway has. */
export function hasTunnel({ kind }: Pick<NetworkRoute, 'kind'>): boolean {
  return kind === 'session-manager' || kind === 'ssh' || kind === 'proxy';
}

/** A host and a port. */
type Address = z.infer<typeof address>;

/** Where a socket goes in place of the database's own address; null where it does not. */
export function connectAddressOf(route: NetworkRoute): Address | null {
  return route.kind === 'address' ? route.address : null;
}

/** How the databases of one network are reached from here, as a person has once said. */
export const defaultRoute = z.strictObject({
  /** See `networkOf`. */
  network: lineOf(512).min(1),
  route: networkRoute,
});

/** How the databases of one network are reached from here. */
export type DefaultRoute = z.infer<typeof defaultRoute>;

/** Every way in which a tunnel, or one connection through it, can end other than by being closed. */
export const tunnelEndCode = failureCode.extract([
  'proxy-unreachable',
  'proxy-refused',
  'proxy-auth-required',
  'proxy-intercepts',
  'tunnel-target-unreachable',
  'tunnel-target-offline',
  'tunnel-denied',
  'tunnel-none-found',
  'tunnel-sign-in-needed',
  'tunnel-agent-too-old',
  'tunnel-unsupported',
  'tunnel-silent',
  'tunnel-lost',
  'tunnel-stalled',
  'tunnel-malformed',
  'tunnel-idle',
  'tunnel-ended',
  'tunnel-closed',
  'ssh-host-unknown',
  'ssh-host-changed',
  'ssh-auth-refused',
  'ssh-missing',
  'ssh-too-old',
  'ssh-unreachable',
  'ssh-target-refused',
  'ssh-target-unreachable',
  'ssh-failed',
]);

/** One of the closed set of ends. */
export type TunnelEndCode = z.infer<typeof tunnelEndCode>;

/** The longest text of a service that is taken over, in characters. */
export const MAX_END_DETAIL = 500;

/** Why a tunnel has ended: the code, and what the service or the agent said of it. Never a token. */
export const tunnelEnd = z.strictObject({
  code: tunnelEndCode,
  /** As it was said, in one line; empty where nothing was. */
  detail: z.string().max(MAX_END_DETAIL),
});

/** Why a tunnel has ended. */
export type TunnelEnd = z.infer<typeof tunnelEnd>;

/** What a tunnel is doing. */
export const tunnelState = z.enum(['connecting', 'open', 'resuming', 'waiting-for-sign-in', 'ended']);

/** What a tunnel is doing. */
export type TunnelState = z.infer<typeof tunnelState>;

/** A tunnel as it is now. */
export const tunnelStatus = z.strictObject({
  state: tunnelState,
  /** In milliseconds since the epoch. */
  since: z.int().min(0),
  /** Connections that go through it. */
  connections: z.int().min(0),
  /** Payload of those connections, in bytes, as the client sent and received it. */
  sent: z.int().min(0),
  received: z.int().min(0),
  /** Measured between a message and its acknowledgement, in milliseconds; null before the first. */
  roundTripMs: z.number().min(0).nullable(),
  /** When its link was last lost and came back, and why it was lost; null while that has not happened. */
  lastResume: z.strictObject({ at: z.int().min(0), why: z.string().max(MAX_END_DETAIL) }).nullable(),
  /** Why it has ended; null before. */
  end: tunnelEnd.nullable(),
});

/** A tunnel as it is now. */
export type TunnelStatus = z.infer<typeof tunnelStatus>;

/**
 * Makes an end of a code and of what was said of it, in one line and no longer than is shown.
 *
 * @param said text of a service, not to be trusted
 */
export function tunnelEndOf(code: TunnelEndCode, said = ''): TunnelEnd {
  const line = plainLine(said).replaceAll(/ +/g, ' ');
  return { code, detail: line.slice(0, MAX_END_DETAIL) };
}

/** What may be gone a moment later. */
const FOR_A_MOMENT: readonly FailureCode[] = ['unreachable', 'throttled', 'aws-error', 'internal', 'not-aws'];

/** Why there is no session, as a tunnel takes it: `tunnel-sign-in-needed` and `tunnel-lost` are tried again. */
export function tunnelEndOfFailure({ code, message }: Failure): TunnelEnd {
  const own = tunnelEndCode.safeParse(code);
  if (own.success) return tunnelEndOf(own.data, message);
  if (isForAPerson(code)) return tunnelEndOf('tunnel-sign-in-needed', message);
  return tunnelEndOf(FOR_A_MOMENT.includes(code) ? 'tunnel-lost' : 'tunnel-denied', message);
}

/** What opens a session's data channel: main has signed it. The token is worth a session. */
export const sessionOpening = z.strictObject({
  /** As the service gave it. */
  url: z.string().max(4_096),
  /** The headers of the upgrade, with its signature. */
  headers: z.record(z.string().max(128), z.string().max(8_192)),
  token: z.string().max(16_384),
  /** The authorities that the profile trusts in place of the known ones, PEM; null for the known ones. */
  ca: z.string().max(4_000_000).nullable(),
  /** What the service is reached through. */
  proxies: proxyList,
});

/** What opens a session's data channel. */
export type SessionOpening = z.infer<typeof sessionOpening>;

/** Where `ssh` takes connections on this machine: a Unix socket, or a port of the loopback. */
export const localEnd = z.union([
  z.strictObject({ path: z.string().max(256) }),
  z.strictObject({ port: z.int().min(1).max(65_535) }),
]);

/** Where `ssh` takes connections on this machine. */
export type LocalEnd = z.infer<typeof localEnd>;

/** What a tunnel's session is opened with: Session Manager's channel, or the end of a forwarding of `ssh`. */
export const tunnelOpening = z.union([sessionOpening, z.strictObject({ local: localEnd })]);

/** What a tunnel's session is opened with. */
export type TunnelOpening = z.infer<typeof tunnelOpening>;

/** The longest name of a node that is shown, in characters; AWS's tags are no longer. */
export const MAX_NODE_NAME = 256;

/** The node or SSH server that a tunnel goes through, and why it was chosen. */
export const tunnelNode = z.strictObject({
  target: sessionTarget.or(sshDestination),
  /** Its name in AWS; empty where that is not known. */
  name: z.string().max(MAX_NODE_NAME),
  /** In a sentence. */
  reason: z.string().max(500),
});

/** The node that a tunnel goes through. */
export type TunnelNode = z.infer<typeof tunnelNode>;

/** How many sessions of one tunnel are told of. */
export const MAX_TUNNEL_SESSIONS = 16;

/** How a tunnel's last session ended that was not closed. */
export const lastEnd = tunnelEnd.extend({
  /** In milliseconds since the epoch. */
  at: z.int().min(0),
});

/** How a tunnel's last session ended. */
export type LastEnd = z.infer<typeof lastEnd>;

/** The tunnel of one connection, as it is now. */
export const tunnel = z.strictObject({
  /** Null before a session was started. */
  node: tunnelNode.nullable(),
  /** The sessions that there are; none while nobody connects. */
  sessions: z.array(tunnelStatus).max(MAX_TUNNEL_SESSIONS),
  /** Why the last one ended that was not closed. */
  lastEnd: lastEnd.nullable(),
});

/** The tunnel of one connection, as it is now. */
export type Tunnel = z.infer<typeof tunnel>;

/** A node that a database might be reached through. */
export const nodeCandidate = z.strictObject({
  target: sessionTarget,
  /** Its name in AWS; empty where it has none. */
  name: z.string().max(MAX_NODE_NAME),
  /** Whether something speaks against it. */
  isBlocked: z.boolean(),
  /** What speaks for or against it, in a sentence. */
  why: z.string().max(500),
});

/** A node that a database might be reached through. */
export type NodeCandidate = z.infer<typeof nodeCandidate>;

/** How many nodes are shown. */
export const MAX_CANDIDATES = 50;

/** What a look for nodes has given. */
export const nodesFound = z.strictObject({
  /** The best first. */
  candidates: z.array(nodeCandidate).max(MAX_CANDIDATES),
  /** The actions that AWS does not allow, without which less is known. */
  denied: z.array(z.string().max(64)).max(8),
});

/** What a look for nodes has given. */
export type NodesFound = z.infer<typeof nodesFound>;
