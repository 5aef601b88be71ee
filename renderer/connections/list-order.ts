import { following } from '../../app/common/search/follow.ts';
import { wordsOf } from '../../app/common/search/query.ts';
import { createSearchIndex, type Found } from '../../app/common/search/search-index.ts';
import type { Connection } from '../../app/connections/model.ts';
import { connectionFields } from '../../app/connections/search-fields.ts';
import type { State } from '../store.ts';

const indexOf = following(createSearchIndex(connectionFields));
let inOrder: { readonly of: readonly Connection[]; readonly list: readonly Connection[] } | null = null;
let shown: {
  readonly of: readonly Connection[];
  readonly query: string;
  readonly list: readonly Connection[];
} | null = null;

/**
 * The connections in the order of the list: the pinned ones as the user has put them, then those used last,
 * then those never used. What is searched for narrows it: every word must be found somewhere, and what fits best
 * comes first.
 *
 * @returns the same array for the same connections and query
 */
export function shownConnections({
  connections,
  query,
}: Pick<State, 'connections' | 'query'>): readonly Connection[] {
  if (shown?.of === connections && shown.query === query) return shown.list;
  const list = narrowed(ordered(connections), foundConnections({ connections, query }));
  shown = { of: connections, query, list };
  return list;
}

/** The connections that fit what was typed; null where nothing is searched for. */
export function foundConnections({
  connections,
  query,
}: Pick<State, 'connections' | 'query'>): Found<Connection> | null {
  const words = wordsOf(query);
  return words.length === 0 ? null : indexOf(connections).search(words);
}

function ordered(connections: readonly Connection[]): readonly Connection[] {
  if (inOrder?.of === connections) return inOrder.list;
  const pinned = connections.filter((one) => one.pinned);
  const others = connections
    .filter((one) => !one.pinned)
    .toSorted((a, b) => (b.usedAt ?? -1) - (a.usedAt ?? -1));
  const list = [...pinned, ...others];
  inOrder = { of: connections, list };
  return list;
}

function narrowed(list: readonly Connection[], found: Found<Connection> | null): readonly Connection[] {
  if (found === null) return list;
  return list
    .map((one) => ({ one, score: found.scoreOf(one) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map(({ one }) => one);
}
