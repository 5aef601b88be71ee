import type { Result } from '../common/result.ts';
import type { GatewayAddress } from '../gateway/model.ts';
import type { Lease } from '../tokens/model.ts';
import type { Target } from '../connect/target.ts';
import type { Secret } from '../common/secret.ts';

/** Where a socket goes for a name that is verified: the port, and the address where it is not the name's own. */
export interface Dialled {
  readonly port: number;
  readonly hostaddr: string | null;
}

/** What copying as needs from outside. */
export interface CopyFormatsPorts {
  readonly platform: 'darwin' | 'win32' | 'linux';
  /**
   * Finds how a client's socket gets where a target says.
   *
   * @param by an address beside the name that is verified, or that name itself
   * @returns `unreachable` or `connect-host-unsupported`
   */
  readonly dialled: (target: Target['open'], by: 'address' | 'name') => Promise<Result<Dialled>>;
  /** The CA file of the settings; null for RDS's own certificates. */
  readonly settingsCaFile: () => string | null;
  /** A PEM file on this machine, of the user's or of RDS's own certificates: `file-unreadable`, `file-unwritable`. */
  readonly caFile: (own: string | null) => Promise<Result<string>>;
  /** Where a connection's gateway is, and what is to be found there; null where it has none yet. */
  readonly gateway: (connectionId: string) => GatewayAddress | null;
  readonly localPassword: (connectionId: string) => Promise<Result<Secret>>;
  /** Signs a token and puts a text that holds it on the clipboard, from which it is cleared at the token's end. */
  readonly copyToken: (
    target: Target['token'],
    textOf: (token: string, lease: Lease) => string,
  ) => Promise<Result<Lease>>;
  /** Puts a text with a local password on the clipboard, concealed, from which it is cleared after the set time. */
  readonly copySecret: (secret: Secret) => Promise<Result<Record<string, never>>>;
  /** Puts any other text on the clipboard. */
  readonly copyText: (text: string) => Promise<Result<Record<string, never>>>;
}
