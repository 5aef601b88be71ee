import type { EngineFamily } from '../endpoints/model.ts';
import type { Result } from '../failure.ts';
import type { Settings } from '../settings/model.ts';
import type { Lease } from '../tokens/model.ts';
import type { ClientId, Programs, TerminalId } from './model.ts';

/** Everything that a client needs to sign in to one database, but for the token. */
export interface ClientTarget {
  readonly name: string;
  readonly family: EngineFamily;
  readonly host: string;
  readonly port: number;
  readonly dbUser: string;
  /** Empty where the user named none. */
  readonly database: string;
}

/** Looks an endpoint up without signing anything, so that a wrong request costs no token. */
export type FamilyOf = (endpointId: string) => Result<EngineFamily>;

/** Makes a token for an endpoint, and its lease; provided by the tokens room. */
export type SignForClient = (
  endpointId: string,
  dbUser: string,
  client: ClientId,
) => Promise<Result<{ target: Omit<ClientTarget, 'database'>; token: string; lease: Lease }>>;

/** The settings that decide how a client is opened, as they are now. */
export type CurrentClientSettings = () => Pick<Settings, 'terminal' | 'caFile'>;

/** A client, a terminal and certificates that were found and wait for a token. */
export interface PreparedClient {
  /**
   * Opens the client, signed in. The token goes by a private file that is gone before the client's
   * prompt appears; the promise is kept once it is.
   *
   * @returns the terminal's name; or `launch-failed`, `file-unwritable`, or `internal` for a token
   *   that cannot be one
   */
  open(target: ClientTarget, token: string): Promise<Result<{ terminal: string }>>;
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
