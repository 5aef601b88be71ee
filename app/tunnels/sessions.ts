import type { Clock } from '../common/clock.ts';
import { fail, succeed, type Result } from '../common/result.ts';
import type { Connection } from '../connections/model.ts';
import type { Asker } from '../mfa/model.ts';
import type { Credentials } from '../profiles/model.ts';
import { clusterOf } from './find-containers.ts';
import { findNodes } from './find-nodes.ts';
import type { NodeCandidate, TunnelNode } from './model.ts';
import type { CallScope, NodeSearch, OpenedSession, SessionManager } from './ports.ts';
import { sharedBy, type createRemembered } from './remembered.ts';

/** How many nodes are tried one after the other. */
const MAX_TRIES = 3;
/** How long a node through which the database could not be reached is not chosen again, in milliseconds. */
const DOUBT_MS = 300_000;

const REPLACED = 'The task that was chosen in the connection has ended. This one runs in the same cluster.';

/** What sessions need. */
export interface SessionsPorts {
  readonly clock: Pick<Clock, 'now'>;
  readonly manager: SessionManager;
  readonly search: NodeSearch;
  readonly remembered: ReturnType<typeof createRemembered>;
  readonly credentials: (profile: string, asker?: Asker) => Promise<Result<Credentials>>;
}

/** A session that was started and is not known to be over. */
interface Live {
  readonly connectionId: string;
  readonly profile: string;
  readonly region: string;
  readonly address: Connection['address'];
  readonly chosen: Chosen;
  hasWorked: boolean;
}

/** A node, and what remembers it once it has worked. */
interface Chosen {
  readonly node: TunnelNode;
  /** What the databases are called that share it; null where a person has chosen it. */
  readonly key: string | null;
}

type Reached = Pick<Connection, 'id' | 'name' | 'profile' | 'region' | 'address' | 'networkRoute'>;

/** Makes what starts, resumes and ends the Session Manager sessions of connections. */
export function createSessions({ clock, manager, search, remembered, credentials }: SessionsPorts) {
  const live = new Map<string, Live>();
  /** Until when a node is not chosen again for a database. */
  const doubted = new Map<string, number>();
  const doubt = ({ host, port }: Connection['address'], target: string): string =>
    `${host}:${port} ${target}`;

  async function scopeOf(profile: string, region: string, asker?: Asker): Promise<Result<CallScope>> {
    const got = await credentials(profile, asker);
    return got.ok ? succeed({ profile, region, credentials: got.value }) : got;
  }

  /** The nodes to try, the best first. */
  async function choose(
    scope: CallScope,
    { address, networkRoute }: Reached,
  ): Promise<Result<readonly Chosen[]>> {
    if (networkRoute.kind !== 'session-manager') {
      return fail('not-allowed', 'This connection is not reached through Session Manager.');
    }
    const { target: wanted } = networkRoute;
    const cluster = wanted === null ? null : clusterOf(wanted);
    const named = wanted === null ? [] : [{ node: nodeNamed(wanted), key: null }];
    if (wanted !== null && cluster === null) return succeed(named);
    const isDoubted = (target: string): boolean => (doubted.get(doubt(address, target)) ?? 0) > clock.now();
    const isUsable = ({ isBlocked, target }: NodeCandidate): boolean => !isBlocked && !isDoubted(target);
    const found = await findNodes(search, scope, {
      ...address,
      lastUsed: (vpc) => remembered.get(sharedBy(vpc, scope)),
      isEnough: (candidates) => cluster === null && candidates.some(isUsable),
    });
    if (!found.ok) return named.length > 0 ? succeed(named) : found;
    const { candidates, vpc } = found.value;
    if (wanted !== null) {
      // a task ends with each deployment, and another one of its cluster takes its place
      const others = candidates
        .filter((one) => isUsable(one) && one.target !== wanted && clusterOf(one.target) === cluster)
        .map(({ target, name }) => ({ node: { target, name, reason: REPLACED }, key: null }));
      const isRunning = others.length === 0 || candidates.some(({ target }) => target === wanted);
      return succeed([...(isRunning ? named : []), ...others].slice(0, MAX_TRIES));
    }
    const possible = candidates.filter(isUsable).map(({ target, name, why }) => ({
      node: { target, name, reason: `Chosen automatically. ${why}` },
      key: sharedBy(vpc, scope),
    }));
    if (possible.length > 0) return succeed(possible.slice(0, MAX_TRIES));
    const [best] = candidates;
    return fail(
      'tunnel-none-found',
      best === undefined
        ? 'Session Manager has no node that is online in the VPC of this database.'
        : `No node can be used. The nearest is ${best.name || best.target}: ${best.why}`,
      { hint: 'Choose a node in the connection, or ask for one that may connect to the database.' },
    );
  }

  return {
    /**
     * Starts a session for a connection, through the node that it names or through the best one that is found.
     *
     * @param asker who is told that a person is needed
     * @returns `tunnel-none-found`, `tunnel-target-offline`, `tunnel-denied`, or what credentials and AWS refuse
     */
    async start(connection: Reached, asker?: Asker): Promise<Result<OpenedSession>> {
      const { id: connectionId, profile, region, address } = connection;
      const scope = await scopeOf(profile, region, asker);
      if (!scope.ok) return scope;
      const chosen = await choose(scope.value, connection);
      if (!chosen.ok) return chosen;
      let last: Result<OpenedSession> = fail('tunnel-none-found', 'No node was tried.');
      for (const one of chosen.value) {
        const { target } = one.node;
        const started = await manager.start(scope.value, { target, ...address });
        if (started.ok) {
          const { session } = started.value;
          live.set(session, { connectionId, profile, region, address, chosen: one, hasWorked: false });
          return succeed({ ...started.value, node: one.node });
        }
        last = started;
        if (started.error.code !== 'tunnel-target-offline' && started.error.code !== 'tunnel-denied') break;
      }
      return last;
    },
    /** Opens the channel of a session anew, with the credentials that there are now. */
    async resume({ id }: Pick<Reached, 'id'>, session: string): Promise<Result<OpenedSession>> {
      const known = live.get(session);
      if (known?.connectionId !== id) return fail('tunnel-ended', 'This session is over.');
      const scope = await scopeOf(known.profile, known.region);
      if (!scope.ok) return scope;
      const resumed = await manager.resume(scope.value, session);
      return resumed.ok ? succeed({ ...resumed.value, node: known.chosen.node }) : resumed;
    },
    /** A database has answered through a connection's sessions: their node is the one to take the next time. */
    worked(connectionId: string): void {
      for (const one of live.values()) {
        if (one.connectionId !== connectionId || one.hasWorked) continue;
        one.hasWorked = true;
        const { node, key } = one.chosen;
        doubted.delete(doubt(one.address, node.target));
        if (key !== null) void remembered.put(key, node.target);
      }
    },
    /** A session is over. One through which no database ever answered makes its node doubtful. */
    end(session: string): void {
      const known = live.get(session);
      if (known === undefined) return;
      live.delete(session);
      const { profile, region, address, chosen, hasWorked } = known;
      if (!hasWorked) doubted.set(doubt(address, chosen.node.target), clock.now() + DOUBT_MS);
      void scopeOf(profile, region).then((scope) =>
        scope.ok ? manager.terminate(scope.value, session) : undefined,
      );
    },
    /** Ends all sessions; resolves when the service knows, or has had its time. */
    async stop(): Promise<void> {
      const ending = [...live];
      live.clear();
      await Promise.all(
        ending.map(async ([session, { profile, region }]) => {
          const scope = await scopeOf(profile, region);
          if (scope.ok) await manager.terminate(scope.value, session);
        }),
      );
    },
  };
}

function nodeNamed(target: string): TunnelNode {
  return { target, name: '', reason: 'Chosen in the connection.' };
}
