import type { Failure, Result } from '../common/result.ts';
import type { Connection } from '../connections/model.ts';
import { connectAddressOf } from '../tunnels/model.ts';
import type { GatewayAddress, GatewayChoice } from './model.ts';
import type { Listening, LocalPasswords, Relay } from './ports.ts';

/** What listening takes. */
export interface ListeningNeeds {
  readonly passwords: LocalPasswords;
  /** The PEM file that clients verify local TLS with. */
  readonly localCaFile: string;
  /** The CA file of the settings. */
  readonly caFile: () => string | null;
  readonly onNotice: (id: string, error: Failure) => void;
}

/** Has the relay listen for a connection as the connection and the choice say. Returns what `Relay.listen` returns. */
export function createListening(
  { passwords, localCaFile, caFile, onNotice }: ListeningNeeds,
  relay: Pick<Relay, 'listen'>,
) {
  function orderOf(
    connection: Connection,
    choice: GatewayChoice,
  ): Omit<Listening, 'admits' | 'localPassword'> {
    const { id, family, address, networkRoute, dbUser, database } = connection;
    const { port, localSignIn, localTls, addsDatabase } = choice;
    return {
      connectionId: id,
      port,
      localSignIn,
      localTls,
      family,
      dbUser,
      // a session of PostgreSQL always has one
      database: addsDatabase || family === 'postgres' ? database : '',
      address,
      connectAddress: connectAddressOf(networkRoute) ?? address,
      caFile: connection.caFile ?? caFile(),
      tunnel: tunnelOf(connection),
      isProxied: networkRoute.kind === 'proxy',
    };
  }

  return {
    /** Where clients find a gateway, and what is to be found there. */
    addressOf: ({ port, localSignIn, localTls }: GatewayChoice): GatewayAddress => ({
      port,
      localSide: { localSignIn, localCa: localTls ? localCaFile : null },
    }),
    /** Lets clients log in. */
    async serve(connection: Connection, choice: GatewayChoice): Promise<Result<Record<string, never>>> {
      const password = await passwords.get(connection.id);
      if (!password.ok) return password;
      if (password.value.isReplaced) {
        onNotice(`local-password-${connection.id}`, {
          code: 'key-store-failed',
          message: `The key store could not open the local password of ${connection.name}, and a new one was made.`,
          hint: 'Copy it from “How to connect” into the clients that hold the old one.',
        });
      }
      return relay.listen({
        ...orderOf(connection, choice),
        admits: choice.allowsOthers ? 'any-user' : 'own-user',
        localPassword: password.value.password,
      });
    },
    /** Lets nobody log in, so that no other program can listen there; the relay gets no password for it. */
    keepPort: (connection: Connection, choice: GatewayChoice): Promise<Result<Record<string, never>>> =>
      relay.listen({ ...orderOf(connection, choice), admits: 'nobody', localPassword: '' }),
  };
}

/** Where a connection's tunnel leads; null where it has none. */
function tunnelOf({ networkRoute, profile, region, address }: Connection): string | null {
  const { host, port } = address;
  switch (networkRoute.kind) {
    case 'session-manager':
      return JSON.stringify([profile, region, networkRoute.target, host, port]);
    case 'ssh':
      return JSON.stringify(['ssh', networkRoute.destination, host, port]);
    default:
      return null;
  }
}
