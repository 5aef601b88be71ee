import type { EngineFamily, Environment } from '../../endpoints/model.ts';
import type { Result } from '../../common/result.ts';
import type { Platform, TerminalSecret } from '../model.ts';
import type { ClientTarget } from '../ports.ts';

/** Where a client may be on a system, as data. Folders may hold one `*` and begin with a name in braces, such as `{home}`. */
export type InstallLocation =
  /** A program on PATH or in one of the folders. On Windows `.exe` is added where the name has no ending. */
  | { readonly kind: 'program'; readonly name: string; readonly folders?: readonly string[] }
  /** A macOS application, in the folders where applications are; `program` is what in its `Contents/MacOS` takes arguments. */
  | { readonly kind: 'application'; readonly bundle: string; readonly program?: string }
  /** A Flatpak application, by its id. */
  | { readonly kind: 'flatpak'; readonly app: string }
  /** An AppImage, by a file name that may hold `*`, in the folders where people put them. */
  | { readonly kind: 'app-image'; readonly file: string };

/** How a client that was found is started: what kind of place it was in. */
export type FoundIn = InstallLocation['kind'];

/**
 * What carries the password to the client. Safest first: `none` hands over no password at all, `environment` is the
 * client's own, `file` is one that only this user can read and that is gone before the client starts, `url` and
 * `arguments` can be seen by every user of the machine, and `paste` is the clipboard.
 */
export type Delivery = 'none' | 'environment' | 'file' | 'url' | 'arguments' | 'paste';

/** What a plan depends on beside the target. */
export interface Circumstances {
  readonly platform: Platform;
  readonly foundIn: FoundIn;
  /** What the program answers to `--version`; empty where it was not asked. */
  readonly said: string;
  /** The PEM file to verify with. */
  readonly caPath: string;
  /** The user's own MySQL option file, to keep their prompt and pager; null where there is none. */
  readonly ownOptionFile: string | null;
}

/** How a client in a terminal is started: nothing in it but `secret` holds the password. */
export interface TerminalPlan {
  readonly runsIn: 'terminal';
  readonly args: readonly string[];
  /** Environment variables to set. */
  readonly set: Readonly<Record<string, string>>;
  /** Environment variables to take away, so that the user's own cannot lead elsewhere. */
  readonly unset: readonly string[];
  readonly secret: TerminalSecret;
}

/** How a client with a window is started. Only a gateway's local password may be in its words. */
export interface WindowPlan {
  readonly runsIn: 'window';
  /** What follows the program; on macOS what the application is handed as its arguments. */
  readonly args: readonly string[];
  /** An address that the application is to open, in place of arguments. */
  readonly url: string | null;
  readonly set: Readonly<Record<string, string>>;
}

/** How a client is started. */
export type Plan = TerminalPlan | WindowPlan;

/** One way to hand a client a connection. */
export interface LaunchMethod {
  /** To the database itself with a token, or to a gateway with its local password. */
  readonly route: ClientTarget['route'];
  readonly delivery: Delivery;
  /** The systems on which it works. */
  readonly on: readonly Platform[];
  /** The kinds of places with which it works; unsaid: all. */
  readonly foundIn?: readonly FoundIn[];
  /** In a line, how it is opened, where the carrier does not say it all. */
  readonly says?: string;
  /**
   * Plans the start.
   *
   * @param password the token, or the gateway's local password
   * @returns `launch-failed` for a password that this client would cut, with the way that works
   */
  plan(to: ClientTarget, password: string, given: Circumstances): Result<Plan>;
}

/** What a client is told once, so that it keeps an entry that works for ever; it holds no token and no password. */
export interface SetUp {
  /** What to do, in order, in words. */
  readonly steps: readonly string[];
  /** The entry to paste or to import; null where the steps say all. */
  readonly entry: {
    /** The name of the file that it can be saved as. */
    readonly file: string;
    readonly text: string;
  } | null;
}

/** What an entry is to lead to: a gateway's port, and what it stands for. */
export interface SetUpTarget {
  /** The connection's own id, a UUID: the same entry each time. */
  readonly id: string;
  readonly name: string;
  readonly family: EngineFamily;
  readonly host: string;
  readonly port: number;
  readonly dbUser: string;
  readonly database: string;
  readonly environment: Environment | null;
  /** The command that prints the local password, as words; null where it is not installed. */
  readonly passwordCommand: readonly string[] | null;
}

/** A client as data. */
export interface ClientDefinition {
  readonly id: string;
  readonly name: string;
  readonly runsIn: 'terminal' | 'window';
  /** The protocols that it speaks; the first is the one that it is made for. */
  readonly families: readonly [EngineFamily, ...EngineFamily[]];
  /** Where it is looked for, in order; a system that is not named has no such client. */
  readonly locations: Readonly<Partial<Record<Platform, readonly InstallLocation[]>>>;
  /** How to get it, for people, by system. */
  readonly install: Readonly<Partial<Record<Platform, string>>>;
  /** Whether it is asked for its version (`--version`), and what in its answer is the version. */
  readonly version?: RegExp;
  /** Ways to hand it a connection, the safest first. */
  readonly methods: readonly LaunchMethod[];
  /** Why it gets no token: what it would do with one. Unsaid where there is a direct way on every system. */
  readonly whyNoToken?: string;
  /** What to look out for on a system, or with a version of it. */
  readonly caution?: (platform: Platform, version: string | null) => string | null;
  /** The entry that it keeps. */
  readonly setUp?: (to: SetUpTarget, platform: Platform) => SetUp;
}
