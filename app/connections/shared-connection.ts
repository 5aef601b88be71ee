import { sharedRouteOf, type NetworkRoute, type SharedRoute } from '../tunnels/model.ts';
import { sharedFields, type Connection, type SharedFields } from './model.ts';

/** A connection as a shared file knows it. */
export interface SharedConnection extends SharedFields {
  readonly id: string;
  /** In milliseconds since the epoch. */
  readonly changedAt: number;
}

/** What has all that is shared, whatever its route is here. */
type Sharable = Omit<SharedFields, 'networkRoute'> & { readonly networkRoute: NetworkRoute };

/** What of a connection is shared: nothing of this machine, nothing personal. */
export function sharedOf(connection: Connection): SharedConnection {
  return { id: connection.id, ...inOrder(connection), changedAt: connection.changedAt };
}

/** The names of the shared fields, in their fixed order. */
export const fieldNames = sharedFields.keyof().options;

/** All that the shared fields say, as one text: equal if and only if they are. */
export function contentOf(fields: Sharable): string {
  return JSON.stringify(inOrder(fields));
}

/** The shared fields with their keys in a fixed order, which files and comparisons rely on. */
function inOrder(fields: Sharable): SharedFields {
  const { environment, address, networkRoute } = fields;
  return {
    name: fields.name,
    environment: environment === null ? null : { label: environment.label, kind: environment.kind },
    notes: fields.notes,
    family: fields.family,
    profile: fields.profile,
    region: fields.region,
    address: { host: address.host, port: address.port },
    networkRoute: routeInOrder(sharedRouteOf(networkRoute)),
    dbUser: fields.dbUser,
    database: fields.database,
    client: fields.client,
  };
}

function routeInOrder(route: SharedRoute): SharedRoute {
  switch (route.kind) {
    case 'direct':
      return { kind: 'direct' };
    case 'address':
      return { kind: 'address', address: { host: route.address.host, port: route.address.port } };
    case 'session-manager':
      return { kind: 'session-manager', target: route.target };
  }
}

/**
 * Whether one state of a connection is to be taken over another: the one changed later; of two changed
 * at the same time always the same one, whichever comes first, so that the order of merges is of no matter.
 */
export function isNewer(one: SharedConnection, other: SharedConnection): boolean {
  if (one.changedAt !== other.changedAt) return one.changedAt > other.changedAt;
  return contentOf(one) > contentOf(other);
}

/** The order of two texts by their code points, which is the same on every computer. */
export function byCodePoint(one: string, other: string): number {
  const [left, right] = [Array.from(one), Array.from(other)];
  for (const [index, character] of left.entries()) {
    const difference = (character.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? -1);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
