import { z } from 'zod';
import type { ContractFor } from '../common/contract.ts';
import type { mfaChannels } from './channels.ts';
import { mfaCode, mfaQuestion, MAX_QUESTIONS } from './model.ts';

const nothing = z.strictObject({});
const id = z.string().max(64);
const questions = z.array(mfaQuestion).max(MAX_QUESTIONS);

/** What the window asks of MFA, and is told of it. */
export const mfaContract = {
  requests: {
    /** Tries a code. The question says why where AWS did not take it. */
    answer: { input: z.strictObject({ id, code: mfaCode }), output: nothing },
    /** Takes a question back: what waits for it is told so. */
    cancel: { input: z.strictObject({ id }), output: nothing },
  },
  events: {
    changed: questions,
  },
  snapshot: {
    mfaQuestions: questions,
  },
} as const satisfies ContractFor<typeof mfaChannels>;
