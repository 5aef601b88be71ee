import { z } from 'zod';
import type { TerminalSecret } from '../clients/model.ts';
import type { FailureCode } from '../common/result.ts';

/**
 * The exit codes of `latchkey`, after sysexits.h: https://man.freebsd.org/cgi/man.cgi?query=sysexits
 */
export const exitCodes = {
  usage: 64,
  /** A name that several connections answer to. */
  ambiguous: 65,
  notFound: 66,
  unavailable: 69,
  internal: 70,
  cannotCreate: 73,
  tryAgain: 75,
  /** A person has to sign in, or may not. */
  notPermitted: 77,
  config: 78,
} as const;

/** With which code `latchkey` ends. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** How a client is started in the caller's own terminal: nothing in it but `secret` holds a password. */
export interface ClientRun {
  /** The client's full path. */
  readonly program: string;
  /** One line that says where one is. */
  readonly banner: string;
  readonly args: readonly string[];
  /** Environment variables to set. */
  readonly set: Readonly<Record<string, string>>;
  /** Environment variables to take away. */
  readonly unset: readonly string[];
  readonly secret: TerminalSecret;
  /** How many of the command's own words come before those that are the client's. */
  readonly ownWords: number;
}

/** What `latchkey` is to do: print a text and end well, say a refusal and end with its code, or become a client. */
export type Answer =
  | { readonly do: 'print'; readonly text: string }
  | { readonly do: 'refuse'; readonly text: string; readonly code: ExitCode }
  | { readonly do: 'run'; readonly run: ClientRun };

/** Whether `latchkey` can be typed in a terminal, and what can be done for it. */
export const commandState = z.strictObject({
  /** The command itself, which is always there while Latchkey's folder is. */
  command: z.string().max(4_096),
  /** The link that makes it a word. */
  link: z.string().max(4_096),
  /** `taken` where another file has the link's name. */
  status: z.enum(['absent', 'installed', 'taken']),
  /** Whether the link's folder is on PATH, as the login shell has it. */
  isOnPath: z.boolean(),
});

/** Whether `latchkey` can be typed in a terminal. */
export type CommandState = z.infer<typeof commandState>;

/** With which code each failure ends the command. */
export function exitCodeOf(code: FailureCode): ExitCode {
  switch (code) {
    case 'sign-in-needed':
    case 'mfa-needed':
    case 'credentials-expired':
    case 'access-denied':
    case 'not-allowed':
      return exitCodes.notPermitted;
    case 'credentials-invalid':
    case 'profile-unusable':
    case 'profile-not-found':
      return exitCodes.config;
    case 'connection-not-found':
    case 'endpoint-not-found':
    case 'file-unreadable':
      return exitCodes.notFound;
    case 'file-unwritable':
      return exitCodes.cannotCreate;
    case 'throttled':
    case 'aws-error':
      return exitCodes.tryAgain;
    case 'invalid-input':
      return exitCodes.usage;
    case 'internal':
    case 'unknown-channel':
      return exitCodes.internal;
    default:
      return exitCodes.unavailable;
  }
}
