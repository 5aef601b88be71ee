import type { MfaQuestion } from '../../app/mfa/model.ts';

/** The questions for MFA codes that are open, as main says it. A code itself is never in the store. */
export interface MfaState {
  readonly mfaQuestions: readonly MfaQuestion[];
}

/** No questions, before main has answered. */
export const mfaState: MfaState = { mfaQuestions: [] };
