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
  /** What makes it a word: a link to it, or its folder on PATH. */
  by: z.enum(['link', 'path']),
  /** The command itself, which is always there while Latchkey's folder is. */
  command: z.string().max(4_096),
  /** What a terminal finds: the link, or the command itself. */
  link: z.string().max(4_096),
  /** `taken` where another file has the link's name. */
  status: z.enum(['absent', 'installed', 'taken']),
  /** Whether the link's folder is on PATH, as the login shell has it. */
  isOnPath: z.boolean(),
});

/** Whether `latchkey` can be typed in a terminal. */
export type CommandState = z.infer<typeof commandState>;

/** With which code each failure ends the command; a new failure code is a type error until it has its line. */
const exitCodeOfFailure: Readonly<Record<FailureCode, ExitCode>> = {
  'sign-in-needed': exitCodes.notPermitted,
  'sign-in-failed': exitCodes.notPermitted,
  'mfa-needed': exitCodes.notPermitted,
  'mfa-refused': exitCodes.notPermitted,
  cancelled: exitCodes.notPermitted,
  'credentials-expired': exitCodes.notPermitted,
  'credentials-invalid': exitCodes.config,
  'profile-unusable': exitCodes.config,
  'process-failed': exitCodes.config,
  'profile-not-found': exitCodes.config,
  'access-denied': exitCodes.notPermitted,
  'role-denied': exitCodes.notPermitted,
  'clock-wrong': exitCodes.config,
  'not-aws': exitCodes.unavailable,
  'endpoint-unconfirmed': exitCodes.notPermitted,
  throttled: exitCodes.tryAgain,
  unreachable: exitCodes.unavailable,
  'aws-error': exitCodes.tryAgain,
  'endpoint-not-found': exitCodes.notFound,
  'endpoint-not-ready': exitCodes.unavailable,
  'iam-off': exitCodes.unavailable,
  'connection-not-found': exitCodes.notFound,
  'connect-host-unsupported': exitCodes.unavailable,
  'gateway-needed': exitCodes.unavailable,
  'client-not-found': exitCodes.unavailable,
  'terminal-not-found': exitCodes.unavailable,
  'launch-failed': exitCodes.unavailable,
  'clipboard-failed': exitCodes.unavailable,
  'file-unreadable': exitCodes.notFound,
  'file-unwritable': exitCodes.cannotCreate,
  'file-changed': exitCodes.cannotCreate,
  'port-in-use': exitCodes.unavailable,
  'gateway-failed': exitCodes.unavailable,
  'proxy-unreachable': exitCodes.unavailable,
  'proxy-refused': exitCodes.unavailable,
  'proxy-auth-required': exitCodes.notPermitted,
  'proxy-intercepts': exitCodes.unavailable,
  'tunnel-target-unreachable': exitCodes.unavailable,
  'tunnel-target-offline': exitCodes.unavailable,
  'tunnel-denied': exitCodes.notPermitted,
  'tunnel-none-found': exitCodes.notFound,
  'tunnel-sign-in-needed': exitCodes.notPermitted,
  'tunnel-agent-too-old': exitCodes.unavailable,
  'tunnel-unsupported': exitCodes.unavailable,
  'tunnel-silent': exitCodes.unavailable,
  'tunnel-lost': exitCodes.unavailable,
  'tunnel-stalled': exitCodes.unavailable,
  'tunnel-malformed': exitCodes.unavailable,
  'tunnel-idle': exitCodes.tryAgain,
  'tunnel-ended': exitCodes.tryAgain,
  'tunnel-closed': exitCodes.tryAgain,
  'ssh-host-unknown': exitCodes.notPermitted,
  'ssh-host-changed': exitCodes.notPermitted,
  'ssh-auth-refused': exitCodes.notPermitted,
  'ssh-missing': exitCodes.unavailable,
  'ssh-too-old': exitCodes.unavailable,
  'ssh-unreachable': exitCodes.unavailable,
  'ssh-target-refused': exitCodes.notPermitted,
  'ssh-target-unreachable': exitCodes.unavailable,
  'ssh-failed': exitCodes.unavailable,
  'ssh-answer-needed': exitCodes.tryAgain,
  'command-failed': exitCodes.unavailable,
  'key-store-failed': exitCodes.unavailable,
  'shortcut-taken': exitCodes.unavailable,
  'update-failed': exitCodes.unavailable,
  'invalid-input': exitCodes.usage,
  'not-allowed': exitCodes.notPermitted,
  'unknown-channel': exitCodes.internal,
  internal: exitCodes.internal,
};

/** With which code a failure ends the command. */
export function exitCodeOf(code: FailureCode): ExitCode {
  return exitCodeOfFailure[code];
}
