import { z } from 'zod';
import { failure } from '../common/result.ts';
import { lineOf } from '../common/text/schema.ts';
import { profileName } from '../profiles/model.ts';

/** How many questions there are at most: one for each device. */
export const MAX_QUESTIONS = 64;

/** How many of those who wait are named. */
export const MAX_WAITING_TOLD = 8;

/** A code as devices show it. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html (TokenCode) */
export const mfaCode = z.string().regex(/^\d{6}$/);

/** A question for the code of one device. Neither the code nor anything that it gives is in it. */
export const mfaQuestion = z.strictObject({
  id: z.string().max(64),
  /** The profile that asked first. */
  profile: profileName,
  /** The role that asks for a code, by its name and account where its ARN says them; null for session keys. */
  role: z.strictObject({ name: lineOf(400), account: lineOf(32).nullable() }).nullable(),
  /** The device as its owner knows it: `mfa/dana`, or the number on its back. */
  device: lineOf(300),
  /** What waits for the code, each in a sentence: "psql is waiting to log in to orders." */
  waiting: z.array(z.string().max(400)).max(MAX_WAITING_TOLD),
  /** AWS is being asked whether it accepts a code. */
  isChecking: z.boolean(),
  /** Why the last code did not do. */
  refusal: failure.nullable(),
});

/** A question for the code of one device. */
export type MfaQuestion = z.infer<typeof mfaQuestion>;

/**
 * Who needs credentials now because a person did something: then a person may be asked. It is the same object for as
 * long as the same act goes on. Whatever Latchkey does by itself has none, and nobody is asked.
 */
export interface Asker {
  /** What waits, as a sentence; null where nothing does, as when a person wants to enter the code beforehand. */
  readonly words: string | null;
  /** How long it waits for the answer, in milliseconds; 0 where it comes again by itself. */
  readonly waitMs: number;
  /**
   * Told in a sentence what it waits for, once it does. Whoever has this is outside of the window, and waits for a
   * sign-in to AWS as for a code.
   */
  readonly onWaiting?: (what: string) => void;
}

/** How long something that a person did in the window, the tray or by a link waits for the answer, in milliseconds. */
export const ANSWER_TIMEOUT_MS = 180_000;

/** An MFA device, as `mfa_serial` names it. */
export interface MfaDevice {
  /** `security-key`: a FIDO key or passkey, with which nobody can sign in by AWS's API. */
  readonly kind: 'code' | 'security-key';
  /** What its owner knows it by. */
  readonly name: string;
}

/**
 * Reads an `mfa_serial`: the ARN of a device in any partition, or the serial number of a hardware token. AWS's API
 * takes no security keys, whose ARNs say `u2f`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_enable_fido.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
 */
export function mfaDevice(serial: string): MfaDevice {
  const [, resource] = /^arn:[\w-]+:iam::\d*:(.+)$/.exec(serial) ?? [];
  return { kind: resource?.startsWith('u2f/') === true ? 'security-key' : 'code', name: resource ?? serial };
}
