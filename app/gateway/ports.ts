import type { EngineFamily } from '../endpoints/model.ts';
import type { Failure, Result } from '../common/result.ts';
import type { ProxyList } from '../proxies/model.ts';
import type { OpenedSession } from '../tunnels/ports.ts';
import type { Tunnel, TunnelEnd } from '../tunnels/model.ts';
import type { GatewayChoice, GatewaySession } from './model.ts';

/** Everything that a relay needs to serve one connection, but for its tokens. */
export interface Listening extends Pick<GatewayChoice, 'connectionId' | 'port' | 'localSignIn' | 'localTls'> {
  /** Whose programs may try the local password; nobody's where the port is only kept. */
  readonly admits: 'nobody' | 'own-user' | 'any-user';
  readonly family: EngineFamily;
  readonly dbUser: string;
  readonly database: string;
  readonly localPassword: string;
  /** The host and port that TLS is verified for. */
  readonly address: { readonly host: string; readonly port: number };
  /** Where the socket goes. */
  readonly connectAddress: { readonly host: string; readonly port: number };
  /** The PEM file to verify with, or null for RDS's own certificates. */
  readonly caFile: string | null;
  /** Where the tunnel leads that connects to the database, in any words: others are another tunnel. Null dials it. */
  readonly tunnel: string | null;
  /** Whether it is dialled through proxies, which main names for each connection; left out where not. */
  readonly isProxied?: boolean;
}

/** What a relay knows of one gateway's clients. */
export interface ClientsNow {
  readonly connectionId: string;
  /** The newest first; not all, where there are many. */
  readonly sessions: readonly GatewaySession[];
  readonly sessionCount: number;
  /** Its tunnel, but for the node, which main has chosen; null where it has none. */
  readonly tunnel: Omit<Tunnel, 'node'> | null;
  /** The last client that was not let in; null once one was. */
  readonly lastFailure: { readonly at: number; readonly program: string; readonly error: Failure } | null;
}

/** Tells that a client has given up; an `AbortSignal` is one. */
export interface Gone {
  readonly aborted: boolean;
  addEventListener(name: 'abort', listener: () => void): void;
  removeEventListener(name: 'abort', listener: () => void): void;
}

/** What a relay asks and tells. */
export interface RelayEvents {
  /**
   * A client has given the right local password and needs a token.
   *
   * @param gone aborted when the client has given up
   */
  readonly onTokenWanted: (connectionId: string, gone: Gone) => Promise<Result<string>>;
  /**
   * A database has refused a client's token: why, in words for the client; null where nobody knows.
   *
   * @param words the server's own, with its SQLSTATE or the error's number
   */
  readonly onExplanationWanted?: (
    connectionId: string,
    words: { readonly code: string; readonly message: string },
  ) => Promise<string | null>;
  /**
   * A connection's tunnel needs a session.
   *
   * @param resumes the session that lost its link, and goes on; null where another one is wanted
   * @param gone aborted when it is not wanted any more
   */
  readonly onSessionWanted?: (
    connectionId: string,
    resumes: string | null,
    gone: Gone,
  ) => Promise<Result<OpenedSession>>;
  /** A connection's database is about to be dialled: the proxies to try in order. */
  readonly onProxiesWanted?: (connectionId: string) => Promise<Result<ProxyList>>;
  /** A session is over, and the service should know. */
  readonly onSessionEnded?: (session: string) => void;
  readonly onClients: (now: ClientsNow) => void;
  /** The relay's process has died; every session is closed and nothing listens any more. */
  readonly onDied: () => void;
}

/** Passes bytes between clients and databases, in a process of its own. */
export interface Relay {
  /**
   * Listens for a connection's clients, or serves those that come from now on in another way.
   *
   * @returns `port-in-use` with who holds it, `file-unreadable` or `file-unwritable` for the
   *   certificates, or `gateway-failed`
   */
  listen(to: Listening): Promise<Result<Record<string, never>>>;
  /** Stops listening for a connection and closes its sessions. */
  close(connectionId: string): void;
  /** Closes sessions of a connection; all where null. */
  end(connectionId: string, sessions: readonly number[] | null): void;
  /** What main has heard of a session: it is over, or one connection through it was refused. */
  said(session: string, end: TunnelEnd, isOver: boolean): void;
  /** Ends the process. */
  stop(): Promise<void>;
}

/** Keeps the local passwords: sealed by the system's key store where there is one. */
export interface LocalPasswords {
  /**
   * The password of a connection, made where there is none yet.
   *
   * @returns also whether an earlier one could not be opened any more, so that clients need the new one
   */
  get(connectionId: string): Promise<Result<{ password: string; isReplaced: boolean }>>;
  /** Makes a new one. */
  renew(connectionId: string): Promise<Result<{ password: string }>>;
  /** Forgets passwords; what cannot be written is forgotten another time. */
  forget(connectionIds: readonly string[]): Promise<void>;
}

/** Whether a port of this machine can be listened on now. */
export type PortIsFree = (port: number) => Promise<boolean>;

/** Who listens on a port of this machine, in words for people; null where the system does not tell. */
export type PortHolder = (port: number) => Promise<string | null>;
