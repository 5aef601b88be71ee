import { z } from 'zod';
import { succeed, type Result } from '../common/result.ts';
import type { StateFile } from '../common/state-file.ts';
import { endpointId, resourceId, type Scan } from '../endpoints/model.ts';
import { connectionId, endpointOf, type Connection } from './model.ts';

/** What a connection led to when discovery first saw it. */
export const seenResource = z.strictObject({
  /** The endpoint that the connection led to then: a connection that was changed since leads elsewhere. */
  endpointId,
  /** The resource ID of the database; a restored or replaced one has another. */
  resourceId,
});

/** What connections led to, by their ids. */
export const seenResources = z.record(connectionId, seenResource);

/** What connections led to, by their ids. */
export type SeenResources = z.infer<typeof seenResources>;

/** What remembering takes from outside. */
export interface SeenResourcesPorts {
  readonly file: StateFile<SeenResources>;
  readonly connections: () => readonly Connection[];
  readonly onChanged: (seen: SeenResources) => void;
}

/**
 * Remembers which database each connection led to, so that it can be said when another one has taken its address (a
 * restore, a blue/green switchover), or when the database has another address (a rename keeps the resource ID).
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RenameInstance.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/blue-green-deployments-considerations.html
 */
export function createSeenResources({ file, connections, onChanged }: SeenResourcesPorts) {
  let seen: SeenResources = {};

  async function hold(next: SeenResources): Promise<Result<null>> {
    const here = new Set(connections().map(({ id }) => id));
    seen = Object.fromEntries(Object.entries(next).filter(([id]) => here.has(id)));
    onChanged(seen);
    return file.save(seen);
  }

  return {
    /** Reads what was remembered; what cannot be read is learnt anew. */
    async load(): Promise<void> {
      seen = (await file.load()).value;
    },
    all: (): SeenResources => seen,
    /** Learns from a scan which databases connections lead to that were not seen yet, or were changed since. */
    async learn({
      profile,
      endpoints,
      status,
    }: Pick<Scan, 'profile' | 'endpoints' | 'status'>): Promise<void> {
      if (status !== 'done') return;
      const unseen = new Map<string, string[]>();
      for (const one of connections()) {
        const wanted = endpointOf(one);
        if (one.profile !== profile || seen[one.id]?.endpointId === wanted) continue;
        unseen.set(wanted, [...(unseen.get(wanted) ?? []), one.id]);
      }
      if (unseen.size === 0) return;
      const learnt = endpoints
        .filter(({ resourceId: known }) => known !== '')
        .flatMap((one) =>
          (unseen.get(one.id) ?? []).map(
            (id) => [id, { endpointId: one.id, resourceId: one.resourceId }] as const,
          ),
        );
      if (learnt.length > 0) await hold({ ...seen, ...Object.fromEntries(learnt) });
    },
    /**
     * Takes the database that a connection leads to now for the right one.
     *
     * @returns `file-unwritable`
     */
    async accept(connection: Connection, known: string): Promise<Result<Record<string, never>>> {
      const saved = await hold({
        ...seen,
        [connection.id]: { endpointId: endpointOf(connection), resourceId: known },
      });
      return saved.ok ? succeed({}) : saved;
    },
  };
}
