import { withSharedRoute, type SharedRoute } from '../tunnels/model.ts';
import type { Connection, ImportEntry, SharedFields } from './model.ts';
import { contentOf, fieldNames, isNewer, sharedOf, type SharedConnection } from './shared-connection.ts';

/** What a merge makes of the list. */
export interface Merged {
  readonly list: readonly Connection[];
  readonly added: number;
  readonly changed: number;
}

/** What merging would do with each shared connection, in the file's order. */
export function preview(mine: readonly Connection[], shared: readonly SharedConnection[]): ImportEntry[] {
  const here = byId(mine);
  return shared.map((theirs) => {
    const one = here.get(theirs.id);
    const outcome = outcomeOf(one, theirs);
    return {
      id: theirs.id,
      name: theirs.name,
      target: `${theirs.dbUser}@${hostAndPort(theirs.address)}`,
      through: throughOf(theirs.networkRoute),
      profile: theirs.profile,
      region: theirs.region,
      environment: theirs.environment,
      outcome,
      changes: one !== undefined && outcome === 'change' ? changesOf(one, theirs) : [],
    };
  });
}

/** In words for the preview; null where it is reached directly. */
function throughOf(route: SharedRoute): string | null {
  if (route.kind === 'address') return hostAndPort(route.address);
  if (route.kind === 'direct') return null;
  return route.target === null ? 'Session Manager' : `Session Manager (${route.target})`;
}

function hostAndPort({ host, port }: SharedFields['address']): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/**
 * Merges shared connections into the list by id: the newer of two wins. Pins, uses, CA files, routes of this machine
 * and places in the list stay; new ones go to the end in the file's order.
 *
 * @param leaveOut ids of shared connections that are not to be taken
 */
export function merged(
  mine: readonly Connection[],
  shared: readonly SharedConnection[],
  leaveOut: readonly string[],
): Merged {
  const left = new Set(leaveOut);
  const here = byId(mine);
  let added = 0;
  let changed = 0;
  for (const theirs of shared) {
    if (left.has(theirs.id)) continue;
    const one = here.get(theirs.id);
    const outcome = outcomeOf(one, theirs);
    if (one === undefined) {
      here.set(theirs.id, { ...theirs, caFile: null, pinned: false, usedAt: null });
      added += 1;
    } else if (outcome === 'change') {
      here.set(theirs.id, {
        ...one,
        ...theirs,
        networkRoute: withSharedRoute(one.networkRoute, theirs.networkRoute),
      });
      changed += 1;
    } else if (outcome === 'same' && theirs.changedAt > one.changedAt) {
      // who has the same from two sides has it from the later one
      here.set(theirs.id, { ...one, changedAt: theirs.changedAt });
    }
  }
  return { list: [...here.values()], added, changed };
}

function byId(list: readonly Connection[]): Map<string, Connection> {
  return new Map(list.map((one) => [one.id, one]));
}

function outcomeOf(mine: Connection | undefined, theirs: SharedConnection): ImportEntry['outcome'] {
  if (mine === undefined) return 'add';
  if (contentOf(mine) === contentOf(theirs)) return 'same';
  return isNewer(theirs, sharedOf(mine)) ? 'change' : 'older';
}

const words: Record<keyof SharedFields, string> = {
  name: 'name',
  environment: 'environment',
  notes: 'notes',
  family: 'engine',
  profile: 'profile',
  region: 'region',
  address: 'host and port',
  networkRoute: 'how it is reached',
  dbUser: 'database user',
  database: 'database',
  client: 'client',
};

function changesOf(mine: Connection, theirs: SharedFields): string[] {
  return fieldNames
    .filter((name) => contentOf({ ...mine, [name]: theirs[name] }) !== contentOf(mine))
    .map((name) => words[name]);
}
