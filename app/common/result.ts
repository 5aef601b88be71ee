import { z } from 'zod';
import { shown } from './text/plain-text.ts';

/**
 * Every way in which a request can fail, as a closed set. The interface chooses words and actions by
 * code; `message` and `hint` are for people.
 */
export const failureCode = z.enum([
  'sign-in-needed',
  'sign-in-failed',
  'mfa-needed',
  'mfa-refused',
  'cancelled',
  'credentials-expired',
  'credentials-invalid',
  'profile-unusable',
  'process-failed',
  'profile-not-found',
  'access-denied',
  'role-denied',
  'clock-wrong',
  'not-aws',
  'endpoint-unconfirmed',
  'throttled',
  'unreachable',
  'aws-error',
  'endpoint-not-found',
  'endpoint-not-ready',
  'iam-off',
  'connection-not-found',
  'connect-host-unsupported',
  'gateway-needed',
  'client-not-found',
  'terminal-not-found',
  'launch-failed',
  'clipboard-failed',
  'file-unreadable',
  'file-unwritable',
  'file-changed',
  'port-in-use',
  'gateway-failed',
  'proxy-unreachable',
  'proxy-refused',
  'proxy-auth-required',
  'proxy-intercepts',
  'tunnel-target-unreachable',
  'tunnel-target-offline',
  'tunnel-denied',
  'tunnel-none-found',
  'tunnel-sign-in-needed',
  'tunnel-agent-too-old',
  'tunnel-unsupported',
  'tunnel-silent',
  'tunnel-lost',
  'tunnel-stalled',
  'tunnel-malformed',
  'tunnel-idle',
  'tunnel-ended',
  'tunnel-closed',
  'ssh-host-unknown',
  'ssh-host-changed',
  'ssh-auth-refused',
  'ssh-missing',
  'ssh-too-old',
  'ssh-unreachable',
  'ssh-target-refused',
  'ssh-target-unreachable',
  'ssh-failed',
  'ssh-answer-needed',
  'command-failed',
  'key-store-failed',
  'shortcut-taken',
  'update-failed',
  'invalid-input',
  'not-allowed',
  'unknown-channel',
  'internal',
]);

/** One of the closed set of failure codes. */
export type FailureCode = z.infer<typeof failureCode>;

const forAPerson: readonly FailureCode[] = [
  'sign-in-needed',
  'mfa-needed',
  'credentials-expired',
  'credentials-invalid',
  'endpoint-unconfirmed',
  'ssh-answer-needed',
];

/** Whether a person can put it right while a client or a session waits. */
export function isForAPerson(code: FailureCode): boolean {
  return forAPerson.includes(code);
}

/** How long a message or a hint may be, in characters. */
const MAX_WORDS = 4_000;

/** What went wrong (`message`), what to do next (`hint`), and a command to run for it (`command`). */
export const failure = z.strictObject({
  code: failureCode,
  message: z.string().max(MAX_WORDS),
  hint: z.string().max(MAX_WORDS).optional(),
  command: z.string().max(4_000).optional(),
});

/** A failure as a value. It never holds a stack, a token or a credential. */
export type Failure = z.infer<typeof failure>;

/** The outcome of something that can fail. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: Failure };

/** Wraps a value as a success. */
export function succeed<T>(value: T): Result<T> {
  return { ok: true, value };
}

/**
 * Makes a failed result.
 *
 * @param code one of the closed set
 * @param message what happened, one sentence
 * @param next what to do: a hint in words, a command to run, or both
 */
export function fail(
  code: FailureCode,
  message: string,
  next: Pick<Failure, 'hint' | 'command'> = {},
): { ok: false; error: Failure } {
  // a message may quote what AWS, a server or a file has said
  const { hint, command } = next;
  return {
    ok: false,
    error: {
      code,
      message: shown(message, MAX_WORDS),
      ...(hint === undefined ? {} : { hint: shown(hint, MAX_WORDS) }),
      ...(command === undefined ? {} : { command }),
    },
  };
}
