import type { Connection } from '../../app/connections/model.ts';

type Listed = readonly Pick<Connection, 'id' | 'pinned'>[];

/** Where a connection is to go: before another one, or last. */
export interface Position {
  readonly before: string | null;
}

/**
 * Where a pinned connection goes that moves one place among the pinned ones.
 *
 * @param connections all, in the user's own order
 * @param step -1 for up, 1 for down
 * @returns null where it is not pinned or is there already
 */
export function positionAfterStep(connections: Listed, id: string, step: -1 | 1): Position | null {
  const pinned = connections.filter((one) => one.pinned);
  const at = pinned.findIndex((one) => one.id === id);
  const other = at === -1 ? undefined : pinned[at + step];
  if (other === undefined) return null;
  return positionBeside(connections, id, other.id, step === -1 ? 'above' : 'below');
}

/**
 * Where a connection goes that is put beside another. Only what lies between the two changes places.
 *
 * @returns null where it is there already
 */
export function positionBeside(
  connections: Listed,
  id: string,
  other: string,
  side: 'above' | 'below',
): Position | null {
  if (id === other) return null;
  const rest = connections.filter((one) => one.id !== id);
  const at = rest.findIndex((one) => one.id === other);
  if (at === -1) return null;
  const before = rest[side === 'above' ? at : at + 1]?.id ?? null;
  const pinned = connections.filter((one) => one.pinned).map((one) => one.id);
  const near = pinned[pinned.indexOf(id) + (side === 'above' ? 1 : -1)];
  return near === other ? null : { before };
}
