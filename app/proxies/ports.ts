import type { Failure, Result } from '../common/result.ts';
import type { ProxyChoice, ProxyList } from './model.ts';
import type { Target } from './target.ts';

/** Keeps the choice. Its password is sealed by the system's key store; without one it is kept for this run alone. */
export interface ProxyStore {
  load(): Promise<{
    readonly choice: ProxyChoice;
    readonly password: string;
    readonly problem: Failure | null;
  }>;
  /** @returns `file-unwritable`, or `key-store-failed` */
  save(choice: ProxyChoice, password: string): Promise<Result<null>>;
}

/** Asks the system which proxies a URL is reached through, in the words of a proxy auto-config script; null for none. */
export type AskSystem = (url: string) => Promise<string | null>;

/** How this process leaves the machine, as long as nothing else is said. */
export interface Outbound {
  /**
   * What a target is reached through, in the order to try. It answers at once where the system need not be asked.
   *
   * @returns `invalid-input` where the environment names no proxy that can be used
   */
  readonly listFor: (target: Target) => Result<ProxyList> | Promise<Result<ProxyList>>;
  /** Counts the changes of what is said: connections from before are not used again. */
  readonly generation: () => number;
  /** Authorities to trust for AWS beside the known ones, PEM; null for none. */
  readonly extraCa: () => string | null;
}
