import type { Secret } from '../../common/secret.ts';
import type { LocalEnd, TunnelEnd } from '../model.ts';
import type { SshPrompt } from './prompt.ts';

/** What `ssh` forwards to, and through which server. */
export interface SshForwarding {
  readonly destination: string;
  readonly host: string;
  readonly port: number;
  /** Whether it may ask a person; else it fails where it would have to. */
  readonly mayAsk: boolean;
}

/** Tells that a question is no longer asked; an `AbortSignal` is one. */
export interface Withdrawn {
  readonly aborted: boolean;
  addEventListener(name: 'abort', listener: () => void): void;
}

/** What is heard of a running `ssh`. */
export interface SshEvents {
  /** It asks. @returns the answer; null where there is none */
  readonly ask: (prompt: SshPrompt, withdrawn: Withdrawn) => Promise<Secret | null>;
  /** It is logged in and takes connections. */
  readonly onReady: (local: LocalEnd) => void;
  /** The server has refused one connection to the database. */
  readonly onRefused: (why: TunnelEnd) => void;
  /** It has ended, for whatever reason. Told once, and nothing after it. */
  readonly onEnd: (why: TunnelEnd) => void;
}

/** A running `ssh`. */
export interface RunningSsh {
  /** Ends it with all that it has started; resolves when it has. */
  readonly end: () => Promise<void>;
}

/** The system's `ssh` program. */
export interface Ssh {
  /** Starts it. What keeps it from starting is told as its end: `ssh-missing`, `ssh-failed`. */
  readonly start: (to: SshForwarding, events: SshEvents) => RunningSsh;
}
