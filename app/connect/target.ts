import type { OpenTarget } from '../clients/ports.ts';
import { endpointOf, type Connection } from '../connections/model.ts';
import type { Endpoint } from '../endpoints/model.ts';
import { succeed, type Result } from '../common/result.ts';
import type { TokenTarget } from '../tokens/ports.ts';
import { connectAddressOf } from '../tunnels/model.ts';

/** What a request names: a database that discovery found, and a user; or a saved connection. */
export type SubjectRef =
  | { readonly endpointId: string; readonly dbUser: string; readonly database?: string | undefined }
  | { readonly connectionId: string };

/** A database to log in to: what its token is for, and how a client gets there. */
export interface Target {
  readonly token: TokenTarget;
  readonly open: OpenTarget;
}

/** Where the two kinds of names are looked up. */
export interface Known {
  readonly endpoint: (
    id: string,
  ) => Result<
    Endpoint & { address: NonNullable<Endpoint['address']>; family: NonNullable<Endpoint['family']> }
  >;
  readonly connection: (id: string) => Result<Connection>;
  /** The region that tokens for a connection are signed for now. */
  readonly signingRegion: (connection: Connection) => string;
}

/**
 * Looks up what a request names. A saved connection stands for itself: it can be used while discovery has
 * not found its endpoint, or may not look for it.
 *
 * @returns what the look-ups refuse
 */
export function targetOf(named: SubjectRef, known: Known): Result<Target> {
  if ('connectionId' in named) {
    const found = known.connection(named.connectionId);
    return found.ok ? succeed(targetOfConnection(found.value, known.signingRegion(found.value))) : found;
  }
  const found = known.endpoint(named.endpointId);
  if (!found.ok) return found;
  const { id, name, family, address, profile, region, environment } = found.value;
  const { dbUser, database = '' } = named;
  return succeed({
    token: { endpointId: id, profile, request: { ...address, region, dbUser }, name },
    open: {
      name,
      family,
      ...address,
      connectAddress: null,
      caFile: null,
      dbUser,
      database,
      environment,
      connectionId: null,
    },
  });
}

/**
 * What a saved connection leads to.
 *
 * @param region that tokens are signed for; a global cluster's writer may have moved since the connection was saved
 */
export function targetOfConnection(connection: Connection, region = connection.region): Target {
  const { id, name, family, profile, address, networkRoute, caFile, dbUser, database, environment } =
    connection;
  return {
    token: { endpointId: endpointOf(connection), profile, request: { ...address, region, dbUser }, name },
    open: {
      name,
      family,
      ...address,
      connectAddress: connectAddressOf(networkRoute),
      caFile,
      dbUser,
      database,
      environment,
      connectionId: id,
    },
  };
}

/** Looks up what a request names. */
export type FindTarget = (ref: SubjectRef) => Result<Target>;

/** A connection that was used moves up. */
export type NoteUse = (ref: SubjectRef) => void;
