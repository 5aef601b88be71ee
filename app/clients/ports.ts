import type { EngineFamily, Environment } from '../endpoints/model.ts';
import type { Result } from '../common/result.ts';
import type { LocalSide } from '../gateway/model.ts';
import type { Settings } from '../settings/model.ts';
import type { Banner } from './banner.ts';
import type { ClientDefinition, FoundIn, TerminalPlan, WindowPlan } from './catalogue/definition.ts';
import type { Platform, Programs, TerminalId } from './model.ts';

/** Everything that a client needs to log in to one database, but for the password. */
export interface ClientTarget {
  readonly name: string;
  readonly family: EngineFamily;
  /** The database host: the name that TLS is verified for. */
  readonly host: string;
  /** The port that the socket goes to. */
  readonly port: number;
  /** The IP address that the socket goes to; null where it goes to `host` itself. */
  readonly hostaddr: string | null;
  readonly dbUser: string;
  /** Empty where the user named none. */
  readonly database: string;
  /** For terminals and clients that show it. */
  readonly environment: Environment | null;
  /** The connection's own id, by which a client finds the entry that it made before; null without a connection. */
  readonly connectionId: string | null;
  /**
   * Whether the client logs in to the database itself, over verified TLS, or to Latchkey's gateway on the
   * loopback, which does so for it.
   */
  readonly route: 'direct' | 'gateway';
  /** What is to be found on the gateway's port; null without one. */
  readonly localSide: LocalSide | null;
}

/** Whom to log in as, and where, before it is known how the socket gets there. */
export interface OpenTarget extends Omit<ClientTarget, 'hostaddr' | 'route' | 'localSide'> {
  /** Where the socket goes, such as a tunnel's local end; null where it goes to the database host and port. */
  readonly connectAddress: { readonly host: string; readonly port: number } | null;
  /** The PEM file to verify with in place of the one in the settings. */
  readonly caFile: string | null;
}

/** The IP addresses of a host, the one to try first in front; empty where it has none. */
export type ResolveHost = (host: string) => Promise<readonly string[]>;

/** The settings that decide how a client is opened, as they are now. */
export type CurrentClientSettings = () => Pick<Settings, 'terminal' | 'caFile'>;

/** A client that is there. */
export interface FoundClient {
  /** The program's or application's full path, for people. */
  readonly where: string;
  readonly foundIn: FoundIn;
  /** What to run with arguments; null for a macOS application that takes them only from the system. */
  readonly program: string | null;
}

/** A client that was looked for. */
export type Located =
  | ({ readonly found: true } & FoundClient)
  /** Where it was looked for, or why what is there cannot be used. */
  | { readonly found: false; readonly looked: readonly string[]; readonly broken: string | null };

/** How a client in a terminal ended that failed as soon as it had started. */
export interface FailedAtOnce {
  readonly exitCode: number;
  /** How long it ran, in milliseconds. */
  readonly ranMs: number;
}

/** What a terminal is to run, beside the plan. */
export interface TerminalSubject {
  readonly program: string;
  /** The client's name, for people. */
  readonly clientName: string;
  /** Where one is. */
  readonly banner: Banner;
  /** Told where the client fails at once: its start script reports that and nothing else. */
  readonly onFailedAtOnce?: (end: FailedAtOnce) => void;
}

/** A terminal that was found and can be opened. */
export interface OpenableTerminal {
  readonly name: string;
  /**
   * Opens it and runs a client in it. The password goes by a private file that is gone before the client's prompt
   * appears; the promise is kept once it is.
   *
   * @returns `launch-failed` or `file-unwritable`
   */
  open(plan: TerminalPlan, subject: TerminalSubject): Promise<Result<void>>;
}

/** Finds and opens programs on this machine. */
export interface ClientLauncher {
  readonly platform: Platform;
  /**
   * Looks for a client without running anything.
   *
   * @param setPath where the user says that it is: then it is nowhere else; null where they do not
   */
  locate(
    definition: Pick<ClientDefinition, 'id' | 'name' | 'locations'>,
    setPath: string | null,
  ): Promise<Located>;
  /**
   * What a program answers to `--version`, which is all that it is run for; empty without an answer.
   *
   * @returns `launch-failed` where it cannot be started
   */
  askVersion(program: string): Promise<Result<string>>;
  /** Every terminal that is there, in order of choice. */
  terminals(): Promise<Programs['terminals']>;
  /** The terminal that is wanted, or the first; or `terminal-not-found`. */
  terminal(wanted: TerminalId | 'auto'): Promise<Result<OpenableTerminal>>;
  /**
   * The PEM file to verify with: the one named, or RDS's own certificates.
   *
   * @returns `file-unreadable` or `file-unwritable`
   */
  certificates(caFile: string | null): Promise<Result<string>>;
  /** The user's own MySQL option file; null where there is none. */
  ownOptionFile(): Promise<string | null>;
  /**
   * Starts a client that has windows of its own.
   *
   * @returns `launch-failed` where it does not start, or ends at once with an error
   */
  openWindow(client: FoundClient, plan: WindowPlan, name: string): Promise<Result<void>>;
}
