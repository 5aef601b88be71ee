import { fail, type Failure } from '../common/result.ts';

/** A profile whose session has to begin with a code, and nobody may be asked, or has answered in time. */
export function mfaNeeded(profile: string): { ok: false; error: Failure } {
  return fail('mfa-needed', `Profile ${profile} needs an MFA code.`, {
    hint: 'Click MFA beside the profile in Latchkey’s window and enter it.',
  });
}

/** A person has taken the question back. */
export function questionCancelled(profile: string): { ok: false; error: Failure } {
  return fail('cancelled', `The question for the MFA code of profile ${profile} was cancelled.`, {
    hint: 'Try again when you have the device at hand.',
  });
}

/** AWS takes each code of a device once: another session with the same device needs the next one. */
export function nextCodeNeeded(profile: string): Failure {
  return fail('mfa-refused', `Profile ${profile} needs a code of its own.`, {
    hint: 'Wait for the next one; codes change every 30 seconds.',
  }).error;
}
