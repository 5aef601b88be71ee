import type { Result } from '../common/result.ts';
import type { Secret } from '../common/secret.ts';
import type { Credentials } from '../profiles/model.ts';
import type { MfaQuestion } from './model.ts';

/** A session that only a code can begin. */
export interface MfaNeed extends Pick<MfaQuestion, 'profile' | 'role'> {
  /** Whose session it is and for what: needs with the same key share one. It is never shown. */
  readonly key: string;
  /** `mfa_serial`, as the profile has it. */
  readonly serial: string;
  /**
   * Begins the session. It never throws, and no failure of it holds the code.
   *
   * @returns `mfa-refused` where AWS does not accept the code, and what else AWS says
   */
  readonly exchange: (code: Secret) => Promise<Result<Credentials>>;
}

/** Brings the window to the front, for something that a person has to answer there. */
export type ShowWindow = () => void;
