import type { Connection } from '../../app/connections/model.ts';
import { engineName } from '../endpoints/describe.ts';
import { wordsOf } from '../endpoints/search.ts';
import type { State } from '../store.ts';

/** What the search looks into, in lower case; worked out once for each connection. */
interface Indexed {
  readonly name: string;
  readonly text: string;
}

const indexed = new WeakMap<Connection, Indexed>();
let inOrder: { readonly of: readonly Connection[]; readonly list: readonly Connection[] } | null = null;
let shown: {
  readonly of: readonly Connection[];
  readonly query: string;
  readonly list: readonly Connection[];
} | null = null;

/**
 * The connections in the order of the list: the pinned ones as the user has put them, then those used last,
 * then those never used. What is searched for narrows it: every word must be found somewhere, and what has
 * the words in its name comes first.
 *
 * @returns the same array for the same connections and query
 */
export function shownConnections({
  connections,
  query,
}: Pick<State, 'connections' | 'query'>): readonly Connection[] {
  if (shown?.of === connections && shown.query === query) return shown.list;
  const list = narrowed(ordered(connections), wordsOf(query));
  shown = { of: connections, query, list };
  return list;
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

function narrowed(list: readonly Connection[], words: readonly string[]): readonly Connection[] {
  if (words.length === 0) return list;
  return list
    .filter((one) => words.every((word) => indexedOf(one).text.includes(word)))
    .map((one) => ({ one, rank: rankOf(indexedOf(one).name, words) }))
    .toSorted((a, b) => b.rank - a.rank)
    .map(({ one }) => one);
}

/** How well a name fits: the whole of it, its beginning, the beginning of a word in it, anywhere. */
function rankOf(name: string, words: readonly string[]): number {
  return words.reduce((sum, word) => {
    const at = name.indexOf(word);
    if (at === -1) return sum;
    if (name === word) return sum + 40;
    if (at === 0) return sum + 30;
    return sum + (/[\p{L}\p{N}]/u.test(name.charAt(at - 1)) ? 10 : 20);
  }, 0);
}

function indexedOf(connection: Connection): Indexed {
  const known = indexed.get(connection);
  if (known !== undefined) return known;
  const { name, address, connectAddress, dbUser, database, profile, region, environment, notes, family } =
    connection;
  const engine = `${family} ${engineName(family)}`;
  const words = [
    name,
    address.host,
    connectAddress?.host,
    dbUser,
    database,
    profile,
    region,
    environment?.label,
    notes,
    engine,
  ];
  const made = { name: name.toLowerCase(), text: words.filter(Boolean).join('\n').toLowerCase() };
  indexed.set(connection, made);
  return made;
}
