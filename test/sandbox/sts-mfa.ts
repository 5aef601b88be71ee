import type { Directory } from './directory.ts';
import { fail, type Answer, type Call } from './query-protocol.ts';

/** How long a session of a user may last, in seconds, and how long it does unasked. */
const SESSION_SECONDS = { least: 900, most: 129_600, usual: 43_200 } as const;

/**
 * Checks the device and the code of a call, where it has them, in STS's own words.
 *
 * @returns null where they are right, or where the call has none
 */
export function mfaProblem({ params, identity, now }: Call, { device }: Directory): Answer | null {
  const serial = params.get('SerialNumber');
  const code = params.get('TokenCode');
  if (serial === undefined && code === undefined) return null;
  if (serial === undefined || code === undefined) {
    return refused(', must provide both MFA serial number and one time pass code.');
  }
  for (const [name, value, pattern] of [
    ['serialNumber', serial, /^[\w+=/:,.@-]{9,256}$/],
    ['tokenCode', code, /^\d{6}$/],
  ] as const) {
    if (pattern.test(value)) continue;
    return fail(
      'ValidationError',
      `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must ` +
        `satisfy regular expression pattern: ${pattern.source}`,
    );
  }
  // a device belongs to a user, whose own keys or session ask
  if (serial !== device.serial || !identity.arn.includes(':user/')) {
    return refused(
      ', unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
    );
  }
  return device.accepts(code, now) ? null : refused(' with invalid MFA one time pass code. ');
}

function refused(how: string): Answer {
  return fail('AccessDenied', `MultiFactorAuthentication failed${how}`, 403);
}

/** Answers GetSessionToken: a session of the user, with MFA or without. */
export function getSessionToken(call: Call, directory: Directory): Answer {
  if (call.identity.sessionToken !== undefined) {
    return fail('AccessDenied', 'Cannot call GetSessionToken with session credentials', 403);
  }
  const seconds = Number(call.params.get('DurationSeconds') ?? SESSION_SECONDS.usual);
  if (!Number.isInteger(seconds) || seconds < SESSION_SECONDS.least || seconds > SESSION_SECONDS.most) {
    return fail(
      'ValidationError',
      `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint`,
    );
  }
  const problem = mfaProblem(call, directory);
  if (problem !== null) return problem;
  const expiresAt = call.now + seconds * 1000;
  const session = directory.session(call.identity, { hasMfa: call.params.has('TokenCode'), expiresAt });
  return {
    ok: true,
    result: {
      Credentials: {
        AccessKeyId: session.accessKeyId,
        SecretAccessKey: session.secretAccessKey,
        SessionToken: session.sessionToken ?? '',
        Expiration: new Date(expiresAt),
      },
    },
  };
}
