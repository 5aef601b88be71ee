import type { EngineFamily } from '../endpoints/model.ts';
import type { Result } from '../failure.ts';
import type { Settings } from '../settings/model.ts';
import type { ClientId, Programs, TerminalId } from './model.ts';

/** Everything that a client needs to sign in to one database, but for the token. */
export interface ClientTarget {
  readonly name: string;
  readonly family: EngineFamily;
  /** The sign host: the name that TLS is verified for. */
  readonly host: string;
  /** The port that the socket goes to. */
  readonly port: number;
  /** The IP address that the socket goes to; null where it goes to `host` itself. */
  readonly hostaddr: string | null;
  readonly dbUser: string;
  /** Empty where the user named none. */
  readonly database: string;
  /**
   * Whether the client signs in to the database itself, over verified TLS, or to Latchkey's gateway on the
   * loopback, which does so for it.
   */
  readonly way: 'direct' | 'gateway';
}

/** Whom to sign in as, and where, before it is known how the socket gets there. */
export interface OpenTarget extends Omit<ClientTarget, 'hostaddr' | 'way'> {
  /** Where the socket goes, such as a tunnel's local end; null where it goes to the sign host and port. */
  readonly dial: { readonly host: string; readonly port: number } | null;
  /** The PEM file to verify with in place of the one in the settings. */
  readonly caFile: string | null;
}

/** The IP addresses of a host, the one to try first in front; empty where it has none. */
export type ResolveHost = (host: string) => Promise<readonly string[]>;

/** The settings that decide how a client is opened, as they are now. */
export type CurrentClientSettings = () => Pick<Settings, 'terminal' | 'caFile'>;

/** A client, a terminal and certificates that were found and wait for a token. */
export interface PreparedClient {
  /**
   * Opens the client, signed in. The password (a token, or the gateway's local one) goes by a private file that is gone before the client's
   * prompt appears; the promise is kept once it is.
   *
   * @returns the terminal's name; or `launch-failed`, `file-unwritable`, or `internal` for a token
   *   that cannot be one
   */
  open(target: ClientTarget, password: string): Promise<Result<{ terminal: string }>>;
}

/** Finds and opens programs on this machine. */
export interface ClientLauncher {
  /** Looks for every client and terminal. */
  find(): Promise<Programs>;
  /**
   * Finds all that opening a client needs, so that nothing is signed in vain.
   *
   * @param caFile the PEM file to verify with, or null for RDS's own certificates
   * @returns `client-not-found`, `terminal-not-found`, `file-unreadable` or `file-unwritable`
   */
  prepare(
    client: ClientId,
    terminal: TerminalId | 'auto',
    caFile: string | null,
  ): Promise<Result<PreparedClient>>;
  /**
   * The command to type for the same sign-in, without the token, in the words that the installed
   * client understands.
   *
   * @returns `file-unreadable` or `file-unwritable` where there are no certificates to name
   */
  commandLine(client: ClientId, target: ClientTarget, caFile: string | null): Promise<Result<string>>;
}
