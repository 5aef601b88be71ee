import { fail, succeed, type Result } from '../common/result.ts';
import { LAST_CHANGE_TIME, MAX_CONNECTIONS, type Connection, type Draft } from './model.ts';
import { copyName } from './copy-name.ts';
import { contentOf } from './shared-connection.ts';

/** The connections in the user's order, with those removed in this run still in their places. */
export interface Collection {
  readonly all: readonly Connection[];
  readonly removed: ReadonlySet<string>;
}

/** A shelf after a change, and what the change gives. The same shelf says that nothing changed. */
export type Changed<T> = Result<{ readonly collection: Collection; readonly value: T }>;

/** The connections that are there. */
export function listOf({ all, removed }: Collection): Connection[] {
  return removed.size === 0 ? [...all] : all.filter(({ id }) => !removed.has(id));
}

/** A connection that is there, or `connection-not-found`. */
export function findIn({ all, removed }: Collection, id: string): Result<Connection> {
  const found = removed.has(id) ? undefined : all.find((one) => one.id === id);
  if (found !== undefined) return succeed(found);
  return fail('connection-not-found', 'This connection is no longer in the list.', {
    hint: 'It was deleted, or an older window still shows it. Choose one that is in the list.',
  });
}

/** Adds a connection at the end; `not-allowed` where there are as many as there may be. */
export function add(collection: Collection, draft: Draft, id: string, now: number): Changed<Connection> {
  const full = isFull(collection, 1);
  if (full !== null) return full;
  const value = { ...draft, id, pinned: false, changedAt: Math.min(now, LAST_CHANGE_TIME), usedAt: null };
  return succeed({ collection: { ...collection, all: [...collection.all, value] }, value });
}

/** Adds connections at the end, all or none; `not-allowed` where there would be more than there may be. */
export function addMany(
  collection: Collection,
  drafts: readonly Draft[],
  newId: () => string,
  now: number,
): Changed<string[]> {
  const full = isFull(collection, drafts.length);
  if (full !== null) return full;
  const changedAt = Math.min(now, LAST_CHANGE_TIME);
  const added = drafts.map((draft) => ({ ...draft, id: newId(), pinned: false, changedAt, usedAt: null }));
  return succeed({
    collection: { ...collection, all: [...collection.all, ...added] },
    value: added.map(({ id }) => id),
  });
}

/** Takes those connections away that are there, in such a way that they can come back. */
export function removeMany(collection: Collection, ids: readonly string[]): Changed<Record<string, never>> {
  const here = new Set(listOf(collection).map(({ id }) => id));
  const gone = ids.filter((id) => here.has(id));
  if (gone.length === 0) return succeed({ collection, value: {} });
  return succeed({
    collection: { ...collection, removed: new Set([...collection.removed, ...gone]) },
    value: {},
  });
}

/** Gives a connection what the user typed; its time of change moves, forward only, with what is shared. */
export function edit(collection: Collection, id: string, draft: Draft, now: number): Changed<Connection> {
  const found = findIn(collection, id);
  if (!found.ok) return found;
  const before = found.value;
  const isSame = contentOf(draft) === contentOf(before);
  const later = Math.min(Math.max(now, before.changedAt + 1), LAST_CHANGE_TIME);
  const value = { ...before, ...draft, changedAt: isSame ? before.changedAt : later };
  const isUntouched = isSame && draft.caFile === before.caFile && isSameRoute(draft, before);
  return succeed({ collection: isUntouched ? collection : put(collection, value), value });
}

/** Puts a copy under a name of its own right after a connection; `connection-not-found`, `not-allowed`. */
export function duplicate(
  collection: Collection,
  id: string,
  newId: string,
  now: number,
): Changed<Connection> {
  const found = findIn(collection, id);
  if (!found.ok) return found;
  const full = isFull(collection, 1);
  if (full !== null) return full;
  const names = new Set(listOf(collection).map(({ name }) => name));
  const value = {
    ...found.value,
    id: newId,
    name: copyName(found.value.name, names),
    pinned: false,
    changedAt: Math.min(now, LAST_CHANGE_TIME),
    usedAt: null,
  };
  return succeed({
    collection: {
      ...collection,
      all: collection.all.flatMap((one) => (one.id === id ? [one, value] : [one])),
    },
    value,
  });
}

/** Takes a connection away, in such a way that it can come back. */
export function remove(collection: Collection, id: string): Changed<Record<string, never>> {
  const found = findIn(collection, id);
  if (!found.ok) return found;
  return succeed({ collection: { ...collection, removed: new Set([...collection.removed, id]) }, value: {} });
}

/** Brings a removed connection back as and where it was; `connection-not-found`, `not-allowed`. */
export function restore(collection: Collection, id: string): Changed<Record<string, never>> {
  if (!collection.removed.has(id)) {
    return fail('connection-not-found', 'There is nothing to undo for this connection.', {
      hint: 'It is already back, or it was deleted before Latchkey was last started.',
    });
  }
  const full = isFull(collection, 1);
  if (full !== null) return full;
  const removed = new Set([...collection.removed].filter((one) => one !== id));
  return succeed({ collection: { ...collection, removed }, value: {} });
}

/** Changes what belongs to this machine alone; the time of change stays. */
export function setLocal(
  collection: Collection,
  id: string,
  local: Partial<Pick<Connection, 'pinned' | 'usedAt'>>,
): Changed<Record<string, never>> {
  const found = findIn(collection, id);
  if (!found.ok) return found;
  const { pinned = found.value.pinned, usedAt = found.value.usedAt } = local;
  const isSame = pinned === found.value.pinned && usedAt === found.value.usedAt;
  return succeed({
    collection: isSame ? collection : put(collection, { ...found.value, pinned, usedAt }),
    value: {},
  });
}

/**
 * Puts a connection before another, or last.
 *
 * @param before null for the end
 */
export function move(
  collection: Collection,
  id: string,
  before: string | null,
): Changed<Record<string, never>> {
  const found = findIn(collection, id);
  if (!found.ok) return found;
  if (before === id) return succeed({ collection, value: {} });
  const target = before === null ? null : findIn(collection, before);
  if (target !== null && !target.ok) return target;
  const rest = collection.all.filter((one) => one.id !== id);
  const index = before === null ? rest.length : rest.findIndex((one) => one.id === before);
  return succeed({ collection: { ...collection, all: rest.toSpliced(index, 0, found.value) }, value: {} });
}

/** Puts a merged list in place of the present one; `not-allowed` where it is too long. */
export function take(collection: Collection, list: readonly Connection[]): Changed<null> {
  const full = isFull({ all: list, removed: new Set() }, 0);
  if (full !== null) return full;
  const next = new Map(list.map((one) => [one.id, one]));
  // one that was removed and has come back by another way is no more to be restored
  const kept = collection.all.flatMap((one) =>
    collection.removed.has(one.id) ? (next.has(one.id) ? [] : [one]) : (next.get(one.id) ?? []),
  );
  const here = new Set(kept.map(({ id }) => id));
  const removed = new Set([...collection.removed].filter((id) => !next.has(id)));
  return succeed({
    collection: { all: [...kept, ...list.filter(({ id }) => !here.has(id))], removed },
    value: null,
  });
}

function isSameRoute(one: Pick<Draft, 'networkRoute'>, other: Pick<Draft, 'networkRoute'>): boolean {
  return JSON.stringify(one.networkRoute) === JSON.stringify(other.networkRoute);
}

function put(collection: Collection, value: Connection): Collection {
  return { ...collection, all: collection.all.map((one) => (one.id === value.id ? value : one)) };
}

function isFull({ all, removed }: Collection, more: number): Result<never> | null {
  if (all.length - removed.size + more <= MAX_CONNECTIONS) return null;
  return fail('not-allowed', `There can be at most ${MAX_CONNECTIONS} connections.`, {
    hint: 'Delete some that you no longer use, then try again.',
  });
}
