import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { SecureContext } from 'node:tls';
import type { Failure } from '../../app/common/result.ts';

/** Why a client was not let through, as a closed set; each protocol has its own error for each. */
export type RefusalCode =
  | 'malformed'
  | 'other-user'
  | 'stopped'
  | 'wrong-password'
  | 'wrong-user'
  | 'unsupported'
  | 'too-slow'
  | 'too-many-sessions'
  | 'no-token'
  | 'unreachable'
  | 'tls-refused'
  | 'certificate-refused'
  | 'database-refused'
  | 'closing';

/** Why a client was not let through: what happened, and what to do next. Never a token or a password. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
  readonly hint?: string;
  /** Why main gave no token, or how a tunnel ended, as it was. */
  readonly cause?: Failure;
}

/** The outcome of a step of a sign-in. */
export type Step<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** Where a connection has arrived: an IP address and a port; or, through a tunnel, where an earlier one has. */
export type Arrived = { readonly address: string; readonly port: number } | { readonly beside: Duplex };

/** What a protocol needs to know of the gateway that it serves; one for all sessions of a listener. */
export interface LocalEndpoint {
  /** The only database user that is let through; its token is what is sent. */
  readonly dbUser: string;
  /** The database for clients that name none; empty leaves it to the server. */
  readonly database: string;
  /** The password that clients give here. It is worth nothing at the database. */
  readonly localPassword: string;
  /** The certificate of the local side; null where it has no TLS. */
  readonly localTls: SecureContext | null;
}

/** A server's own error: SQLSTATE in PostgreSQL, the error's number in MySQL and MariaDB, and its text. */
export interface ServerWords {
  readonly code: string;
  readonly message: string;
}

/** What one session can ask for while it signs in. Sockets made here are closed with the session. */
export interface Session {
  /** Why the client is told no whatever it says; null where it may try the local password. */
  readonly refusal: Refusal | null;
  /** Connects to the database, or to where an earlier connection has arrived. */
  readonly dial: (to?: Arrived) => Promise<Step<Duplex>>;
  /** Puts TLS on a connection to the database; its certificate is verified for the database host. */
  readonly secure: (upstream: Duplex) => Promise<Step<Duplex>>;
  /** A fresh token. May take long: a person may have to sign in first. */
  readonly token: () => Promise<Step<string>>;
  /** Says what the client calls itself, as soon as it is known. */
  readonly identified: (program: string) => void;
  /**
   * Why the database refused the token, in words; null where nobody knows in time. Left out where nobody can be asked.
   *
   * @param words the server's own
   */
  readonly explain?: (words: ServerWords) => Promise<string | null>;
  /** Counts a wrong local password, and resolves when it may be answered: many are slowed. */
  readonly wrongPassword: () => Promise<void>;
}

/** What comes of a chunk that was looked at; null is nothing. */
export interface Inspected {
  readonly toServer: Buffer | null;
  readonly toClient: Buffer | null;
  /** Whether both sides end behind it. */
  readonly ends: boolean;
}

/** Looks at what the sides of a session send, chunk by chunk, before it is passed on: the chunk itself as a rule. */
export interface Inspector {
  readonly fromClient: (chunk: Buffer) => Inspected;
  readonly fromServer: (chunk: Buffer) => Inspected;
}

/** How a session's sign-in has ended. */
export type Served =
  /** Signed in: from here on bytes are passed on untouched, those that wait in either stream first. */
  | {
      readonly kind: 'relay';
      readonly client: Duplex;
      readonly upstream: Duplex;
      readonly inspector?: Inspector;
    }
  /** The client was told why in its own protocol, and its side was ended. */
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Nothing more to do: a cancel request was passed on, or the client has gone. */
  | { readonly kind: 'done' };

/** How a session was over: who ended it, or why the client was not let through. */
export interface SessionEnd {
  /** A number that no other session of the process has. */
  readonly session: number;
  readonly cause: 'client-closed' | 'database-closed' | 'stopped' | RefusalCode;
  /** How long it lasted, in milliseconds. */
  readonly ms: number;
  /** In bytes, as the client sent and received them. */
  readonly sent: number;
  readonly received: number;
}

/** Speaks a database's protocol with a client until it is signed in. Never rejects. */
export type Serve = (client: Socket, session: Session) => Promise<Served>;
